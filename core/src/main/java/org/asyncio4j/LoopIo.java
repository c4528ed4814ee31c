package org.asyncio4j;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.asyncio4j.spi.Poller;
import org.jspecify.annotations.Nullable;

/** The channels that a loop watches, and what it calls when one of them is ready. */
final class LoopIo {

    /*
     * A channel has at most one reader and one writer, each a handle that is queued in every tick in which the channel
     * is ready: reader first, behind what was ready before, ahead of the timers. Removing or replacing one cancels its
     * handle, so it does not run either if it is queued already.
     *
     * The poller keeps the only reference to what is known of a channel; with the channel's key it goes.
     */

    private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    // written once
    private final BaseEventLoop loop;
    private final Tick tick;
    private final Poller poller;

    LoopIo(BaseEventLoop loop, Tick tick, Poller poller) {
        this.loop = loop;
        this.tick = tick;
        this.poller = poller;
    }

    /** The callbacks of one channel. */
    private final class Watched implements IntConsumer {

        private @Nullable Handle reader;
        private @Nullable Handle writer;

        @Override
        public void accept(int ready) {
            queue(reader, ready & READING);
            queue(writer, ready & WRITING);
        }

        private void queue(@Nullable Handle handle, int ready) {
            if (handle != null && ready != 0) {
                tick.add(handle);
            }
        }

        /** Puts another callback in the place of one; tells whether there was one. */
        boolean replace(int operations, @Nullable Handle next) {
            Handle previous;
            if (operations == READING) {
                previous = reader;
                reader = next;
            } else {
                previous = writer;
                writer = next;
            }
            if (previous == null) {
                return false;
            }
            previous.cancel();
            return true;
        }

        int operations() {
            return (reader == null ? 0 : READING) | (writer == null ? 0 : WRITING);
        }
    }

    Handle addReader(SelectableChannel channel, Runnable callback, Context context) {
        return add(channel, READING, callback, context);
    }

    Handle addWriter(SelectableChannel channel, Runnable callback, Context context) {
        return add(channel, WRITING, callback, context);
    }

    private Handle add(SelectableChannel channel, int operations, Runnable callback, Context context) {
        Objects.requireNonNull(callback, "callback");
        Objects.requireNonNull(context, "context");
        check(channel);
        if ((channel.validOps() & operations) == 0) {
            throw new IllegalArgumentException(
                    channel + " cannot be watched for " + (operations == READING ? "reading" : "writing"));
        }
        if (!channel.isOpen()) {
            throw closed(channel);
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "the socket must be non-blocking: call configureBlocking(false) on " + channel);
        }
        Watched watched = watched(channel);
        if (watched == null) {
            LoopErrors.prepare();
            watched = new Watched();
        }
        var handle = new Handle(loop, callback, context);
        watched.replace(operations, handle);
        try {
            watch(channel, watched);
        } catch (ClosedChannelException _) {
            throw closed(channel);
        }
        return handle;
    }

    boolean removeReader(SelectableChannel channel) {
        return remove(channel, READING);
    }

    boolean removeWriter(SelectableChannel channel) {
        return remove(channel, WRITING);
    }

    private boolean remove(SelectableChannel channel, int operations) {
        check(channel);
        Watched watched = watched(channel);
        if (watched == null || !watched.replace(operations, null)) {
            return false;
        }
        try {
            watch(channel, watched);
        } catch (ClosedChannelException _) {
            // closed by another thread this very moment: it is forgotten all the same
        }
        return true;
    }

    boolean removeChannel(SelectableChannel channel) {
        check(channel);
        Watched watched = watched(channel);
        boolean read = watched != null && watched.replace(READING, null);
        boolean written = watched != null && watched.replace(WRITING, null);
        poller.unwatch(channel);
        return read || written;
    }

    private void check(SelectableChannel channel) {
        Objects.requireNonNull(channel, "channel");
        loop.checkOpen();
        loop.checkThread();
    }

    private @Nullable Watched watched(SelectableChannel channel) {
        return (Watched) poller.watcherOf(channel);
    }

    private void watch(SelectableChannel channel, Watched watched) throws ClosedChannelException {
        poller.watch(channel, watched.operations() & channel.validOps(), watched);
    }

    private static IllegalArgumentException closed(SelectableChannel channel) {
        return new IllegalArgumentException("Invalid file object: " + channel + " is closed");
    }
}
