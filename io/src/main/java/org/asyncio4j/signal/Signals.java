package org.asyncio4j.signal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Context;
import org.asyncio4j.EventLoop;

/**
 * Handlers of signals. They are methods of the loop in asyncio; here they use the running one.
 *
 * <p>Signals have their POSIX names, with or without {@code SIG}. Which of them can be handled is up to the system and the
 * JVM, which keeps some for itself, such as {@code SIGQUIT} and {@code SIGSEGV}.
 */
public final class Signals {

    /*
     * The JVM runs a handler in a new thread of its own, from which it goes to the loop as from any other thread. A loop that
     * was closed gives its signals back when the next one comes, and that one is raised again, for whom it is now for.
     *
     * We are not alone: a run on the main thread puts in a handler of Ctrl-C and takes it out again. What we find in place of
     * our own handler is therefore newer than what we remember, and is left alone.
     */

    /** The handlers of all loops, by the short name of their signal; guarded by itself. */
    private static final Map<String, Handler> HANDLERS = new HashMap<>();

    /** What to call where, what was put in for it, and in place of what. */
    private record Handler(EventLoop loop, Runnable callback, Context context, Object installed, Object previous) {}

    private Signals() {}

    /**
     * Runs a callback in the running loop each time a signal comes, in a copy of the current context, in place of what the
     * program had for it before. Signals that come quickly one after the other may count as one.
     *
     * @param signal the name of the signal, such as {@code "SIGUSR1"}
     * @param callback what to run
     * @throws IllegalArgumentException if this system has no such signal
     * @throws IllegalStateException if the system or the JVM does not let it be handled; if no loop runs
     * @throws UnsupportedOperationException if the JVM has no module {@code jdk.unsupported}
     */
    public static void addSignalHandler(String signal, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        String name = shortName(signal);
        EventLoop loop = Asyncio.getRunningLoop();
        Context context = Context.copyCurrent();
        synchronized (HANDLERS) {
            Handler known = HANDLERS.get(name);
            Object installed = JvmSignals.newHandler(name, () -> received(name));
            Object found = JvmSignals.put(name, installed);
            Object previous = known != null && found == known.installed ? known.previous : found;
            HANDLERS.put(name, new Handler(loop, callback, context, installed, previous));
        }
    }

    /**
     * Gives a signal back to whom it had before.
     *
     * @param signal the name of the signal
     * @return whether there was a handler
     */
    public static boolean removeSignalHandler(String signal) {
        String name = shortName(signal);
        synchronized (HANDLERS) {
            Handler removed = HANDLERS.remove(name);
            if (removed == null) {
                return false;
            }
            Object found = JvmSignals.put(name, removed.previous);
            if (found != removed.installed) {
                JvmSignals.put(name, found);
            }
            return true;
        }
    }

    private static String shortName(String signal) {
        return Objects.requireNonNull(signal, "signal").toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    }

    /** Called in a thread of the JVM. */
    private static void received(String name) {
        Handler handler;
        synchronized (HANDLERS) {
            handler = HANDLERS.get(name);
        }
        if (handler == null) {
            return; // removed this very moment
        }
        try {
            handler.loop.callSoonThreadsafe(handler.callback, handler.context);
        } catch (IllegalStateException closed) {
            if (removeIfStill(name, handler)) {
                JvmSignals.raise(name);
            }
        }
    }

    private static boolean removeIfStill(String name, Handler handler) {
        synchronized (HANDLERS) {
            return HANDLERS.get(name) == handler && removeSignalHandler(name);
        }
    }
}
