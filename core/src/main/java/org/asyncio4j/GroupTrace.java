package org.asyncio4j;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The printed form of a group of exceptions. */
final class GroupTrace {

    /*
     * A group is printed as any exception is, then each member below it, further in and with its number. The members of
     * a nested group carry the numbers of both:
     *
     *   org.asyncio4j.ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
     *           at Shop.open(Shop.java:31)
     *     1) java.io.IOException: no stock
     *             at Shop.fetch(Shop.java:48)
     *     2) org.asyncio4j.ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
     *             at Shop.prices(Shop.java:57)
     *         2.1) java.lang.IllegalStateException: no price
     *                 at Shop.price(Shop.java:63)
     */

    private static final String STEP = "    ";

    private final StringBuilder text = new StringBuilder();
    /** The groups that are being printed: one may be the cause of what it has as a member. */
    private final Set<Throwable> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private GroupTrace() {}

    static String of(ExceptionGroup group) {
        var trace = new GroupTrace();
        trace.append(group, "", "", "");
        return trace.text.toString();
    }

    /**
     * Prints an exception and all that belongs to it.
     *
     * @param indent what every line begins with
     * @param label what stands before the first line after that
     * @param number what the numbers of members begin with
     */
    private void append(Throwable error, String indent, String label, String number) {
        if (!(error instanceof ExceptionGroup group)) {
            appendPlain(error, indent, label);
        } else if (open.add(group)) {
            line(indent, label + group);
            for (StackTraceElement frame : group.getStackTrace()) {
                line(indent, "\tat " + frame);
            }
            if (group.getCause() != null) {
                append(group.getCause(), indent, "Caused by: ", "");
            }
            for (Throwable suppressed : group.suppressedByOthers()) {
                append(suppressed, indent + "\t", "Suppressed: ", "");
            }
            List<Throwable> members = group.exceptions();
            for (int i = 0; i < members.size(); i++) {
                String own = number + (i + 1);
                append(members.get(i), indent + STEP, own + ") ", own + ".");
            }
            open.remove(group);
        } else {
            line(indent, label + "[this group, see above: " + group + "]");
        }
    }

    private void appendPlain(Throwable error, String indent, String label) {
        var trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace, true));
        String before = label;
        for (String each : trace.toString().lines().toList()) {
            line(indent, before + each);
            before = "";
        }
    }

    private void line(String indent, String content) {
        text.append(indent).append(content).append(System.lineSeparator());
    }
}
