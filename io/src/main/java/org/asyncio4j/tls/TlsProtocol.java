package org.asyncio4j.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.tls.TlsEngine.Outcome;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.FlowControl;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** One connection with TLS, seen from the transport below. */
final class TlsProtocol implements BufferedProtocol {

    /*
     *              connected         handshake is over      close, end of input           all is sent
     *   UNWRAPPED ----------> HANDSHAKE ----------> WRAPPED --------------> FLUSHING --------------> SHUTDOWN
     *                            |                     |                       |                        | goodbye
     *                            |                     |     abort, an error, the time is up            | of the peer
     *                            +---------------------+-----------+-----------+------------------------+--> OVER
     *
     * Everything that happens (bytes, room, a write, the end of a computation) ends in pump(), which does what the state
     * allows until it wants something. What the protocol above does while it is called from there only asks for another
     * round, so the engine is never entered twice, and no buffer of a call is touched by another.
     *
     * The engine's computations (keys, certificates) run in the loop's default executor: each takes milliseconds. Until
     * they are done nothing is read or written; what comes in waits as it came.
     *
     * What the application writes is encrypted only while the transport below has room. So what waits is bounded by the
     * water marks of both, and the peer that does not read stops the writer.
     */

    private enum State {
        UNWRAPPED, HANDSHAKE, WRAPPED, FLUSHING, SHUTDOWN, OVER
    }

    private static final Logger LOG = System.getLogger("asyncio");
    private static final String FATAL = "Fatal error on SSL protocol";
    private static final int SILENT_DROPS = 5;
    private static final long READ_HIGH = 512 * 1024;
    private static final long READ_LOW = READ_HIGH / 4;

    // written once
    private final EventLoop loop;
    private final TlsOptions options;
    private final TlsEngine engine;
    private final Handshake handshake;
    private final Above above;
    private final Encrypting encrypting;
    private final Decrypting decrypting;
    private final TlsTransport transport;
    private final FlowControl flow;

    // loop thread only
    private State state = State.UNWRAPPED;
    private @Nullable Transport below;
    private @Nullable TimerHandle shutdownTimer;
    private @Nullable Throwable failure;
    private boolean pumping;
    private boolean again;
    private boolean computing;
    private boolean belowFull;
    private boolean belowPaused;
    private boolean paused;
    private boolean inputEnded;
    private boolean lost;
    private int dropped;

    /**
     * Creates the protocol.
     *
     * @param above what is told of the decrypted data
     * @param engine an engine for this side
     * @param outcome done when the handshake is over
     */
    TlsProtocol(EventLoop loop, Above above, TlsOptions options, SSLEngine engine, Future<Boolean> outcome) {
        TlsBuffers buffers = TlsBuffers.of(loop);
        this.loop = loop;
        this.above = above;
        this.options = options;
        this.engine = new TlsEngine(engine, buffers, data -> Objects.requireNonNull(below).write(data));
        this.handshake = new Handshake(loop, this.engine, options.context(), !engine.getUseClientMode(), outcome);
        this.encrypting = new Encrypting(this.engine, () -> !belowFull);
        this.decrypting = new Decrypting(this.engine, buffers, error -> fail(error, FATAL));
        this.transport = new TlsTransport(this, options.context());
        this.flow = new FlowControl(loop, transport, above::app);
        this.flow.limits(TlsTransport.DEFAULT_WRITE_LIMITS, 0);
    }

    // ---- called by the transport below ----

    /** Takes bytes of the peer that were received before this was told of the connection. */
    void received(ByteBuffer data) {
        engine.feed(data);
    }

    @Override
    public void connectionMade(Transport connected) {
        below = connected;
        if (state == State.OVER) {
            connected.abort(); // closed before it began
            return;
        }
        state = State.HANDSHAKE;
        handshake.limit(options.handshakeTimeout(), error -> {
            if (state == State.HANDSHAKE) {
                fail(error, "Fatal error on transport");
            }
        });
        pump();
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
        return engine.lend();
    }

    @Override
    public void bufferUpdated(int count) {
        engine.fed(count);
        pump();
    }

