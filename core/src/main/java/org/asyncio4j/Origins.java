package org.asyncio4j;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** In debug mode, where the futures, tasks and callbacks of a loop were made. */
final class Origins {

    /*
     * A table beside the objects, and not a field in them: without debug mode it costs nothing, not even memory. It is
     * filled by other threads, too, with callbacks that they hand over.
     */

    /** As many frames as asyncio keeps. */
    private static final int MAX_FRAMES = 10;

    /** The key of asyncio under which reports carry the frames. */
    static final String REPORT_KEY = "source_traceback";

    private final Map<Object, List<StackTraceElement>> frames = Collections.synchronizedMap(new WeakHashMap<>());

    /** An object is being made, here and now. */
    void note(Object made) {
        frames.put(made, UserCode.stack(MAX_FRAMES));
    }

    /** The frames that made an object, oldest first; none if debug mode was off then. */
    List<StackTraceElement> of(Object made) {
        return frames.getOrDefault(made, List.of());
    }

    /** What a description says of the place where an object was made; nothing if that is not known. */
    String describe(Object made) {
        List<StackTraceElement> known = of(made);
        return known.isEmpty() ? "" : " created at " + known.getLast();
    }

    /** A report with the origin of the object that it is about, if that is known. */
    ExceptionContext addTo(ExceptionContext report) {
        if (report.contains(REPORT_KEY)) {
            return report;
        }
        for (String key : List.of("task", "future", "handle")) {
            Object subject = report.get(key);
            if (subject != null && !of(subject).isEmpty()) {
                return report.with(REPORT_KEY, of(subject));
            }
        }
        return report;
    }
}
