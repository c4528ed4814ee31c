package org.asyncio4j.spi;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a loop sleeps in: returns when the time is up, when a channel that it watches is ready, or when another thread
 * wakes it.
 *
 * <p>A poller need not know channels, as one for a virtual clock does not: it leaves out {@link #watch} and the methods
 * that go with it, and its loop refuses them.
 *
 * <p><b>Threads:</b> the loop sleeps in {@link #poll} and calls {@link #close} on the thread that runs it. {@link #wakeup}
 * is called from any thread. All else, and {@code poll(0)}, is called from whichever thread runs a step of the loop, one
 * at a time, so it must not block.
 */
public interface Poller extends AutoCloseable {

    /** The timeout that means "until woken". */
    long FOREVER = Long.MAX_VALUE;

    /**
     * Sleeps until a channel is ready, {@link #wakeup} is called, the time is up, or the thread is interrupted; tells the
     * watchers of the channels that are ready. A wake-up that came since the previous call makes this one return at once.
     * It may return early for no reason; it must not return late for want of resolution by more than a millisecond.
     *
     * @param timeoutNanos the longest time to sleep; 0 only looks at the channels; {@link #FOREVER} for no limit
     */
    void poll(long timeoutNanos);

    /** Makes the current or the next {@link #poll} return. Never blocks and never throws. */
    void wakeup();

    /**
     * Watches a channel, or watches it for something else than before. Its watcher is told in each {@link #poll} in which
     * the channel is ready, with the operations that are ready; it does not run code of users, and does not call the
     * poller. A channel that is closed is forgotten.
     *
     * @param channel a channel that does not block
     * @param operations those of {@link java.nio.channels.SelectionKey} to watch for; with 0 the poller lets go of the
     *        channel in the next {@link #poll}, unless it is told otherwise before
     * @param watcher who is told; a later call for the same channel replaces it
     * @throws ClosedChannelException if the channel is closed
     * @throws UnsupportedOperationException if this poller cannot watch this channel, or any
     */
    default void watch(SelectableChannel channel, int operations, IntConsumer watcher) throws ClosedChannelException {
        throw new UnsupportedOperationException(
                "the poller " + this + " watches no channels; use a loop in real time for " + channel);
    }

    /**
     * Returns the watcher of a channel.
     *
     * @param channel a channel
     * @return what was given to {@link #watch}, or null if the channel is not watched
     */
    default @Nullable IntConsumer watcherOf(SelectableChannel channel) {
        return null;
    }

    /**
     * Lets go of a channel at once: when this returns, closing it really closes it, and it may be made to block.
     *
     * @param channel a channel; nothing happens if it is not watched
     */
    default void unwatch(SelectableChannel channel) {
        // nothing is ever watched
    }

    /**
     * Tells whether the loop has to look at channels while it is awake. Asked in every tick.
     *
     * @return false if {@code poll(0)} would do nothing
     */
    default boolean isWatching() {
        return false;
    }

    /** Releases what the poller holds of the operating system. A later {@link #wakeup} does nothing. */
    @Override
    void close();

    /**
     * Returns a new poller on a selector of {@code java.nio}, which is opened when a channel is to be watched. Until then,
     * and whenever no channel is watched, a sleeping loop just parks its thread.
     *
     * @return a poller that owns at most one selector; {@link #watch} throws {@link java.io.UncheckedIOException} if the
     *         operating system refuses it
     */
    static Poller nio() {
        return new NioPoller();
    }
}
