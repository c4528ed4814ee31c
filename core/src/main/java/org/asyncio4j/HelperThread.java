package org.asyncio4j;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs work on a platform thread of its own while the current thread, a virtual one, waits. */
final class HelperThread {

    private HelperThread() {}

    /**
     * Runs the work to its end and throws what it threw.
     *
     * @param onInterrupt called with the platform thread each time the waiting one is interrupted; the flag of the latter is
     *        set again in the end
     */
    static void run(String name, Runnable work, Consumer<Thread> onInterrupt) {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread helper = Thread.ofPlatform().name(name).start(() -> {
            try {
                work.run();
            } catch (Throwable error) {
                failure.set(error);
            }
        });
        boolean interrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
            } catch (InterruptedException _) {
                interrupted = true;
                onInterrupt.accept(helper);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable error = failure.get();
        if (error != null) {
            throw Rethrow.unchecked(error);
        }
    }
}
