package org.asyncio4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the values of thread locals to where a {@link ContextVar} goes by itself: into tasks, callbacks and threads.
 * For libraries that keep something in a {@link ThreadLocal}, such as the MDC of a logging library:
 *
 * <pre>{@code
 * static final ThreadLocalBridge BRIDGE = ThreadLocalBridge.of(USER)
 *         .and(ThreadLocalBridge.of(MDC::getCopyOfContextMap, MDC::setContextMap));
 *
 * getRunningLoop().setTaskFactory(BRIDGE.taskFactory());      // every task from now on
 *
 * var here = BRIDGE.capture();                                 // or one by one
 * createTask(() -> here.run(() -> handle(request)));
 * loop.callSoon(() -> here.run(() -> log("soon")));
 * toThread(() -> here.run(() -> parse(file)));
 * }</pre>
 *
 * <p>What a task or a job sets is not seen outside of it. A task has a thread of its own, so its values are installed
 * once, when its body starts, and not at each step. A callback must not touch thread locals except by {@code run}: on
 * the baton carrier it borrows the thread of a task that waits, and would change the values of that task.
 *
 * <p><b>Threads:</b> any. A bridge never changes.
 */
public final class ThreadLocalBridge {

    /** A thread local, as reading and writing it in the current thread. */
    private record Local<T extends @Nullable Object>(Supplier<? extends T> reader, Consumer<? super T> writer) {

        Value<T> read() {
            return new Value<>(this, reader.get());
        }
    }

    /** A value that a thread local had. */
    private record Value<T extends @Nullable Object>(Local<T> local, T value) {

        void write() {
            local.writer.accept(value);
        }

        Value<T> replaced() {
            return local.read();
        }
    }

    /** The values of thread locals at one moment; may be installed any number of times, in any thread. */
    public static final class Captured {

        private final List<Value<?>> values;

        private Captured(List<Value<?>> values) {
            this.values = values;
        }

        /**
         * Installs these values in the current thread, runs code, and brings back the values from before.
         *
         * @param <T> the type of the result
         * @param code what to run; in a task it may wait
         * @return the result of the code; what it throws is thrown as it is
         */
        public <T extends @Nullable Object> T run(Callable<T> code) {
            Objects.requireNonNull(code, "code");
            try {
                return run(0, code);
            } catch (Throwable error) {
                throw Rethrow.unchecked(error);
            }
        }

        /**
         * Runs code without a result, as {@link #run(Callable)} does.
         *
         * @param code what to run
         */
        public void run(VoidCoroutine code) {
            Objects.requireNonNull(code, "code");
            run(code.asCoroutine()::await);
        }

        private <T extends @Nullable Object> T run(int index, Callable<T> code) throws Exception {
            if (index == values.size()) {
                return code.call();
            }
            Value<?> value = values.get(index);
            Value<?> before = value.replaced();
            value.write();
            try {
                return run(index + 1, code);
            } finally {
                before.write();
            }
        }
    }

    private final List<Local<?>> locals;

    private ThreadLocalBridge(List<Local<?>> locals) {
        this.locals = locals;
    }

    /**
     * Makes a bridge for one thread local. A value of {@code null} is carried by removing it.
     *
     * @param <T> the type of its value
     * @param local the thread local; it is read where values are captured and written where they are installed
     * @return the bridge
     */
    public static <T extends @Nullable Object> ThreadLocalBridge of(ThreadLocal<T> local) {
        Objects.requireNonNull(local, "local");
        return of(local::get, value -> {
            if (value == null) {
                local.remove();
            } else {
                local.set(value);
            }
        });
    }

    /**
     * Makes a bridge for state of the current thread that is reached by two functions. The reader must return a copy of
     * what can change.
     *
     * @param <T> the type of the state
     * @param reader returns the state of the current thread
     * @param writer sets the state of the current thread; must take all that the reader returns, {@code null} too
     * @return the bridge
     */
    public static <T extends @Nullable Object> ThreadLocalBridge of(Supplier<? extends T> reader,
            Consumer<? super T> writer) {
        return new ThreadLocalBridge(List.of(new Local<T>(Objects.requireNonNull(reader, "reader"),
                Objects.requireNonNull(writer, "writer"))));
    }

    /**
     * Returns a bridge that carries what another one carries, too.
     *
     * @param other another bridge
     * @return a bridge for both; this one stays as it is
     */
    public ThreadLocalBridge and(ThreadLocalBridge other) {
        Objects.requireNonNull(other, "other");
        List<Local<?>> both = new ArrayList<>(locals);
        both.addAll(other.locals);
        return new ThreadLocalBridge(List.copyOf(both));
    }

    /**
     * Takes the values that the thread locals have in the current thread.
     *
     * @return the values
     */
    public Captured capture() {
        List<Value<?>> values = new ArrayList<>();
        for (Local<?> local : locals) {
            values.add(local.read());
        }
        return new Captured(values);
    }

    /**
     * Returns a factory for {@link EventLoop#setTaskFactory}: each task starts with the values that the thread of its
     * creator has at that moment, as it starts with a copy of the creator's context.
     *
     * @return the factory
     */
    public TaskFactory taskFactory() {
        return new Factory();
    }

    private final class Factory implements TaskFactory {
        @Override
        public <T extends @Nullable Object> Task<T> createTask(EventLoop loop, Coroutine<T> coroutine,
                TaskOptions options) {
            Captured captured = capture();
            return new Task<>(() -> captured.run(coroutine::await), loop, options);
        }
    }
}
