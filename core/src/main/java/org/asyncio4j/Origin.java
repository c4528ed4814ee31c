package org.asyncio4j;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a future, task or callback was made, as far as it is known: in debug mode. An {@link ExceptionHandler} finds it under
 * the key {@code source_traceback}.
 *
 * @param frames the frames of the user, oldest first
 */
public record Origin(List<StackTraceElement> frames) {

    /** As many frames as asyncio keeps. */
    private static final int MAX_FRAMES = 10;

    /** The key of asyncio under which reports carry the frames. */
    private static final String REPORT_KEY = "source_traceback";

    /**
     * Takes the frames as they are now.
     *
     * @param frames the frames of the user, oldest first
     */
    public Origin {
        frames = List.copyOf(frames);
    }

    /** The origin of what is being made here and now, or null without debug mode. */
    static @Nullable Origin here(BaseEventLoop loop) {
        return loop.getDebug() ? new Origin(UserCode.stack(MAX_FRAMES)) : null;
    }

    /** What a description says of the place where an object was made; nothing if that is not known. */
    static String describe(@Nullable Origin origin) {
        return origin == null || origin.frames.isEmpty() ? "" : " created at " + origin.frames.getLast();
    }

    /** A report with an origin, if it is known. */
    static ExceptionContext addTo(ExceptionContext report, @Nullable Origin origin) {
        return origin == null ? report : report.with(REPORT_KEY, origin);
    }

    /** A report with the origin of the object that it is about, if that is known. */
    static ExceptionContext addTo(ExceptionContext report) {
        if (report.contains(REPORT_KEY)) {
            return report;
        }
        Origin known = Stream.of("task", "future", "handle")
                .map(key -> of(report.get(key)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return addTo(report, known);
    }

    private static @Nullable Origin of(@Nullable Object subject) {
        return switch (subject) {
            case Future<?> future -> future.origin();
            case Handle handle -> handle.origin();
            case null, default -> null;
        };
    }

    /** Returns the frames, one a line, as they stand in a report that is logged. */
    @Override
    public String toString() {
        var text = new StringBuilder("Object created at (most recent call last):");
        frames.forEach(frame -> text.append("\n  at ").append(frame));
        return text.toString();
    }
}
