package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.StreamProtocol;
import org.jspecify.annotations.Nullable;

/** One end of a pipe as a transport: what both ends have in common. */
abstract sealed class PipeTransport extends BasicTransport permits ReadPipeTransport, WritePipeTransport {

    private static final Logger LOG = System.getLogger("asyncio");

    // written once
    private final SelectableChannel channel;

    PipeTransport(EventLoop loop, SelectableChannel channel, StreamProtocol protocol) throws IOException {
        super(loop, protocol);
        this.channel = channel;
        InUse.claim(loop, channel, this);
        channel.configureBlocking(false);
    }

    @Override
    void stop(@Nullable Throwable error) {
        loop.removeChannel(channel);
    }

    @Override
    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, this + ": error on closing", e);
        }
    }

    @Override
    public @Nullable Object getExtraInfo(String name) {
        return Objects.requireNonNull(name, "name").equals("pipe") ? channel : null;
    }

    /** A word for what state the pipe is in. */
    String state() {
        return !channel.isOpen() ? "closed" : closing ? "closing" : "open";
    }
}
