package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** What Ctrl-C does while a task runs on the main thread: the first one cancels it. */
final class KeyboardSignal implements AutoCloseable {

    /*
     * Signals come through sun.misc.Signal of module jdk.unsupported, looked up by name so that the library works, without
     * Ctrl-C handling, where that module is not there. Our handler is put in only in place of the JVM's own, and taken
     * out again with the end of the run.
     */

    private final Task<?> task;
    /** The thread that called run, and that an uncaught error would end. */
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger received = new AtomicInteger();
    private @Nullable Object previousHandler;

    private KeyboardSignal(Task<?> task) {
        this.task = task;
    }

    /** From now until it is closed, Ctrl-C cancels a task of a loop that the current thread is about to run. */
    static KeyboardSignal cancelling(Task<?> task) {
        var signal = new KeyboardSignal(task);
        if (CurrentLoop.isMainThread()) {
            signal.install();
        }
        return signal;
    }

    boolean wasReceived() {
        return received.get() > 0;
    }

    /** The error for a run that Ctrl-C ended; a program that does not catch it ends with the status of Ctrl-C. */
    KeyboardInterrupt interrupt(CancelledError cause) {
        endQuietlyIfUncaught();
        return new KeyboardInterrupt(cause);
    }

    private void endQuietlyIfUncaught() {
        Thread.UncaughtExceptionHandler otherwise = caller.getUncaughtExceptionHandler();
        caller.setUncaughtExceptionHandler((thread, error) -> {
            if (error instanceof KeyboardInterrupt) {
                Runtime.getRuntime().exit(KeyboardInterrupt.EXIT_STATUS);
            }
            otherwise.uncaughtException(thread, error);
        });
    }

    private void onSignal() {
        BaseEventLoop loop = task.loop();
        switch (received.incrementAndGet()) {
            case 1 -> loop.addFromOutside(
                    Handle.internal(loop, () -> task.cancelBy(CancelRequest.of(Kind.SIGNAL, (String) null))));
            case 2 -> loop.addFromOutside(Handle.internal(loop, () -> {
                endQuietlyIfUncaught();
                loop.fatal(new KeyboardInterrupt());
            }));
            default -> Runtime.getRuntime().halt(KeyboardInterrupt.EXIT_STATUS);
        }
    }

    private void install() {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "handle" -> {
                            onSignal();
                            yield null;
                        }
                        case "equals" -> proxy == args[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "asyncio4j Ctrl-C handler";
                    });
            Object replaced = handle(handler);
            if (replaced.getClass().getName().startsWith("sun.misc.")) {
                previousHandler = replaced;
            } else {
                handle(replaced); // the program's own
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoopErrors.LOG.log(Level.DEBUG, "Ctrl-C is not handled: no access to signals", e);
        }
    }

    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance("INT");
        return signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    @Override
    public void close() {
        Object previous = previousHandler;
        if (previous != null) {
            previousHandler = null;
            try {
                handle(previous);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the previous Ctrl-C handler could not be put back", e);
            }
        }
    }
}
