package org.asyncio4j;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The futures of other threads that wait for coroutines of a loop: none is left waiting when the loop is closed. */
final class OpenBridges {

    /*
     * A coroutine that was handed over may never run, or never end, in many ways: the loop is closed before it takes it
     * in, or before it calls back, or the task goes on waiting to the last. So it is not followed what becomes of it; what
     * is open in the end gets an error. Of two threads, one that adds and one that closes, either the first sees that the
     * loop is closed, or the second sees what was added.
     */

    // any thread
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @SuppressWarnings("UndefinedEquals") // futures of the JDK are equal if they are the same
    void add(CompletableFuture<?> bridge) {
        open.add(bridge);
        var _ = bridge.whenComplete((_, _) -> open.remove(bridge));
        if (closed) {
            fail(bridge);
        }
    }

    /** The loop is closed. Runs what others have hung on the futures, here and now. */
    void close() {
        closed = true;
        for (CompletableFuture<?> bridge : open) {
            fail(bridge);
        }
    }

    private static void fail(CompletableFuture<?> bridge) {
        bridge.completeExceptionally(new IllegalStateException("Event loop is closed, and the coroutine that was handed"
                + " to runCoroutineThreadsafe has not ended; close the loop after the futures of other threads are done"));
    }
}
