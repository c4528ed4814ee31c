package org.asyncio4j.net;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.StreamProtocol;
import org.jspecify.annotations.Nullable;

/** One end of a pipe as a transport: what both ends have in common. */
abstract sealed class PipeTransport extends BasicTransport permits ReadPipeTransport, WritePipeTransport {

    // written once
    private final SelectableChannel channel;

    PipeTransport(EventLoop loop, SelectableChannel channel, StreamProtocol protocol) throws IOException {
        super(loop, protocol);
        this.channel = channel;
        channel.configureBlocking(false);
        InUse.claim(loop, channel, this);
    }

    @Override
    void stop(@Nullable Throwable error) {
        loop.removeChannel(channel);
    }

    @Override
    void release() {
        InUse.close(loop, channel, this);
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
