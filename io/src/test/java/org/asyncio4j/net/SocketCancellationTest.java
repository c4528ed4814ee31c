package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.net.Sockets.getaddrinfo;
import static org.asyncio4j.net.Sockets.sockAccept;
import static org.asyncio4j.net.Sockets.sockConnect;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockRecvInto;
import static org.asyncio4j.net.Sockets.sockSendall;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every call on a bare socket, and the ways to connect, cancelled in every tick in which they can be. */
@ExtendWith(NothingLeft.class)
class SocketCancellationTest {

    @Test
    @Rule("I16")
    void receive_leavesInTheSocketWhatItDidNotTake() {
        EveryTick.cancelAt(trial -> {
            try (Pair pair = Pair.open()) {
                byte[] got = trial.cancel(() -> sockRecv(pair.left(), 3), () -> send(pair.right(), "abcdef"));
                String rest = new String(sockRecv(pair.left(), 100), UTF_8);
                assertThat((got == null ? "" : new String(got, UTF_8)) + rest).isEqualTo("abcdef");
            }
        });
    }

    @Test
    void receiveIntoABuffer_movesItsPositionOnlyIfItTookSomething() {
        EveryTick.cancelAt(trial -> {
            try (Pair pair = Pair.open()) {
                ByteBuffer into = ByteBuffer.allocate(3);
                Integer count = trial.cancel(() -> sockRecvInto(pair.left(), into), () -> send(pair.right(), "abcdef"));
                assertThat(into.position()).isEqualTo(count == null ? 0 : 3);
                String rest = new String(sockRecv(pair.left(), 100), UTF_8);
                assertThat(new String(into.array(), 0, into.position(), UTF_8) + rest).isEqualTo("abcdef");
            }
        });
    }

    @Test
    void send_tellsByThePositionHowMuchWent() {
        byte[] all = new byte[1_000_000];
        new Random(1).nextBytes(all);
        EveryTick.cancelAt(trial -> {
            try (Pair pair = Pair.open()) {
                pair.left().setOption(StandardSocketOptions.SO_SNDBUF, 128 * 1024);
                ByteBuffer data = ByteBuffer.wrap(all);
                List<Task<byte[]>> receiving = new ArrayList<>();
                trial.cancel(() -> {
                    sockSendall(pair.left(), data);
                    return true;
                }, () -> receiving.add(createTask(() -> receiveAll(pair.right()))));

                sockSendall(pair.left(), data);
                pair.left().shutdownOutput();
                assertThat(Arrays.equals(receiving.getFirst().await(), all)).isTrue();
            }
        });
    }

    private static byte[] receiveAll(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] part = sockRecv(channel, 1 << 20); part.length > 0; part = sockRecv(channel, 1 << 20)) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    @Rule("I16")
    void accept_leavesTheConnectionToTheNext() {
        EveryTick.cancelAt(trial -> {
            try (var listening = ServerSocketChannel.open(); var client = SocketChannel.open()) {
                listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
                client.configureBlocking(false);
                SocketChannel accepted = trial.cancel(() -> sockAccept(listening),
                        () -> sockConnect(client, listening.getLocalAddress()));
                try (SocketChannel served = accepted != null ? accepted : sockAccept(listening)) {
                    send(served, "hi");
                    assertThat(sockRecv(client, 100)).isEqualTo("hi".getBytes(UTF_8));
                }
            }
        });
    }

    @Test
    void connect_canBeMadeAgain() {
        EveryTick.cancelAt(trial -> {
            try (var listening = ServerSocketChannel.open(); var client = SocketChannel.open()) {
                listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
                client.configureBlocking(false);
                Boolean connected = trial.cancel(() -> {
                    sockConnect(client, listening.getLocalAddress());
                    return true;
                }, () -> {});
                if (connected == null) {
                    sockConnect(client, listening.getLocalAddress());
                }
                try (SocketChannel served = sockAccept(listening)) {
                    send(served, "hi");
                    assertThat(sockRecv(client, 100)).isEqualTo("hi".getBytes(UTF_8));
                }
            }
        });
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        sockSendall(channel, text.getBytes(UTF_8));
    }

    @Test
    @Rule("I17")
    void happyEyeballs_closeEveryAttempt() {
        ConnectOptions impatient = ConnectOptions.defaults().withHappyEyeballsDelay(ofMillis(0));
        EveryTick.cancelAt(trial -> {
            try (Server server = createServer(Recorder::new, "localhost", 0)) {
                Connected<Recorder> connected = trial
                        .cancel(() -> createConnection(Recorder::new, "localhost", server.port(), impatient), () -> {});
                if (connected != null) {
                    connected.transport().close();
                }
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    @Test
    void lookUp_isForgotten() {
        EveryTick.cancelAt(trial -> {
            trial.cancel(() -> getaddrinfo("localhost", 80), () -> {});
            Task<?> next = createTask(() -> getaddrinfo("localhost", 80));
            next.await();
        });
    }
}
