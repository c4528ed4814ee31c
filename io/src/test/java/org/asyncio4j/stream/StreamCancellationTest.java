package org.asyncio4j.stream;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.stream.Ends.bytes;
import static org.asyncio4j.stream.Ends.keepLittle;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.openUnixConnection;
import static org.asyncio4j.stream.Streams.startServer;
import static org.asyncio4j.stream.Streams.startUnixServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.net.EveryTick;
import org.asyncio4j.net.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call of a stream that waits, cancelled in every tick in which it can be. */
@ExtendWith(NothingLeft.class)
class StreamCancellationTest {

    private static final int MUCH = 1_000_000;
    private static final String SENT = "one line\nand a rest that has no end";

    /** The calls of a reader that wait. */
    enum Read {
        UP_TO_SIX {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.read(6);
            }
        },
        INTO_A_BUFFER {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                ByteBuffer into = ByteBuffer.allocate(6);
                int count = reader.read(into);
                return Arrays.copyOf(into.array(), count);
            }
        },
        EVERYTHING {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.read();
            }
        },
        EXACTLY {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.readexactly(20);
            }
        },
        UNTIL {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.readuntil(bytes("rest"));
            }
        },
        UNTIL_ONE_OF {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.readuntil(List.of(bytes("rest"), bytes("that")));
            }
        },
        LINE {
            @Override
            byte[] from(StreamReader reader) throws IOException {
                return reader.readline();
            }
        },
        ITERATION {
            @Override
            byte[] from(StreamReader reader) {
                return reader.iterator().next();
            }
        };

        abstract byte[] from(StreamReader reader) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    @Rule("I12")
    void read_takesEverythingOrNothing(Read read) {
        EveryTick.cancelAt(trial -> Ends.play((client, served) -> {
            VoidCoroutine inTwoPieces = () -> {
                served.writer().write(bytes(SENT.substring(0, 12)));
                served.writer().write(bytes(SENT.substring(12)));
                served.writer().writeEof();
            };
            byte[] first = trial.cancel(() -> read.from(client.reader()), inTwoPieces);

            var all = new ByteArrayOutputStream();
            if (first != null) {
                all.writeBytes(first);
            }
            all.writeBytes(client.reader().read());
            assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo(SENT);
            assertThat(client.reader().atEof()).isTrue();
        }));
    }

    @Test
    @Rule("I14")
    void drain_sendsEverythingAllTheSame() {
        EveryTick.cancelAt(trial -> Ends.play((client, served) -> {
            keepLittle(served);
            served.writer().write(new byte[MUCH]);
            var reading = new Reading(client);
            trial.cancel(() -> {
                served.writer().drain();
                return true;
            }, reading::begin);

            served.writer().drain();
            served.writer().write(bytes("end"));
            served.writer().close();
            assertThat(reading.result()).hasSize(MUCH + 3);
        }));
    }

    @Test
    @Rule("I14")
    void waitClosed_closesAllTheSame() {
        EveryTick.cancelAt(trial -> Ends.play((client, served) -> {
            keepLittle(served);
            served.writer().write(new byte[MUCH]);
            served.writer().close();
            var reading = new Reading(client);
            trial.cancel(() -> {
                served.writer().waitClosed();
                return true;
            }, reading::begin);

            assertThat(reading.result()).hasSize(MUCH);
            served.writer().waitClosed();
        }));
    }

    @Test
    void closeOfAConnection_closesAllTheSame() {
        EveryTick.cancelAt(trial -> Ends.play((client, served) -> {
            keepLittle(served);
            served.writer().write(new byte[MUCH]);
            var reading = new Reading(client);
            trial.cancel(() -> {
                served.close();
                return true;
            }, reading::begin);
            served.close();

            assertThat(reading.result()).hasSize(MUCH);
        }));
    }

    /** The other side, which reads everything. */
    private static final class Reading {

        private final Connection connection;
        private @Nullable Task<byte[]> task;

        Reading(Connection connection) {
            this.connection = connection;
        }

        void begin() {
            task = createTask(() -> connection.reader().read());
        }

        byte[] result() throws IOException {
            return Objects.requireNonNull(task).await(IOException.class);
        }
    }

    // ---- connecting and serving ----

    @Test
    @Rule("I17")
    void openConnection_isThere_orGone() {
        EveryTick.cancelAt(trial -> {
            try (Server server = startServer(StreamCancellationTest::greet, "127.0.0.1", 0)) {
                greeted(trial.cancel(() -> openConnection("127.0.0.1", server.port()), () -> {}));
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    @Test
    void openConnection_toAName_isThere_orGone() {
        EveryTick.cancelAt(trial -> {
            try (Server server = startServer(StreamCancellationTest::greet, "localhost", 0)) {
                greeted(trial.cancel(() -> openConnection("localhost", server.port()), () -> {}));
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    @Test
    void openUnixConnection_isThere_orGone(@TempDir Path folder) {
        EveryTick.cancelAt(trial -> {
            Path path = folder.resolve("s");
            try (Server server = startUnixServer(StreamCancellationTest::greet, path)) {
                greeted(trial.cancel(() -> openUnixConnection(path), () -> {}));
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    private static void greet(StreamReader reader, StreamWriter writer) {
        writer.write(bytes("hi"));
        try {
            reader.read();
        } catch (IOException gone) {
            // a client that was cancelled goes without reading
        }
        writer.close();
    }

    private static void greeted(@Nullable Connection connection) throws IOException {
        if (connection != null) {
            try (connection) {
                assertThat(connection.reader().readexactly(2)).isEqualTo(bytes("hi"));
            }
        }
    }

    @Test
    void startServer_serves_orHasLetGoOfItsSocket(@TempDir Path folder) {
        EveryTick.cancelAt(trial -> {
            Path path = folder.resolve("s");
            Server server = trial.cancel(() -> startUnixServer(StreamCancellationTest::greet, path), () -> {});
            assertThat(Files.exists(path)).isEqualTo(server != null);
            if (server != null) {
                greeted(openUnixConnection(path));
                server.close();
                server.waitClosed();
            }
        });
    }

    @Test
    @Rule("I18")
    void serveForever_endsWithItsConnections_whereverItIsCancelled() {
        EveryTick.cancelAt(trial -> {
            Server server = startServer(StreamCancellationTest::greet, "127.0.0.1", 0);
            int port = server.port();
            Connection client = openConnection("127.0.0.1", port);
            boolean[] ended = {false};
            trial.cancel(() -> {
                try {
                    server.serveForever();
                } catch (CancelledError cancelled) {
                    if (!ended[0]) {
                        throw cancelled;
                    }
                }
                return true;
            }, () -> {
                ended[0] = true;
                server.close();
            });

            server.close();
            assertThatThrownBy(() -> openConnection("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            client.close();
            server.waitClosed();
        });
    }

    @Test
    void waitClosedOfAServer_leavesItClosing() {
        EveryTick.cancelAt(trial -> {
            Server server = startServer(StreamCancellationTest::greet, "127.0.0.1", 0);
            Connection client = openConnection("127.0.0.1", server.port());
            greetedOnce(client);
            server.close();
            trial.cancel(() -> {
                server.waitClosed();
                return true;
            }, client::close);
            server.waitClosed();
        });
    }

    @Test
    void closeAndDrain_leavesTheServerClosed() {
        EveryTick.cancelAt(trial -> {
            Server server = startServer(StreamCancellationTest::greet, "127.0.0.1", 0);
            Connection client = openConnection("127.0.0.1", server.port());
            greetedOnce(client);
            trial.cancel(() -> server.closeAndDrain(ofSeconds(20)), client::close);
            assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
        });
    }

    private static void greetedOnce(Connection client) throws IOException {
        assertThat(client.reader().readexactly(2)).isEqualTo(bytes("hi"));
    }

    @Test
    @Rule("I23")
    void handler_closesItsConnectionAndNoOther() {
        EveryTick.cancelAt(trial -> {
            Future<Task<?>> handler = getRunningLoop().createFuture();
            try (Server server = startServer((reader, writer) -> {
                if (!handler.done()) {
                    handler.setResult(Objects.requireNonNull(currentTask()));
                }
                greet(reader, writer);
            }, "127.0.0.1", 0)) {
                Connection unlucky = openConnection("127.0.0.1", server.port());
                Task<?> task = handler.await();
                Connection other = openConnection("127.0.0.1", server.port());
                trial.cancel(() -> {
                    task.await();
                    return true;
                }, () -> unlucky.writer().writeEof());

                unlucky.reader().read();
                unlucky.close();
                greeted(other);
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    @Test
    void severalCallsAtOnce_areCancelledTogether() {
        EveryTick.cancelAt(trial -> Ends.play((client, served) -> {
            keepLittle(served);
            served.writer().write(new byte[MUCH]);
            var reading = new Reading(client);
            trial.cancel(() -> gather(() -> {
                served.writer().drain();
                return true;
            }, () -> served.reader().readline().length == 3).await(), () -> {
                reading.begin();
                client.writer().write(bytes("ok\n"));
                client.writer().writeEof();
            });
            served.reader().read();
            served.writer().close();
            assertThat(reading.result()).hasSize(MUCH);
        }));
    }
}
