package org.asyncio4j.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sleeps in a selector, and watches channels with it. */
final class NioPoller implements Poller {

    /*
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
    private static final Consumer<SelectionKey> TELL = NioPoller::tell;

    // written once
    private final Selector selector;

    // loop thread only
    /** The keys that have lost their interest since the last poll; some have regained it. */
    private final List<SelectionKey> idle = new ArrayList<>();
    private boolean watching;

    NioPoller() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void poll(long timeoutNanos) {
        forgetIdle();
        try {
            if (timeoutNanos == FOREVER) {
                selector.select(TELL);
            } else if (timeoutNanos <= 0) {
                selector.selectNow(TELL);
            } else {
                // Rounded up: a loop woken a moment early would find nothing due and poll again at once.
                selector.select(TELL, Math.ceilDiv(timeoutNanos, NANOS_PER_MILLI));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching = !selector.keys().isEmpty();
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
        SelectionKey key = channel.keyFor(selector);
        if (key != null && !key.isValid()) {
            flush(); // else it could not be registered anew
            key = null;
        }
        if (key == null) {
            watching = true;
            key = channel.register(selector, operations, watcher);
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

    @Override
    public @Nullable IntConsumer watcherOf(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        return key == null || !key.isValid() ? null : (IntConsumer) key.attachment();
    }

    @Override
    public void unwatch(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
            flush();
        }
    }

    private void flush() {
        try {
            selector.selectNow(_ -> {}); // what is ready now is still ready in the next poll
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching = !selector.keys().isEmpty();
    }

    @Override
    public boolean isWatching() {
        return watching;
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
