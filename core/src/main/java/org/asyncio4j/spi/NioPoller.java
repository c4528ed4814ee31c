package org.asyncio4j.spi;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sleeps in a selector if it watches channels, else simply parks its thread. */
final class NioPoller implements Poller {

    /*
     * Sleeping and waking. A loop without channels needs no selector: parking is several microseconds cheaper to wake
     * from, and a program that never does I/O opens none. A wake-up must work in both cases, and also if it comes before
     * the sleep, or while the sleep turns from one kind to the other:
     *
     *   poll:    sleeper = this thread; then look at woken; then park          then sleeper = null, woken = false
     *   poll:    look at woken; then select                                   then woken = false
     *   wakeup:  woken = true; then look at sleeper, and unpark it; without one look at selector, and wake that
     *
     * All three are volatile. Either the poll sees woken and does not sleep, or the wake-up sees what the poll wrote
     * before it looked: the sleeper, whose permit makes park return even if it comes first, or the selector, which
     * watch() has written long before, and which remembers a wake-up as well. What is left over of a wake-up, a permit or
     * a selector that was woken, makes a later sleep return early, which it may. A wake-up that poll forgets with
     * woken = false came before that, so whoever called poll sees what was done before the wake-up.
     *
     * The keys of channels:
     *
     *             watch(ops)              watch(0)             poll
     *   unknown ------------> watched -------------> idle ------------> unknown
     *      ^                     |   ^                 |
     *      |       unwatch       |   +--- watch(ops) --+
     *      +---------------------+
     *
     * A key is the state: none, one with interest, one without. Who waits for one event at a time comes back in the tick
     * in which he was told, so a key without interest is kept until the next poll. A cancelled key stays with its
     * channel until the selector has looked once more, and so long the channel is not really closed: unwatch makes it
     * look.
     */

    private static final long NANOS_PER_MILLI = 1_000_000;

    // written once, by the loop thread, when a channel is watched; read by any
    private volatile @Nullable Selector selector;

    // any thread
    private volatile boolean woken;
    /** The thread that parks. */
    private volatile @Nullable Thread sleeper;

    // loop thread only
    /** The keys that have lost their interest since the last poll; some have regained it. */
    private final List<SelectionKey> idle = new ArrayList<>();
    private boolean watching;

    @Override
    public void poll(long timeoutNanos) {
        Selector channels = selector;
        if (watching && channels != null) {
            select(channels, timeoutNanos);
        } else if (timeoutNanos > 0) {
            park(timeoutNanos);
        }
        if (woken) {
            woken = false;
        }
    }

    private void park(long timeoutNanos) {
        sleeper = Thread.currentThread();
        if (!woken) {
            if (timeoutNanos == FOREVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, MILLISECONDS.toNanos(wholeMillis(timeoutNanos)));
            }
        }
        sleeper = null;
    }

    private void select(Selector channels, long timeoutNanos) {
        forgetIdle();
        try {
            if (timeoutNanos <= 0 || woken) {
                channels.selectNow(NioPoller::tell);
            } else if (timeoutNanos == FOREVER) {
                channels.select(NioPoller::tell);
            } else {
                channels.select(NioPoller::tell, wholeMillis(timeoutNanos));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching = !channels.keys().isEmpty();
    }

    /**
     * Rounded up: a loop woken a moment early would find nothing due and sleep again at once; and so that deadlines that
     * are close together share one sleep.
     */
    private static long wholeMillis(long nanos) {
        return Math.ceilDiv(nanos, NANOS_PER_MILLI);
    }

    private void forgetIdle() {
        if (idle.isEmpty()) {
            return;
        }
        for (SelectionKey key : idle) {
            if (key.isValid() && key.interestOps() == 0) {
                key.cancel();
            }
        }
        idle.clear();
    }

    private static void tell(SelectionKey key) {
        try {
            ((IntConsumer) key.attachment()).accept(key.readyOps());
        } catch (CancelledKeyException _) {
            // another thread has closed the channel this very moment: there is nothing to tell
        }
    }

    @Override
    public void watch(SelectableChannel channel, int operations, IntConsumer watcher) throws ClosedChannelException {
        Selector channels = opened();
        SelectionKey key = channel.keyFor(channels);
        if (key != null && !key.isValid()) {
            flush(channels); // else it could not be registered anew
            key = null;
        }
        if (key == null) {
            watching = true;
            key = channel.register(channels, operations, watcher);
        } else {
            key.attach(watcher);
            try {
                key.interestOps(operations);
            } catch (CancelledKeyException _) {
                throw new ClosedChannelException();
            }
        }
        if (operations == 0) {
            idle.add(key);
        }
    }

    private Selector opened() {
        Selector channels = selector;
        if (channels == null) {
            try {
                channels = Selector.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            selector = channels;
        }
        return channels;
    }

    @Override
    public @Nullable IntConsumer watcherOf(SelectableChannel channel) {
        Selector channels = selector;
        SelectionKey key = channels == null ? null : channel.keyFor(channels);
        return key == null || !key.isValid() ? null : (IntConsumer) key.attachment();
    }

    @Override
    public void unwatch(SelectableChannel channel) {
        Selector channels = selector;
        SelectionKey key = channels == null ? null : channel.keyFor(channels);
        if (channels != null && key != null) {
            key.cancel();
            flush(channels);
        }
    }

    private void flush(Selector channels) {
        try {
            channels.selectNow(_ -> {}); // what is ready now is still ready in the next poll
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching = !channels.keys().isEmpty();
    }

    @Override
    public boolean isWatching() {
        return watching;
    }

    @Override
    public void wakeup() {
        woken = true;
        Thread parked = sleeper;
        Selector channels = selector;
        if (parked != null) {
            LockSupport.unpark(parked);
        } else if (channels != null) {
            channels.wakeup();
        }
    }

    @Override
    public void close() {
        Selector channels = selector;
        if (channels == null) {
            return;
        }
        try {
            channels.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
