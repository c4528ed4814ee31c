package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** What Ctrl-C and a request to terminate do while a task runs on the main thread: the first one cancels it. */
final class StopSignals implements AutoCloseable {

    /*
     * Signals come through sun.misc.Signal of module jdk.unsupported, looked up by name so that the library works, without
     * handling signals, where that module is not there. A handler of ours is put in only in place of the JVM's own, and
     * taken out again with the end of the run.
     *
     * The first signal of either kind cancels the task, the second leaves the loop, the third ends the process; the first
     * decides how the run ends.
     */

    /** A signal, and the status of a process that it ends: 128 and its number. */
    private enum Signal {
        INT(KeyboardInterrupt.EXIT_STATUS), TERM(143);

        private final int status;

        Signal(int status) {
            this.status = status;
        }

        Error error(@Nullable CancelledError cause) {
            return this == INT ? new KeyboardInterrupt(cause) : new SystemExit(status, cause);
        }
    }

    private record Replaced(Signal signal, Object handler) {}

    // written once
    private final Task<?> task;
    /** The thread that called run, and that an uncaught error would end. */
    private final Thread caller = Thread.currentThread();

    // that thread only
    private final List<Replaced> replaced = new ArrayList<>();

    // any thread
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicReference<@Nullable Signal> first = new AtomicReference<>();

    private StopSignals(Task<?> task) {
        this.task = task;
    }

    /** From now until it is closed, signals cancel a task of a loop that the current thread is about to run. */
    static StopSignals cancelling(Task<?> task) {
        var signals = new StopSignals(task);
        if (CurrentLoop.isMainThread()) {
            signals.install();
        }
        return signals;
    }

    boolean wasReceived() {
        return first.get() != null;
    }

    /** The error for a run that a signal ended; a program that does not catch it ends with the status of the signal. */
    Error ending(CancelledError cause) {
        Signal signal = first.get();
        if (signal == null) {
            return cause;
        }
        endQuietlyIfUncaught();
        return signal.error(cause);
    }

    private void endQuietlyIfUncaught() {
        Thread.UncaughtExceptionHandler otherwise = caller.getUncaughtExceptionHandler();
        caller.setUncaughtExceptionHandler((thread, error) -> {
            if (error instanceof KeyboardInterrupt) {
                Runtime.getRuntime().exit(KeyboardInterrupt.EXIT_STATUS);
            } else if (error instanceof SystemExit exit) {
                Runtime.getRuntime().exit(exit.status());
            }
            otherwise.uncaughtException(thread, error);
        });
    }

    private void onSignal(Signal signal) {
        first.compareAndSet(null, signal);
        BaseEventLoop loop = task.loop();
        switch (received.incrementAndGet()) {
            case 1 -> loop.addFromOutside(
                    Handle.internal(loop, () -> task.cancelBy(CancelRequest.of(Kind.SIGNAL, (String) null))));
            case 2 -> loop.addFromOutside(Handle.internal(loop, () -> {
                endQuietlyIfUncaught();
                loop.fatal(signal.error(null));
            }));
            default -> Runtime.getRuntime().halt(signal.status);
        }
    }

    private void install() {
        try {
            MethodHandle handlers = newHandlers();
            for (Signal signal : Signal.values()) {
                Object previous = handle(signal, newHandler(handlers, signal));
                if (previous.getClass().getName().startsWith("sun.misc.")) {
                    replaced.add(new Replaced(signal, previous));
                } else {
                    handle(signal, previous); // the program's own
                }
            }
        } catch (ReflectiveOperationException | LambdaConversionException | RuntimeException e) {
            Log.LOGGER.log(Level.DEBUG, "Signals are not handled: no access to them", e);
        }
    }

    /**
     * Makes handlers: {@code (signals, signal) -> number -> signals.receive(signal, number)}, a lambda of a type that is not
     * known when this is compiled.
     */
    private static MethodHandle newHandlers() throws ReflectiveOperationException, LambdaConversionException {
        MethodHandles.Lookup here = MethodHandles.lookup();
        MethodType handle = MethodType.methodType(void.class, signalType());
        MethodHandle receive = here.findVirtual(StopSignals.class, "receive",
                MethodType.methodType(void.class, Signal.class, Object.class));
        return LambdaMetafactory.metafactory(here, "handle",
                MethodType.methodType(handlerType(), StopSignals.class, Signal.class), handle, receive, handle)
                .getTarget();
    }

    private Object newHandler(MethodHandle handlers, Signal signal) {
        try {
            return handlers.invoke(this, signal);
        } catch (Throwable e) {
            throw Rethrow.unchecked(e);
        }
    }

    /** A signal has come, on a thread of the JVM. */
    @SuppressWarnings("unused") // called by the handlers
    private void receive(Signal signal, Object which) {
        onSignal(signal);
    }

    private static Class<?> signalType() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    private static Object handle(Signal which, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = signalType();
        Object signal = signalType.getConstructor(String.class).newInstance(which.name());
        return signalType.getMethod("handle", signalType, handlerType()).invoke(null, signal, handler);
    }

    @Override
    public void close() {
        for (Replaced each : replaced) {
            try {
                handle(each.signal, each.handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "the previous handler of SIG" + each.signal + " could not be put back", e);
            }
        }
        replaced.clear();
    }
}