    @Override
    public boolean eofReceived() {
        inputEnded = true;
        pump();
        // what has come is still to be read, and what was written to be sent
        return Objects.requireNonNull(below).canWriteEof();
    }

    @Override
    public void pauseWriting() {
        belowFull = true;
    }

    @Override
    public void resumeWriting() {
        belowFull = false;
        pump();
    }

    @Override
    public void connectionLost(@Nullable Throwable error) {
        Throwable reason = failure != null ? failure : error;
        state = State.OVER;
        lost = true;
        forget();
        stopTimer();
        handshake.fail(reason != null ? reason
                : new SocketException("the connection was closed during the SSL handshake"));
        above.tellLost(reason);
    }

    // ---- the pump ----

    private void pump() {
        if (pumping) {
            again = true;
            return;
        }
        pumping = true;
        try {
            do {
                again = false;
                if (below == null || state == State.OVER) {
                    return;
                }
                round();
            } while (again);
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (IOException | RuntimeException e) {
            fail(e, state == State.HANDSHAKE ? "SSL handshake failed" : FATAL);
        } finally {
            pumping = false;
        }
    }

    private void round() throws IOException {
        if (!computing) {
            switch (state) {
                case HANDSHAKE -> shakeHands();
                case WRAPPED -> {
                    read();
                    send();
                }
                case FLUSHING -> {
                    discard();
                    send();
                    finish();
                }
                case SHUTDOWN -> {
                    discard();
                    end();
                }
                case UNWRAPPED, OVER -> throw new IllegalStateException("nothing to do in " + this);
            }
        }
        if (state != State.OVER) {
            engine.flush();
            flow.shrunk(encrypting.size());
            flow.grown(encrypting.size());
            controlReading();
        }
    }

    private void shakeHands() throws IOException {
        switch (handshake.goOn(inputEnded)) {
            case DONE -> opened();
            case WANTS_TASKS -> compute();
            case WANTS_INPUT, WANTS_ROOM -> {
            }
        }
    }

    private void opened() {
        state = State.WRAPPED;
        transport.know(engine.engine(), handshake.context());
        above.tellMade(transport);
        paused = true; // until the protocol above knows
        handshake.succeed();
        resumeReading();
    }

    private void compute() {
        var tasks = engine.tasks();
        computing = true;
        VoidCoroutine work = () -> tasks.forEach(Runnable::run);
        loop.runInExecutor(null, work).addDoneCallback(done -> {
            computing = false;
            Throwable error = done.cancelled() ? null : done.exception();
            if (error != null) {
                fail(error, FATAL);
            }
            pump();
        });
    }

    // ---- reading ----

    private void read() throws IOException {
        Outcome outcome = Outcome.WANTS_ROOM;
        while (outcome == Outcome.WANTS_ROOM && !paused && state == State.WRAPPED) {
            outcome = decrypting.deliver(above.app());
        }
        if (outcome == Outcome.WANTS_TASKS) {
            compute();
        } else if (state == State.WRAPPED && !paused
                && (outcome == Outcome.DONE || (outcome == Outcome.WANTS_INPUT && inputEnded))) {
            inputEnded = true;
            tellEof();
            close();
        }
    }

    private void tellEof() {
        try {
            above.tellEof();
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            fail(error, "Error calling eof_received()");
        }
    }

    void pauseReading() {
        paused = true;
    }

    void resumeReading() {
        loop.callSoon(() -> {
            paused = transport.pausedByApp();
            pump();
        });
    }

    private void controlReading() {
        Transport source = Objects.requireNonNull(below);
        if (!belowPaused && engine.pending() >= READ_HIGH) {
            belowPaused = true;
            source.pauseReading();
        } else if (belowPaused && engine.pending() <= READ_LOW) {
            belowPaused = false;
            source.resumeReading();
        }
    }

    // ---- writing ----

    void write(ByteBuffer data) {
        if (state.compareTo(State.WRAPPED) > 0) {
            if (dropped >= SILENT_DROPS) {
                LOG.log(Level.WARNING, "SSL connection is closed");
            }
            dropped++;
            data.position(data.limit());
            return;
        }
        if (!data.hasRemaining()) {
            return;
        }
        try {
            if (state == State.WRAPPED && isEngineFree() && !belowFull && encrypting.isEmpty()) {
                encrypting.encrypt(data);
                if (!pumping) {
                    engine.flush();
                }
            }
        } catch (IOException | RuntimeException e) {
            data.position(data.limit());
            fail(e, FATAL);
            return;
        }
        if (data.hasRemaining()) {
            encrypting.keep(data);
            pump();
            flow.grown(encrypting.size());
        }
    }

    /** Not while it is in the middle of something. */
    private boolean isEngineFree() {
        return !computing && (!pumping || decrypting.isCalling());
    }

    /** Encrypts what waits, as long as the transport below has room. */
    private void send() throws IOException {
        if (!computing && (state == State.WRAPPED || state == State.FLUSHING)) {
            encrypting.send();
        }
    }

    long backlogSize() {
        return encrypting.size();
    }

    FlowControl flow() {
        return flow;
    }

    // ---- ending ----

    void close() {
        if (state.compareTo(State.WRAPPED) < 0) {
            abort();
        } else if (state == State.WRAPPED) {
            state = State.FLUSHING;
            shutdownTimer = loop.callLater(options.shutdownTimeout(),
                    () -> forceClose(new TimeoutError("SSL shutdown timed out")));
            pump();
        }
    }

    /** What comes now nobody wants, but the peer's goodbye is among it. */
    private void discard() throws IOException {
        Outcome outcome = decrypting.discard();
        if (outcome == Outcome.WANTS_TASKS) {
            compute();
        } else if (outcome == Outcome.DONE) {
            inputEnded = true;
        }
    }

    /** Says goodbye when everything is sent. */
    private void finish() throws IOException {
        if (encrypting.isEmpty() && !belowFull && !computing) {
            engine.sayGoodbye();
            state = State.SHUTDOWN;
            end();
        }
    }

    private void end() {
        if (inputEnded && state == State.SHUTDOWN) {
            tellEof();
            engine.flush();
            state = State.OVER;
            loop.callSoon(Objects.requireNonNull(below)::close);
        }
    }

    void abort() {
        if (!lost) {
            state = State.OVER;
            forget();
            stopTimer();
            if (below != null) {
                below.abort();
            }
        }
    }

    private void fail(Throwable error, String message) {
        if (lost) {
            return;
        }
        if (!(error instanceof IOException)) {
            loop.callExceptionHandler(ExceptionContext.of(message)
                    .withException(error)
                    .with("transport", transport)
                    .with("protocol", above.app()));
        } else if (loop.getDebug()) {
            LOG.log(Level.DEBUG, this + ": " + message, error);
        }
        if (state == State.HANDSHAKE) {
            handshake.fail(error);
        }
        if (below != null && error instanceof IOException && !computing) {
            engine.sayWhatWasWrong();
        }
        forceClose(error);
    }

    private void forceClose(Throwable error) {
        Transport source = below;
        if (source == null || lost) {
            return;
        }
        if (failure == null) {
            failure = error;
        }
        stopTimer();
        state = State.OVER;
        forget();
        if (source.getWriteBufferSize() == 0) {
            source.close(); // the last words may be on their way
        } else {
            source.abort();
        }
    }

    private void forget() {
        encrypting.clear();
        decrypting.clear();
        engine.clear();
    }

    private void stopTimer() {
        handshake.stopTimer();
        if (shutdownTimer != null) {
            shutdownTimer.cancel();
            shutdownTimer = null;
        }
    }

    // ---- what others may know ----

    TlsTransport transport() {
        return transport;
    }

    @Nullable
    Transport below() {
        return below;
    }

    boolean isClosing() {
        return lost || state.compareTo(State.WRAPPED) > 0;
    }

    Above above() {
        return above;
    }

    @Override
    public String toString() {
        return "<TlsProtocol " + state + " over " + below + ">";
    }
}
