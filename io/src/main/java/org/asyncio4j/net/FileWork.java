package org.asyncio4j.net;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.VoidCoroutine;
import org.jspecify.annotations.Nullable;

/** Work on a file, done by a thread of the loop's executor, and never left behind. */
final class FileWork {

    /*
     * A thread that reads a file waits for the disk, and on the loop's thread everybody else would wait with it. So it is
     * the executor that reads. Who is cancelled meanwhile still waits for the thread, which has the disk alone to wait
     * for: nothing goes on behind the back of a call that has ended, and what was done is known. Work that no thread has
     * begun yet is given up at once.
     */

    private FileWork() {}

    /** A piece of work that ends soon: it waits for a file, and for nothing else. */
    interface Step {
        void run() throws IOException;
    }

    /** Suspends until the step is done; what it writes to fields is seen from then on. */
    static void run(EventLoop loop, Step step) throws IOException {
        var taken = new AtomicBoolean();
        VoidCoroutine body = () -> {
            if (taken.compareAndSet(false, true)) {
                step.run();
            }
        };
        Future<@Nullable Void> work = loop.runInExecutor(null, body);
        CancelledError cancelled = null;
        while (!work.done()) {
            try {
                Asyncio.wait(List.of(work));
            } catch (CancelledError e) {
                if (taken.compareAndSet(false, true)) {
                    work.cancel();
                    throw e;
                }
                cancelled = e;
            }
        }
        if (cancelled == null) {
            work.await(IOException.class);
            return;
        }
        Throwable error = work.cancelled() ? null : work.exception();
        if (error != null) {
            cancelled.addSuppressed(error);
        }
        throw cancelled;
    }
}
