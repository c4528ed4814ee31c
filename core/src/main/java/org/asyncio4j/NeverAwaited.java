package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** In debug mode, tells of coroutines that the library made and nobody awaited: what they were to do was not done. */
final class NeverAwaited {

    /*
     * Of a lambda that a program made and dropped nobody hears. What can be seen is a coroutine that asCompleted() handed
     * out, and one that a task returned instead of awaiting it.
     */

    /** What is known when the coroutine is gone. */
    private static final class Watch extends Reclaimed {

        /** Those whose coroutines are still there. */
        private static final Queue<Watch> ALL = new ConcurrentLinkedQueue<>();

        private final AtomicBoolean awaited;
        private final String text;

        private Watch(Watched<?> coroutine, String text) {
            super(coroutine);
            this.awaited = coroutine.awaited;
            this.text = text;
        }

        static void over(Watched<?> coroutine, String text) {
            ALL.add(new Watch(coroutine, text));
        }

        @Override
        void reclaimed() {
            ALL.remove(this);
            if (!awaited.get()) {
                Log.LOGGER.log(Level.WARNING, text);
            }
        }
    }

    /** A coroutine that notes that it was awaited. */
    private record Watched<T extends @Nullable Object>(Coroutine<T> coroutine, AtomicBoolean awaited)
            implements
                Coroutine<T> {

        @Override
        public T await() throws Exception {
            awaited.set(true);
            return coroutine.await();
        }
    }

    private NeverAwaited() {}

    /** The same coroutine; when it is dropped and was never awaited, that is told. */
    static <T extends @Nullable Object> Coroutine<T> watch(Coroutine<T> coroutine, String name) {
        StackTraceElement site = UserCode.callSite();
        var watched = new Watched<>(coroutine, new AtomicBoolean());
        Watch.over(watched,
                "coroutine of " + name + " was never awaited" + (site == null ? "" : ", made at " + site));
        return watched;
    }

    /** A task has ended: a coroutine that it returns has not been awaited, and hardly will be; told in debug mode. */
    static void checkResult(Task<?> task, @Nullable Object result) {
        if (task.loop().getDebug() && Asyncio.isCoroutine(result)) {
            Log.LOGGER.log(Level.WARNING,
                    task + " returned a coroutine that was never awaited; await it in the body");
        }
    }
}
