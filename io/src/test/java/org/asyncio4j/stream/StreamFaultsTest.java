package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.stream.Ends.abort;
import static org.asyncio4j.stream.Ends.bytes;
import static org.asyncio4j.stream.Ends.keepLittle;
import static org.asyncio4j.stream.Ends.play;
import static org.asyncio4j.stream.Ends.reset;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What peers and networks do to a stream. Nothing is left of it afterwards, which {@link RealLoop} checks. */
@ExtendWith(NothingLeft.class)
class StreamFaultsTest {

    private static final int MUCH = 2_000_000;
    private static final long HIGH_WATER = 64 * 1024;

    // ---- resets ----

    @Test
    @Rule("I11")
    void resetInTheMiddleOfARead_isThrown_andHidesTheHalf() {
        RealLoop.run(() -> play((client, served) -> {
            served.writer().write(bytes("half"));
            Task<byte[]> reading = createTask(() -> client.reader().readexactly(8));
            awaitReceived(client, 4);
            reset(served);

            assertThatThrownBy(reading::await).isInstanceOf(SocketException.class).hasMessage("Connection reset");
            assertThat(client.reader().exception()).hasMessage("Connection reset");
            assertThatThrownBy(() -> client.reader().read(4)).hasMessage("Connection reset");
            assertThatThrownBy(() -> client.writer().waitClosed()).hasMessage("Connection reset");
        }));
    }

