package org.asyncio4j.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
import org.asyncio4j.transport.StreamProtocol;
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
    private final Future<Boolean> handshake;
    private final TlsTransport transport;
    private final FlowControl flow;
    private final boolean announce;

    // loop thread only
    private StreamProtocol app;
    private State state = State.UNWRAPPED;
    private @Nullable Transport below;
    private final Encrypting encrypting;
    private final Decrypting decrypting;
    private @Nullable TimerHandle timer;
    private @Nullable Throwable failure;
    private boolean pumping;
    private boolean again;
    private boolean computing;
    private boolean belowFull;
    private boolean belowPaused;
    /** Whether the protocol above knows of the connection, or is about to. */
    private boolean known;
    private boolean paused;
    private boolean inputEnded;
    private boolean eofTold;
    private boolean lost;
    private int dropped;

    TlsProtocol(EventLoop loop, StreamProtocol app, TlsOptions options, SSLEngine engine, Future<Boolean> handshake,
            boolean announce) {
        this.loop = loop;
        this.app = app;
        this.options = options;
        this.engine = new TlsEngine(engine, data -> Objects.requireNonNull(below).write(data));
        this.encrypting = new Encrypting(this.engine);
        this.decrypting = new Decrypting(this.engine, error -> fail(error, FATAL));
        this.handshake = handshake;
        this.announce = announce;
        this.transport = new TlsTransport(this, options.context());
        this.flow = new FlowControl(loop, transport, () -> this.app);
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
        state = State.HANDSHAKE;
        Duration limit = options.handshakeTimeout();
        timer = loop.callLater(limit, () -> {
            if (state == State.HANDSHAKE) {
                fail(new SocketException("SSL handshake is taking longer than " + TlsOptions.seconds(limit)
                        + " seconds: aborting the connection"), "Fatal error on transport");
            }
        });
        try {
            engine.engine().beginHandshake();
        } catch (IOException e) {
            fail(e, "SSL handshake failed");
        }
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
        if (!handshake.done()) {
            handshake.setException(
                    reason != null ? reason
                            : new SocketException("the connection was closed during the SSL handshake"));
        }
        if (known || !announce) {
            loop.callSoon(Rethrow.undeclared(() -> app.connectionLost(reason)));
        }
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
        switch (engine.handshake()) {
            case DONE -> opened();
            case WANTS_TASKS -> compute();
            case WANTS_INPUT, WANTS_ROOM -> {
                if (inputEnded) {
                    throw new SocketException("Connection reset by peer: it ended its input in the SSL handshake");
                }
            }
        }
    }

    private void opened() {
        stopTimer();
        state = State.WRAPPED;
        transport.know(engine.engine());
        if (announce) {
            loop.callSoon(Rethrow.undeclared(() -> app.connectionMade(transport)));
        }
        known = true;
        paused = true; // until the protocol above knows
        loop.callSoon(() -> {
            if (!handshake.done()) {
                handshake.setResult(true);
            }
        });
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
            outcome = decrypting.deliver(app);
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
        if (eofTold || !known) {
            return;
        }
        eofTold = true;
        try {
            if (app.eofReceived()) {
                LOG.log(Level.WARNING, "returning true from eof_received() has no effect when using ssl");
            }
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
            if (state == State.WRAPPED && !pumping && !computing && !belowFull && encrypting.isEmpty()) {
                encrypting.encrypt(data, () -> !belowFull);
                engine.flush();
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

    /** Encrypts what waits, as long as the transport below has room. */
    private void send() throws IOException {
        if (!computing && (state == State.WRAPPED || state == State.FLUSHING)) {
            encrypting.send(() -> !belowFull);
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
            timer = loop.callLater(options.shutdownTimeout(),
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
        Transport source = below;
        if (source != null && !lost) {
            state = State.OVER;
            forget();
            source.abort();
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
                    .with("protocol", app));
        } else if (loop.getDebug()) {
            LOG.log(Level.DEBUG, this + ": " + message, error);
        }
        if (!handshake.done() && state == State.HANDSHAKE) {
            handshake.setException(error);
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
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
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

    StreamProtocol app() {
        return app;
    }

    void app(StreamProtocol next) {
        app = next;
    }

    @Override
    public String toString() {
        return "<TlsProtocol " + state + " over " + below + ">";
    }
}
