package org.asyncio4j.tls;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.function.Consumer;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.tls.TlsEngine.Outcome;
import org.jspecify.annotations.Nullable;

/** The beginning of a connection with TLS: until both sides agree, or the time is up. */
final class Handshake {

    // written once
    private final EventLoop loop;
    private final TlsEngine engine;
    private final boolean serverSide;
    private final Future<Boolean> outcome;

    // loop thread only
    private TlsContext context;
    /** Whether the engine stands; before, a server waits for the name that the client asks for. */
    private boolean begun;
    private @Nullable TimerHandle timer;

    Handshake(EventLoop loop, TlsEngine engine, TlsContext context, boolean serverSide, Future<Boolean> outcome) {
        this.loop = loop;
        this.engine = engine;
        this.context = context;
        this.serverSide = serverSide;
        this.outcome = outcome;
    }

    /** Limits the time; the error says so. */
    void limit(Duration limit, Consumer<IOException> tooLate) {
        timer = loop.callLater(limit,
                () -> tooLate.accept(new SocketException("SSL handshake is taking longer than "
                        + TlsOptions.seconds(limit) + " seconds: aborting the connection")));
    }

    /** What the connection is made with; another than at first if the name that a client asks for decides. */
    TlsContext context() {
        return context;
    }

    /** Goes on as far as it can. */
    Outcome goOn(boolean inputEnded) throws IOException {
        Outcome reached = begun || begin() ? engine.handshake() : Outcome.WANTS_INPUT;
        if (inputEnded && (reached == Outcome.WANTS_INPUT || reached == Outcome.WANTS_ROOM)) {
            throw new SocketException("Connection reset by peer: it ended its input in the SSL handshake");
        }
        return reached;
    }

    private boolean begin() throws IOException {
        if (serverSide && context.choosesByName()) {
            ClientHello hello = ClientHello.in(engine.waiting());
            if (!hello.isComplete()) {
                return false;
            }
            if (hello.serverName() != null) {
                TlsContext chosen = context.chosenFor(hello.serverName());
                if (chosen != context) {
                    context = chosen;
                    engine.engine(chosen.engine(true, "", TlsLayer.NO_PORT));
                }
            }
        }
        engine.engine().beginHandshake();
        begun = true;
        return true;
    }

    /** It is over; those who wait hear of it in the next tick. */
    void succeed() {
        stopTimer();
        loop.callSoon(() -> {
            if (!outcome.done()) {
                outcome.setResult(true);
            }
        });
    }

    /** It is over by an error, unless it was over before. */
    void fail(Throwable error) {
        stopTimer();
        if (!outcome.done()) {
            outcome.setException(error);
        }
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
