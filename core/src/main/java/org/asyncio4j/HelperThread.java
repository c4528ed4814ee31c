package org.asyncio4j;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs work on a platform thread of its own while the current thread, a virtual one, waits. */
final class HelperThread {

    private HelperThread() {}

    /** Runs the work to its end and throws what it threw. An interrupt of the waiting thread is passed on. */
    static void run(String name, Runnable work) {
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
                helper.interrupt();
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
