package org.asyncio4j.net;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.StreamProtocol;

/** Ends of pipes as transports: {@code import static org.asyncio4j.net.Pipes.*;}. They use the running loop. */
public final class Pipes {

    private Pipes() {}

    /**
     * Takes over the end of a pipe that is read from. At the end of the input the protocol is told of it, and then that the
     * connection is lost; what {@code eofReceived} returns has no meaning here. Writing to the transport is refused.
     *
     * <p><b>Cancellation:</b> the pipe is closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param pipe the end of the pipe, the transport's from now on
     * @return the connection; its protocol knows of it
     * @throws IOException if the pipe is closed
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static <P extends StreamProtocol> Connected<P> connectReadPipe(Supplier<P> protocolFactory,
            Pipe.SourceChannel pipe) throws IOException {
        Objects.requireNonNull(pipe, "pipe");
        return connect(protocolFactory, pipe, (loop, protocol) -> new ReadPipeTransport(loop, pipe, protocol));
    }

    /**
     * Takes over the end of a pipe that is written to. {@code writeEof} closes it, and reading is refused. Whether the
     * other end is still read from is known when something is written, not before.
     *
     * <p><b>Cancellation:</b> the pipe is closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param pipe the end of the pipe, the transport's from now on
     * @return the connection; its protocol knows of it
     * @throws IOException if the pipe is closed
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static <P extends StreamProtocol> Connected<P> connectWritePipe(Supplier<P> protocolFactory,
            Pipe.SinkChannel pipe) throws IOException {
        Objects.requireNonNull(pipe, "pipe");
        return connect(protocolFactory, pipe, (loop, protocol) -> new WritePipeTransport(loop, pipe, protocol));
    }

    private interface Maker {
        PipeTransport make(EventLoop loop, StreamProtocol protocol) throws IOException;
    }

    private static <P extends StreamProtocol> Connected<P> connect(Supplier<P> protocolFactory,
            SelectableChannel pipe, Maker maker) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        EventLoop loop = Asyncio.getRunningLoop();
        InUse.check(loop, pipe);
        P protocol;
        PipeTransport transport;
        boolean made = false;
        try {
            protocol = protocolFactory.get();
            transport = maker.make(loop, protocol);
            made = true;
        } finally {
            if (!made) {
                pipe.close();
            }
        }
        Future<Boolean> started = loop.createFuture();
        transport.start(started);
        Beginning.await(started, transport::abort);
        return new Connected<>(transport, protocol);
    }
}
