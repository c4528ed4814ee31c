import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * The least that runs tasks on one thread: no API, no cancellation, no context, no errors. All methods but
 * {@link #runReady} are for its tasks.
 */
abstract class Carrier {

    final ArrayDeque<Object> ready = new ArrayDeque<>(1024);

    abstract void spawn(Runnable body);

    /** The running task, to be given to {@link #unpark}. */
    abstract Object current();

    abstract void park();

    abstract void unpark(Object task);

    abstract void yieldNow();

    /** Runs tasks until none is ready. */
    abstract void runReady();

    final void run(Runnable body) {
        spawn(body);
        runReady();
    }

    /** Virtual threads whose scheduler is the ready queue of this loop. */
    static final class Virtual extends Carrier implements Executor {

        private final Thread.Builder.OfVirtual builder;

        Virtual() throws ReflectiveOperationException {
            Constructor<?> made = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            made.setAccessible(true);
            builder = (Thread.Builder.OfVirtual) made.newInstance((Executor) this);
        }

        @Override
        public void execute(Runnable step) {
            ready.add(step);
        }

        @Override
        void spawn(Runnable body) {
            builder.start(body);
        }

        @Override
        Object current() {
            return Thread.currentThread();
        }

        @Override
        void park() {
            LockSupport.park();
        }

        @Override
        void unpark(Object task) {
            LockSupport.unpark((Thread) task);
        }

        @Override
        void yieldNow() {
            Thread.yield();
        }

        @Override
        void runReady() {
            for (Object step = ready.poll(); step != null; step = ready.poll()) {
                ((Runnable) step).run();
            }
        }
    }

    /** Raw continuations. */
    static final class Raw extends Carrier {

        private static final ContinuationScope SCOPE = new ContinuationScope("limit");

        private Continuation current;

        @Override
        void spawn(Runnable body) {
            ready.add(new Continuation(SCOPE, body));
        }

        @Override
        Object current() {
            return current;
        }

        @Override
        void park() {
            Continuation.yield(SCOPE);
        }

        @Override
        void unpark(Object task) {
            ready.add(task);
        }

        @Override
        void yieldNow() {
            ready.add(current);
            Continuation.yield(SCOPE);
        }

        @Override
        void runReady() {
            for (Object task = ready.poll(); task != null; task = ready.poll()) {
                current = (Continuation) task;
                current.run();
            }
            current = null;
        }
    }
}
