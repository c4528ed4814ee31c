package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** One end of a pipe as a transport: what both ends have in common. */
abstract sealed class PipeTransport implements Transport permits ReadPipeTransport, WritePipeTransport {

    /*
     *   open ----> closing ----> ending ----> lost
     *     |                        ^    next tick: connectionLost, then the channel is closed
     *     +------------------------+    abort, an error, the end of the input
     *
     * Only an end that is written to stays in "closing", until all is written.
     */

    private static final Logger LOG = System.getLogger("asyncio");

    // written once
    final EventLoop loop;
    private final SelectableChannel channel;

    // loop thread only
    StreamProtocol protocol;
    boolean closing;
    boolean ending;

    PipeTransport(EventLoop loop, SelectableChannel channel, StreamProtocol protocol) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        channel.configureBlocking(false);
    }

    /** Schedules what a new connection begins with; the future is done when the protocol knows of it. */
    void start(Future<Boolean> started) {
        loop.callSoon(Rethrow.undeclared(() -> protocol.connectionMade(this)));
        loop.callSoon(this::begin);
        loop.callSoon(() -> {
            if (!started.done()) {
                started.setResult(true);
            }
        });
    }

    /** The protocol knows of the connection. */
    abstract void begin();

    /** Calls the protocol about data; an error in it ends the connection. */
    void guarded(String what, Rethrow.Call call) {
        try {
            call.run();
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            fatal(error, "Fatal error: " + what + " call failed.");
        }
    }

    void fatal(Throwable error, String message) {
        if (!(error instanceof IOException)) {
            loop.callExceptionHandler(ExceptionContext.of(message)
                    .withException(error)
                    .with("transport", this)
                    .with("protocol", protocol));
        } else if (loop.getDebug()) {
            LOG.log(Level.DEBUG, this + ": " + message, error);
        }
        end(error);
    }

    /** Nothing is read or written from now on; the protocol hears of it in the next tick. */
    void end(@Nullable Throwable error) {
        if (ending) {
            return;
        }
        ending = true;
        closing = true;
        loop.removeChannel(channel);
        loop.callSoon(() -> {
            try {
                Rethrow.undeclared(() -> protocol.connectionLost(error)).run();
            } finally {
                closeChannel();
            }
        });
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, this + ": error on closing", e);
        }
    }

    @Override
    public void abort() {
        end(null);
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void setProtocol(StreamProtocol next) {
        protocol = Objects.requireNonNull(next, "protocol");
    }

    @Override
    public StreamProtocol getProtocol() {
        return protocol;
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
