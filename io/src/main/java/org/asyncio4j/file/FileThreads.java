package org.asyncio4j.file;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.WorkerThreads;
import org.jspecify.annotations.Nullable;

/** The only place where a task waits for a file. */
final class FileThreads {

    /*
     * One pool for all loops: what it bounds, threads and requests to the disks, belongs to the process.
     *
     * A call is taken back as long as no thread has begun with it; after that it is waited for, whatever is asked
     * meanwhile. Which of the two it is, the task and the thread settle by a flag that one of them gets to set first.
     */

    private static final int MAX_THREADS = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
    private static final Duration IDLE = Duration.ofMillis(100);

    private static final ExecutorService POOL = WorkerThreads.newPool("asyncio4j-file", MAX_THREADS, IDLE);

    private FileThreads() {}

    /** A call without a result. */
    interface Action {
        void run() throws IOException;
    }

    /** Gives back what a call has got for a task that does not want it any more. */
    interface Undo<T extends @Nullable Object> {
        void undo(T got) throws IOException;
    }

    static <T extends @Nullable Object> T call(Callable<T> job) throws IOException {
        return call(job, _ -> {});
    }

    /** A call that throws nothing checked. */
    static <T extends @Nullable Object> T ask(Supplier<T> question) {
        return await(question::get, _ -> {});
    }

    static void run(Action action) throws IOException {
        call(asJob(action));
    }

    /** Makes a call that is to be made even by a task that is cancelled, such as closing. */
    static void runAlways(Action action) throws IOException {
        await(asJob(action), _ -> {}, new AtomicBoolean(true));
    }

    private static Callable<@Nullable Void> asJob(Action action) {
        Objects.requireNonNull(action, "action");
        return () -> {
            action.run();
            return null;
        };
    }

    static <T extends @Nullable Object> T call(Callable<T> job, Undo<? super T> undo) throws IOException {
        return await(job, undo);
    }

    private static <T extends @Nullable Object> T await(Callable<T> job, Undo<? super T> undo) {
        var begun = new AtomicBoolean();
        return await(() -> {
            if (!begun.compareAndSet(false, true)) {
                throw new CancellationException();
            }
            return job.call();
        }, undo, begun);
    }

    /** Throws whatever the job throws, declared or not. */
    private static <T extends @Nullable Object> T await(Callable<T> job, Undo<? super T> undo, AtomicBoolean begun) {
        if (Asyncio.currentTask() == null) {
            throw new IllegalStateException("a call for files outside of a task: a callback of "
                    + Asyncio.getRunningLoop() + " cannot wait; use createTask in it");
        }
        Future<T> outcome = Asyncio.getRunningLoop().runInExecutor(POOL, job);
        CancelledError cancelled = null;
        while (!outcome.done()) {
            try {
                Asyncio.wait(List.of(outcome));
            } catch (CancelledError request) {
                if (begun.compareAndSet(false, true)) {
                    outcome.cancel();
                    throw request;
                }
                cancelled = cancelled == null ? request : cancelled;
            }
        }
        if (cancelled == null) {
            return outcome.await();
        }
        giveBack(outcome, undo, cancelled);
        throw cancelled;
    }

    private static <T extends @Nullable Object> void giveBack(Future<T> outcome, Undo<? super T> undo,
            CancelledError cancelled) {
        Throwable failure = outcome.exception();
        if (failure == null) {
            T got = outcome.result();
            try {
                runAlways(() -> undo.undo(got));
            } catch (IOException | CancelledError error) {
                failure = error;
            }
        }
        if (failure != null && failure != cancelled) {
            cancelled.addSuppressed(failure);
        }
    }
}
