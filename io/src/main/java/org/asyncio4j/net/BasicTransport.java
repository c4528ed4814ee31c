package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.FlowControl;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;

/** A transport and its protocol, from the beginning to the end, whatever moves the bytes. */
abstract sealed class BasicTransport implements Transport permits SocketTransport, PipeTransport, MemoryTransport {

    /*
     *   open ----> closing ----> ending ----> lost
     *     |                        ^    next tick: connectionLost, then what is held is given back
     *     +------------------------+    abort, an error
     *
     * A transport stays in "closing" until all is written. A socket whose last bytes were sent in a step of its own is lost
     * in that step, as in asyncio.
     */

    private static final Logger LOG = System.getLogger("asyncio");

    /** So many writes after the end are dropped silently. */
    private static final int SILENT_DROPS = 5;

    // written once
    final EventLoop loop;
    final FlowControl flow;

    // loop thread only
    StreamProtocol protocol;
    boolean closing;
    boolean ending;
    /** Writes after the end, and the end itself. */
    private int dropped;

    BasicTransport(EventLoop loop, StreamProtocol protocol) {
        this.loop = loop;
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.flow = new FlowControl(loop, this, () -> this.protocol);
    }

    /** The protocol knows of the connection. */
    abstract void begin();

    /** Nothing is read any more, though something may still have to be sent. */
    void stopReading() {
        // watches nothing
    }

    /** Nothing is read or written any more, because of the error if there is one. */
    abstract void stop(@Nullable Throwable error);

    /** The protocol knows that the connection is lost. */
    abstract void release();

    /** Schedules what a new connection begins with; the future is done when the protocol knows of it. */
    void start(@Nullable Future<Boolean> started) {
        loop.callSoon(Rethrow.undeclared("protocol.connection_made()", () -> protocol.connectionMade(this)));
        loop.callSoon(this::begin);
        if (started != null) {
            loop.callSoon(() -> {
                if (!started.done()) {
                    started.setResult(true);
                }
            });
        }
    }

    /**
     * Reads for the protocol, into the buffer of the loop or one that the protocol lends. What reads returns how many bytes
     * came; it deals with errors and the end itself.
     */
    void read(ByteBuffer ofLoop, ToIntFunction<ByteBuffer> reading) {
        switch (protocol) {
            case Protocol handed -> {
                if (reading.applyAsInt(ofLoop) > 0) {
                    hand(handed, ReadBuffers.take(ofLoop));
                }
            }
            case BufferedProtocol lending -> lend(lending, reading);
        }
    }

    void hand(Protocol handed, byte[] data) {
        guarded("protocol.data_received()", () -> handed.dataReceived(data));
    }

    void lend(BufferedProtocol lending, ToIntFunction<ByteBuffer> reading) {
        guarded("protocol.get_buffer()", () -> {
            ByteBuffer buffer = lending.getBuffer(-1);
            if (!buffer.hasRemaining()) {
                throw new IllegalStateException("get_buffer() returned an empty buffer");
            }
            int count = reading.applyAsInt(buffer);
            if (count > 0) {
                guarded("protocol.buffer_updated()", () -> lending.bufferUpdated(count));
            }
        });
    }

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
        closing = true;
        markEnding();
        stop(error);
        loop.callSoon(Rethrow.undeclared("protocol.connection_lost()", () -> lose(error)));
    }

    private void markEnding() {
        ending = true;
        dropped++;
    }

    /** The end has come. */
    void lose(@Nullable Throwable error) {
        if (!ending) {
            markEnding();
        }
        try {
            Rethrow.undeclared("protocol.connection_lost()", () -> protocol.connectionLost(error)).run();
        } finally {
            release();
        }
    }

    /** Something was written after the end. */
    void drop(String warning) {
        if (dropped >= SILENT_DROPS) {
            LOG.log(Level.WARNING, warning);
        }
        dropped++;
    }

    /** Whether nothing waits to be sent. */
    boolean isAllSent() {
        return getWriteBufferSize() == 0;
    }

    /** What waited to be sent is sent. */
    void afterSending() {
        if (closing) {
            end(null);
        }
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            stopReading();
            if (isAllSent()) {
                end(null);
            }
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
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, getWriteBufferSize());
    }

    @Override
    public void setProtocol(StreamProtocol next) {
        protocol = Objects.requireNonNull(next, "protocol");
    }

    @Override
    public StreamProtocol getProtocol() {
        return protocol;
    }
}
