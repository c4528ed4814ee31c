package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** In debug mode, tells of coroutines that the library made and nobody awaited: what they were to do was not done. */
final class NeverAwaited {

    /*
     * Of a lambda that a program made and dropped nobody hears. What can be seen is a coroutine that asCompleted() handed
     * out, and one that a task returned instead of awaiting it.
     */

    private static final Cleaner CLEANER = Cleaner.create();

    /** What is known when the coroutine is gone. It must not lead to the coroutine. */
    private static final class Watch implements Runnable {

        private final String text;
        private volatile boolean awaited;

        Watch(String text) {
            this.text = text;
        }

        @Override
        public void run() {
            if (!awaited) {
                LoopErrors.LOG.log(Level.WARNING, text);
            }
        }
    }

    /** A coroutine that notes that it was awaited. */
    private record Watched<T extends @Nullable Object>(Coroutine<T> coroutine, Watch watch) implements Coroutine<T> {

        @Override
        public T await() throws Exception {
            watch.awaited = true;
            return coroutine.await();
        }
    }

    private NeverAwaited() {}

    /** The same coroutine; when it is dropped and was never awaited, that is told. */
    static <T extends @Nullable Object> Coroutine<T> watch(Coroutine<T> coroutine, String name) {
        StackTraceElement site = UserCode.callSite();
        var watch = new Watch("coroutine of " + name + " was never awaited" + (site == null ? "" : ", made at " + site));
        var watched = new Watched<>(coroutine, watch);
        CLEANER.register(watched, watch);
        return watched;
    }

    /** A task has ended: a coroutine that it returns has not been awaited, and hardly will be. */
    static void checkResult(Task<?> task, @Nullable Object result) {
        if (Asyncio.isCoroutine(result)) {
            LoopErrors.LOG.log(Level.WARNING, task + " returned a coroutine that was never awaited; await it in the body");
        }
    }
}