    @Test
    void resetInTheMiddleOfAWrite_failsWhoDrains_andDropsTheRest() {
        RealLoop.run(() -> play((client, served) -> {
            StreamWriter writer = served.writer();
            keepLittle(served);
            writer.write(new byte[10 * MUCH]);
            Task<@Nullable Void> draining = createTask(writer::drain);
            client.reader().readexactly(1000);
            reset(client);

            assertThatThrownBy(draining::await).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::waitClosed).isInstanceOf(IOException.class);
            assertThat(writer.transport().getWriteBufferSize()).isZero();
            writer.write(bytes("to nobody"));
            assertThat(writer.transport().getWriteBufferSize()).as("what is written to nobody").isZero();
            assertThatThrownBy(writer::drain).isInstanceOf(IOException.class);
        }));
    }

    @Test
    void resetByAPeerThatHasSentEverything_doesNotHideIt_ifItWasRead() {
        RealLoop.run(() -> play((client, served) -> {
            served.writer().write(bytes("all"));
            assertThat(client.reader().readexactly(3)).isEqualTo(bytes("all"));
            reset(served);
            assertThatThrownBy(() -> client.reader().read(1)).hasMessage("Connection reset");
        }));
    }

    private static void awaitReceived(Connection connection, int count) {
        while (!connection.reader().toString().startsWith("<StreamReader " + count + " bytes")) {
            sleep(ZERO);
        }
    }

    // ---- half-closed ----

    @Test
    @Rule("I7")
    void eachDirection_endsByItself_afterEverythingInIt() {
        RealLoop.run(() -> play((client, served) -> {
            client.writer().write(new byte[MUCH]);
            client.writer().writeEof();
            served.writer().write(bytes("early"));
            assertThat(served.reader().read()).hasSize(MUCH);
            assertThat(client.reader().readexactly(5)).isEqualTo(bytes("early"));

            served.writer().write(new byte[MUCH]);
            served.writer().writeEof();
            assertThat(client.reader().read()).hasSize(MUCH);
            assertThat(client.reader().atEof()).isTrue();
            assertThat(client.writer().isClosing()).as("closed by whoever uses it, and nobody else").isFalse();
            assertThatThrownBy(() -> client.writer().write(bytes("more"))).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot call write() after write_eof()");

            client.close();
            served.close();
        }));
    }

    // ---- nobody answers ----

    @Test
    void fullBacklog_holdsUpWhoConnects_untilHisTimeout() {
        RealLoop.run(() -> {
            List<Connection> connected = new ArrayList<>();
            try (Server server = startServer((_, writer) -> writer.close(), "127.0.0.1", 0, StreamReader.DEFAULT_LIMIT,
                    ServerOptions.defaults().withBacklog(1).withStartServing(false))) {
                assertThatThrownBy(() -> {
                    while (connected.size() < 100) {
                        timeout(ofMillis(200), () -> connected.add(openConnection("127.0.0.1", server.port())));
                    }
                }).isInstanceOf(TimeoutError.class);

                assertThat(connected).as("those that the system keeps").isNotEmpty();
                server.startServing();
                for (Connection each : connected) {
                    assertThat(each.reader().read()).isEmpty();
                    each.close();
                }
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    @Test
    void slowLoris_holdsUpNobodyElse_andIsSentAwayInTheEnd() {
        RealLoop.run(() -> {
            List<String> trace = new ArrayList<>();
            try (Server server = startServer((reader, writer) -> {
                try (var _ = new Connection(reader, writer)) {
                    trace.add(timeout(ofSeconds(1), () -> reader.readline(UTF_8)));
                } catch (TimeoutError late) {
                    trace.add("sent away");
                }
            }, "127.0.0.1", 0); Connection loris = openConnection("127.0.0.1", server.port())) {
                for (byte each : bytes("a request, byte by byte")) {
                    loris.writer().write(new byte[] {each});
                    try (Connection quick = openConnection("127.0.0.1", server.port())) {
                        quick.writer().write("quick\n", UTF_8);
                        assertThat(quick.reader().read()).isEmpty();
                    }
                }
                assertThat(loris.reader().read()).as("the end, without an answer").isEmpty();
                assertThat(trace).containsOnly("quick\n", "sent away").endsWith("sent away");
            }
        });
    }

    @Test
    void line_byteByByte_isWhole() {
        RealLoop.run(() -> play((client, served) -> {
            Task<String> reading = createTask(() -> served.reader().readline(UTF_8));
            byte[] line = bytes("slow but polite\n");
            for (int i = 0; i < line.length - 1; i++) {
                client.writer().write(new byte[] {line[i]});
                awaitReceived(served, i + 1);
                assertThat(reading.done()).isFalse();
            }
            client.writer().write(bytes("\nnext"));
            assertThat(reading.await()).isEqualTo("slow but polite\n");
            assertThat(served.reader().readexactly(4)).isEqualTo(bytes("next"));
        }));
    }

    @Test
    @Rule("I15")
    void peerThatNeverReads_costsTheHighWaterMarkAndOneChunk_andCanBeAborted() {
        RealLoop.run(() -> play((_, served) -> {
            StreamWriter writer = served.writer();
            keepLittle(served);
            byte[] chunk = new byte[10_000];
            long[] most = {0};
            Task<@Nullable Void> writing = createTask(() -> {
                while (true) {
                    writer.write(chunk);
                    most[0] = Math.max(most[0], writer.transport().getWriteBufferSize());
                    writer.drain();
                }
            });
            assertThatThrownBy(() -> waitFor(writing, ofMillis(200))).isInstanceOf(TimeoutError.class);
            assertThat(most[0]).isBetween(HIGH_WATER, HIGH_WATER + chunk.length);

            writer.close();
            assertThatThrownBy(() -> waitFor(writer::waitClosed, ofMillis(50))).isInstanceOf(TimeoutError.class);
            assertThat(writer.transport().getWriteBufferSize()).as("what is still to be sent").isPositive();
            abort(served);
            writer.waitClosed();
            assertThat(writer.transport().getWriteBufferSize()).isZero();
        }));
    }

    // ---- servers that end ----

    @Test
    @Rule("I20")
    void closeClients_sendsWhatWasWritten() {
        RealLoop.run(() -> {
            Server server = startServer((_, writer) -> writer.write(new byte[MUCH]), "127.0.0.1", 0);
            try (Connection client = openConnection("127.0.0.1", server.port())) {
                client.reader().readexactly(1);
                server.close();
                server.closeClients();
                assertThat(client.reader().read()).hasSize(MUCH - 1);
                server.waitClosed();
            }
        });
    }

    @Test
    @Rule("I20")
    void abortClients_dropsWhatWasWritten() {
        RealLoop.run(() -> {
            Server server = startServer((_, writer) -> writer.write(new byte[20 * MUCH]), "127.0.0.1", 0);
            try (Connection client = openConnection("127.0.0.1", server.port())) {
                client.reader().readexactly(1);
                server.close();
                server.abortClients();
                server.waitClosed();
                assertThat(client.reader().read().length).isLessThan(20 * MUCH - 1);
            }
        });
    }

    @Test
    @Rule("I21")
    void closeAndDrain_letsAWillingClientFinish_andSendsAStubbornOneAway() {
        RealLoop.run(() -> {
            Server server = startServer((reader, writer) -> {
                try (var _ = new Connection(reader, writer)) {
                    writer.write(reader.readline());
                }
            }, "127.0.0.1", 0);
            int port = server.port();
            Connection willing = openConnection("127.0.0.1", port);
            Connection stubborn = openConnection("127.0.0.1", port);
            sleep(ofMillis(20));
            Task<Boolean> draining = createTask(() -> server.closeAndDrain(ofMillis(200)));
            sleep(ZERO);
            assertThatThrownBy(() -> openConnection("127.0.0.1", port)).isInstanceOf(IOException.class);
            willing.writer().write("bye\n", UTF_8);

            assertThat(willing.reader().read()).isEqualTo(bytes("bye\n"));
            assertThat(draining.await()).isFalse();
            assertThat(stubborn.reader().read()).isEmpty();
            willing.close();
            stubborn.close();
        });
    }
}
