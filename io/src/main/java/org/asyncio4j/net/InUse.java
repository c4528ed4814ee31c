package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.Map;
import org.asyncio4j.EventLoop;
import org.asyncio4j.LoopLocal;
import org.asyncio4j.transport.BaseTransport;

/** Which channels of a loop belong to a transport: whoever reads or writes one besides takes bytes away from the other. */
final class InUse {

    private static final Logger LOG = System.getLogger("asyncio");

    private static final LoopLocal<Map<SelectableChannel, BaseTransport>> TRANSPORTS = LoopLocal
            .withInitial(HashMap::new);

    private InUse() {}

    /** The channel is the transport's until that is closing. */
    static void claim(EventLoop loop, SelectableChannel channel, BaseTransport transport) {
        TRANSPORTS.get(loop).put(channel, transport);
    }

    /** Closes the channel of a transport; an error in that is for the log alone. */
    static void close(EventLoop loop, SelectableChannel channel, BaseTransport transport) {
        TRANSPORTS.get(loop).remove(channel);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, transport + ": error on closing", e);
        }
    }

    /** Refuses a channel that belongs to a transport. */
    static void check(EventLoop loop, SelectableChannel channel) {
        BaseTransport transport = TRANSPORTS.get(loop).get(channel);
        if (transport != null && !transport.isClosing()) {
            throw new IllegalStateException(
                    channel + " is used by transport " + transport + ": read and write through that");
        }
    }
}
