package org.asyncio4j.tls;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.TestLoop;
import org.asyncio4j.VoidCoroutine;

/** A client and a server with TLS, joined in memory and in simulated time: every run is the same, and waiting is free. */
final class Joined {

    private final Side client;
    private final Side server;

    private Joined(MemoryTransport left, MemoryTransport right) {
        client = new Side(left);
        server = new Side(right);
    }

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

    /** Two sides that are about to begin. */
    static Joined start(TlsOptions client, TlsOptions server) {
        EventLoop loop = getRunningLoop();
        Joined joined = unstarted();
        joined.client.start(TlsLayer.client(loop, joined.client, client, "localhost", 443));
        joined.server.start(TlsLayer.server(loop, joined.server, server));
        return joined;
    }

    /** Two sides whose layers a test makes. */
    static Joined unstarted() {
        List<MemoryTransport> pair = MemoryTransport.pair();
        return new Joined(pair.getFirst(), pair.getLast());
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

    Side client() {
        return client;
    }

    Side server() {
        return server;
    }

    /** Nothing is left of the connection. */
    void assertOver() {
        settle();
        assertThat(client.below().isLost()).as("the client's end is lost").isTrue();
        assertThat(server.below().isLost()).as("the server's end is lost").isTrue();
        assertThat(client.layer().handshake().done()).isTrue();
        assertThat(server.layer().handshake().done()).isTrue();
    }
}
