package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncio4j.EventLoop;
import org.asyncio4j.LoopLocal;
import org.asyncio4j.transport.BaseTransport;
import org.jspecify.annotations.Nullable;

/**
 * Which channels of a loop belong to a transport or a server. Whoever reads or writes one of a transport besides takes bytes
 * away from the other. What is left open is closed with the loop, as nobody can close it properly any more.
 */
final class InUse implements AutoCloseable {

    private static final Logger LOG = System.getLogger("asyncio");

    private static final LoopLocal<InUse> OF_LOOPS = LoopLocal.withInitial(InUse::new);

    // loop thread only
    private final Map<SelectableChannel, Object> owners = new LinkedHashMap<>();
    private @Nullable EventLoop loop;

    private InUse() {}

    /** The channel is the transport's, until that is closing, or the server's. */
    static void claim(EventLoop loop, SelectableChannel channel, Object owner) {
        InUse known = OF_LOOPS.get(loop);
        known.loop = loop;
        known.owners.put(channel, owner);
    }

    /** Closes the channel of a transport or a server; an error in that is for the log alone. */
    static void close(EventLoop loop, SelectableChannel channel, Object owner) {
        OF_LOOPS.get(loop).owners.remove(channel);
        closeQuietly(channel, owner);
    }

    private static void closeQuietly(SelectableChannel channel, Object owner) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, owner + ": error on closing", e);
        }
    }

    /** Refuses a channel that belongs to a transport. */
    static void check(EventLoop loop, SelectableChannel channel) {
        if (OF_LOOPS.get(loop).owners.get(channel) instanceof BaseTransport transport && !transport.isClosing()) {
            throw new IllegalStateException(
                    channel + " is used by transport " + transport + ": read and write through that");
        }
    }

    /** The loop is closed. In debug mode the log tells what was left open. */
    @Override
    public void close() {
        Map<SelectableChannel, Object> left = new LinkedHashMap<>(owners);
        left.forEach((channel, owner) -> {
            boolean closing = owner instanceof BaseTransport transport && transport.isClosing();
            if (!closing && channel.isOpen() && loop != null && loop.getDebug()) {
                LOG.log(Level.WARNING, "unclosed " + (owner instanceof Server ? "server " : "transport ") + owner);
            }
            if (owner instanceof Server server) {
                server.close();
            } else {
                closeQuietly(channel, owner);
            }
        });
        owners.clear();
    }
}
