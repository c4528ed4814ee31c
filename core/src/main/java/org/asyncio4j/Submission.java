package org.asyncio4j;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that another thread hands to a loop, together with the future by which that thread hears of its outcome.
 *
 * @param <T> the type of the result
 */
final class Submission<T extends @Nullable Object> extends Handle {

    /*
     *   handed over --loop takes it in--> open --its task has ended--> ended
     *        |                             |
     *        +--------loop is closed-------+--> failed, unless the task has ended
     *
     * A coroutine that was handed over may never run, or never end, in many ways: the loop is closed before it takes it
     * in, or the task goes on waiting to the last. So it is not followed what becomes of it; what is in the inbox or open in
     * the end gets an error, or the outcome that the loop had no time to tell, and no thread is left waiting. Of two threads,
     * one that hands over and one that closes, either the first sees that the loop is closed, or the second sees what was
     * handed over.
     *
     * Making a task runs no code of users unless they have a task factory: else it needs no dispatcher, and a thread that
     * submits and waits is spared a switch.
     */

    // written once
    private final BaseEventLoop loop;
    private final Awaitable<T> coroutine;
    private final CompletableFuture<T> linked = new CompletableFuture<>();

    // loop thread only
    private @Nullable Future<T> task;

    // owned by OpenSubmissions
    @Nullable
    Submission<?> older;
    @Nullable
    Submission<?> newer;

    private Submission(BaseEventLoop loop, Awaitable<T> coroutine) {
        super(loop, () -> {}, Context.copyCurrent(), true);
        this.loop = loop;
        this.coroutine = coroutine;
    }

    /** Hands a coroutine to a loop and returns the future of its outcome. Any thread. */
    static <T extends @Nullable Object> CompletableFuture<T> handOver(Awaitable<T> coroutine, EventLoop receiver) {
        Objects.requireNonNull(coroutine, "coroutine");
        var loop = (BaseEventLoop) Objects.requireNonNull(receiver, "loop");
        loop.checkOpen();
        var submission = new Submission<>(loop, coroutine);
        loop.addReadyFromAnywhere(submission);
        if (loop.isClosed()) {
            loop.tick().closeInbox(); // closed meanwhile, and perhaps emptied before this came in
        }
        return submission.linked;
    }

    @Override
    boolean isInternal() {
        return loop.getTaskFactory() == null;
    }

    @Override
    void run(BaseEventLoop receiver) {
        run(receiver, this::takeIn);
    }

    private void takeIn() {
        Future<T> made;
        try {
            made = Futures.ensureFuture(coroutine, loop);
        } catch (Throwable error) {
            linked.completeExceptionally(error);
            throw error;
        }
        task = made;
        loop.submissions.add(this);
        made.addDoneCallback(_ -> {
            loop.submissions.remove(this);
            FutureBridge.passOutcome(made, linked);
        });
        FutureBridge.passCancellation(linked, made);
    }

    /**
     * The loop is closed, and nothing else will tell the outcome, not even of a task that ended in the last tick. Runs what
     * others have hung on the future, here and now.
     */
    void fail() {
        Future<T> made = task;
        if (made != null && made.done()) {
            FutureBridge.passOutcome(made, linked);
            return;
        }
        linked.completeExceptionally(new IllegalStateException("Event loop is closed, and the coroutine that was handed"
                + " to runCoroutineThreadsafe has not ended; close the loop after the futures of other threads are done"));
    }
}
