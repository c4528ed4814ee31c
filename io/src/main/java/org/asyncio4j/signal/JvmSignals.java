package org.asyncio4j.signal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The way to signals that the JVM has, {@code sun.misc.Signal}, looked up by name: its module may not be there. */
final class JvmSignals {

    private JvmSignals() {}

    /** Makes a handler, to be put in. */
    static Object newHandler(String name, Runnable onSignal) {
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "handle" -> {
                            onSignal.run();
                            yield null;
                        }
                        case "equals" -> proxy == args[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "asyncio4j handler of SIG" + name;
                    });
        } catch (ClassNotFoundException e) {
            throw unsupported(name, e);
        }
    }

    /** Sends a signal to this program. */
    static void raise(String name) {
        try {
            Object signal = signal(name);
            signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
        } catch (ReflectiveOperationException e) {
            throw unsupported(name, e);
        }
    }

    /** Puts a handler in; returns what was there before. */
    static Object put(String name, Object handler) {
        try {
            Object signal = signal(name);
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            return signal.getClass().getMethod("handle", signal.getClass(), handlerType).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("sig SIG" + name + " cannot be caught: the system or the JVM keeps it",
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw unsupported(name, e);
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        try {
            return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("invalid signal SIG" + name + ": this system has no such signal",
                    e.getCause());
        }
    }

    private static UnsupportedOperationException unsupported(String name, Exception cause) {
        return new UnsupportedOperationException(
                "SIG" + name + " cannot be handled: this JVM has no module jdk.unsupported", cause);
    }
}
