package org.asyncio4j.transport;

import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;

/**
 * Tells a protocol to pause and to resume as what waits to be sent passes the water marks; for those who write transports.
 * The two calls alternate. What they throw is reported and changes nothing.
 */
public final class FlowControl {

    // written once
    private final EventLoop loop;
    private final BaseTransport transport;
    private final Supplier<? extends BaseProtocol<?>> protocol;

    // loop thread only
    private WriteBufferLimits limits = WriteBufferLimits.defaults();
    private boolean paused;

    /**
     * Creates the flow control of a transport.
     *
     * @param loop the loop of the transport
     * @param transport the transport, named in reports
     * @param protocol gives the protocol that is told
     */
    public FlowControl(EventLoop loop, BaseTransport transport, Supplier<? extends BaseProtocol<?>> protocol) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.transport = Objects.requireNonNull(transport, "transport");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /**
     * Returns the water marks.
     *
     * @return the limits in force
     */
    public WriteBufferLimits limits() {
        return limits;
    }

    /**
     * Sets the water marks.
     *
     * @param next the new limits
     * @param size how much waits now, in bytes
     */
    public void limits(WriteBufferLimits next, long size) {
        limits = Objects.requireNonNull(next, "limits");
        grown(size);
    }

    /**
     * More waits to be sent than before.
     *
     * @param size how much, in bytes
     */
    public void grown(long size) {
        if (!paused && size > limits.high()) {
            paused = true;
            tell("protocol.pause_writing() failed", () -> protocol.get().pauseWriting());
        }
    }

    /**
     * Less waits to be sent than before.
     *
     * @param size how much, in bytes
     */
    public void shrunk(long size) {
        if (paused && size <= limits.low()) {
            paused = false;
            tell("protocol.resume_writing() failed", () -> protocol.get().resumeWriting());
        }
    }

    private interface Call {
        void run() throws Exception;
    }

    private void tell(String failure, Call call) {
        try {
            call.run();
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            loop.callExceptionHandler(ExceptionContext.of(failure)
                    .withException(error)
                    .with("transport", transport)
                    .with("protocol", protocol.get()));
        }
    }
}
