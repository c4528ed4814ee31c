package org.asyncio4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A call of the JDK that blocks, with all that it needs, and what makes it return. */
final class ForeignCall implements AutoCloseable {

    /** Code that may throw anything. */
    @FunctionalInterface
    interface Code {
        void run() throws Exception;
    }

    /** What makes the call of a thread return; does not block. */
    @FunctionalInterface
    interface Release {
        void of(Thread blocked) throws Exception;
    }

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private Code call = () -> {};
    private Release release = _ -> {};
    private volatile @Nullable Thread caller;

    /** Sets what blocks, and what ends that; returns this. */
    ForeignCall of(Code blocking, Release ending) {
        call = blocking;
        release = ending;
        return this;
    }

    /** Keeps something to be closed in the end, the newest first. */
    <R extends AutoCloseable> R using(R resource) {
        resources.push(resource);
        return resource;
    }

    /** Starts a platform thread that has to end with this call. */
    Thread thread(Code work) {
        Thread started = Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        AutoCloseable _ = using(started::join);
        return started;
    }

    /** A latch that is open in the end at the latest. */
    CountDownLatch latch() {
        var latch = new CountDownLatch(1);
        AutoCloseable _ = using(latch::countDown);
        return latch;
    }

    /** Makes the call. */
    void run() throws Exception {
        caller = Thread.currentThread();
        call.run();
    }

    /** Makes the call of the other thread return. */
    void release() throws Exception {
        release.of(Objects.requireNonNull(caller, "nobody calls"));
    }

    @Override
    public void close() {
        try {
            while (!resources.isEmpty()) {
                resources.pop().close();
            }
        } catch (Exception e) {
            throw new AssertionError("what the call needed could not be closed", e);
        }
    }
}
