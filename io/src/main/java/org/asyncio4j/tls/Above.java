package org.asyncio4j.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** The protocol above a layer of TLS, and what it has been told. */
final class Above {

    private static final Logger LOG = System.getLogger("asyncio");

    // written once
    private final EventLoop loop;
    private final boolean announce;

    // loop thread only
    private StreamProtocol app;
    /** Whether it knows of the connection, or is about to. */
    private boolean known;
    private boolean eofTold;

    /**
     * Creates it.
     *
     * @param announce whether it is to be told that the connection is made; if not, it knows of one already
     */
    Above(EventLoop loop, StreamProtocol app, boolean announce) {
        this.loop = loop;
        this.app = app;
        this.announce = announce;
    }

    StreamProtocol app() {
        return app;
    }

    void app(StreamProtocol next) {
        app = next;
    }

    void tellMade(Transport transport) {
        known = true;
        if (announce) {
            loop.callSoon(Rethrow.undeclared("protocol.connection_made()", () -> app.connectionMade(transport)));
        }
    }

    /** Tells it, once, that nothing more comes. */
    void tellEof() throws Exception {
        if (eofTold || !known) {
            return;
        }
        eofTold = true;
        if (app.eofReceived()) {
            LOG.log(Level.WARNING, "returning true from eof_received() has no effect when using ssl");
        }
    }

    void tellLost(@Nullable Throwable reason) {
        if (known || !announce) {
            loop.callSoon(Rethrow.undeclared("protocol.connection_lost()", () -> app.connectionLost(reason)));
        }
    }
}
