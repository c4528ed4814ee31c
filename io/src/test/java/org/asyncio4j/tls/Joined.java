package org.asyncio4j.tls;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;

import java.util.List;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.TestLoop;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.net.MemoryWire;

/** A client and a server with TLS, joined in memory and in simulated time: every run is the same, and waiting is free. */
final class Joined {

    private final Side client = new Side();
    private final Side server = new Side();
    private final MemoryWire toServer = new MemoryWire();
    private final MemoryWire toClient = new MemoryWire();

    /** Runs a test in a loop whose computations are done at once; an error that the loop reports fails it. */
    static void run(VoidCoroutine body) {
        assertThat(reportsOf(body)).as("errors that nobody received").isEmpty();
    }

    static List<ExceptionContext> reportsOf(VoidCoroutine body) {
        return TestLoop.reportsOf(() -> {
            getRunningLoop().setDefaultExecutor(new AtOnce());
            body.run();
        });
    }

    /** Two sides that are about to shake hands. */
    static Joined start(TlsOptions client, TlsOptions server) {
        var joined = new Joined();
        joined.layClient(client);
        joined.layServer(server);
        joined.connect();
        return joined;
    }

    /** Two sides that have shaken hands. */
    static Joined open(TlsOptions client, TlsOptions server) {
        Joined joined = start(client, server);
        settle();
        assertThat(joined.client.events()).containsExactly("made");
        assertThat(joined.server.events()).containsExactly("made");
        return joined;
    }

    /** Lets everything happen that happens without time passing. */
    static void settle() {
        sleep(ofMillis(1));
    }

    /** The client will speak TLS. */
    void layClient(TlsOptions options) {
        client.lay(TlsLayer.client(getRunningLoop(), client, options, "localhost", 443));
    }

    /** The server will speak TLS. */
    void layServer(TlsOptions options) {
        server.lay(TlsLayer.server(getRunningLoop(), server, options));
    }

    /** Connects the two sides; one without a layer has the bare connection. */
    void connect() {
        var pair = memoryTransportPair(client::lowest, server::lowest, toServer, toClient);
        client.standOn(pair.left().transport());
        server.standOn(pair.right().transport());
    }

    Side client() {
        return client;
    }

    Side server() {
        return server;
    }

    /** Carries what the client sends. */
    MemoryWire toServer() {
        return toServer;
    }

    /** Carries what the server sends. */
    MemoryWire toClient() {
        return toClient;
    }

    /** Nothing is left of the connection. */
    void assertOver() {
        settle();
        assertThat(client.isLost()).as("the client's end is lost").isTrue();
        assertThat(server.isLost()).as("the server's end is lost").isTrue();
        assertThat(client.layer().handshake().done()).isTrue();
        assertThat(server.layer().handshake().done()).isTrue();
    }
}
