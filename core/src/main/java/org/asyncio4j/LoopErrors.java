package org.asyncio4j;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Reports the errors that nobody is there to receive. No other class does. */
final class LoopErrors {

    /** What a report is made of, loaded with this class. */
    private static final class Prepared {

        static {
            ExceptionContext.of("").with("", "").describe();
        }

        static void load() {
            // to call it initializes this class
        }
    }

    private final BaseEventLoop loop;
    private @Nullable ExceptionHandler handler;

    LoopErrors(BaseEventLoop loop) {
        this.loop = loop;
    }

    /**
     * Makes sure of what a report needs, for loops that use descriptors: a process that has none left cannot read classes
     * from a folder. The others start sooner without.
     */
    static void prepare() {
        Prepared.load();
    }

    @Nullable
    ExceptionHandler handler() {
        return handler;
    }

    void handler(@Nullable ExceptionHandler custom) {
        handler = custom;
    }

    /** Tells the handler, from code of the library that must not be held up by it: one tick later, as a callback. */
    void reportSoon(ExceptionContext context) {
        loop.callSoon(() -> report(context));
    }

    /** Tells the handler; if it fails itself, the default handler is told both. A request to stop passes through. */
    void report(ExceptionContext known) {
        ExceptionContext context = Origin.addTo(known);
        ExceptionHandler custom = handler;
        if (custom == null) {
            log(context);
            return;
        }
        try {
            inContextOf(context, () -> custom.handle(loop, context));
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            log(ExceptionContext.of("Unhandled error in exception handler")
                    .withException(error)
                    .with("context", context));
        }
    }

    /** The default handler: one record with everything that is known. Only a request to stop is thrown. */
    void log(ExceptionContext context) {
        try {
            Throwable error = context.exception();
            if (error != null) {
                Log.LOGGER.log(Level.ERROR, context.describe(), error);
            } else {
                Log.LOGGER.log(Level.ERROR, context.describe());
            }
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable fault) {
            logFault(context, fault);
        }
    }

    /*
     * The log itself may fail: the JDK's opens files for its first record, and where no descriptor is left that is an
     * Error. Thrown on from here it would end whatever thread runs the loop at the moment, and the loop with it.
     */
    private static void logFault(ExceptionContext context, Throwable fault) {
        try {
            Log.LOGGER.log(Level.ERROR, "Exception in default exception handler", fault);
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable noLog) {
            System.err.println("asyncio4j could not log '" + context.message() + "': " + context.exception());
            noLog.printStackTrace();
        }
    }

    /** Tells whether an error is a request to end the program, which leaves the loop at once. */
    static boolean endsTheProgram(@Nullable Throwable error) {
        return error instanceof KeyboardInterrupt || error instanceof SystemExit;
    }

    /** A handler sees the context variables of the task, or else of the callback, that the error came from. */
    private static void inContextOf(ExceptionContext context, Runnable call) {
        Context owner = switch (context.get("task") instanceof Task<?> task ? task : context.get("future")) {
            case Task<?> task -> task.getContext();
            case null, default -> context.get("handle") instanceof Handle handle ? handle.getContext() : null;
        };
        if (owner == null || owner == Context.current()) {
            call.run();
        } else {
            owner.run(call::run);
        }
    }
}
