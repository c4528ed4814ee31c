package org.asyncio4j.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.asyncio4j.Coroutine;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many connections on one loop, and few for long. */
@ExtendWith(NothingLeft.class)
class StreamLoadTest {

    private static final int BLOCK = 1024;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        try (var _ = new Connection(reader, writer)) {
            for (byte[] data = reader.read(1 << 16); data.length > 0; data = reader.read(1 << 16)) {
                writer.write(data);
                writer.drain();
            }
        }
    }

    // ---- many ----

    @Test
    void thousandConnections_exchangeData() {
        RealLoop.run(() -> exchange(500));
    }

    @Test
    @Tag("slow")
    void tenThousandConnections_exchangeData() {
        RealLoop.run(() -> exchange(5_000));
    }

    /** The loop has twice as many connections, for it has both ends of each. */
    private static void exchange(int count) throws IOException {
        try (Server server = startServer(StreamLoadTest::echo, "127.0.0.1", 0)) {
            long before = heap();
            List<Connection> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(openConnection("127.0.0.1", server.port()));
            }
            askAll(clients, 1);
            System.out.printf("%d open connections on one loop, every second one with a task that waits for it: "
                    + "%d bytes of heap each%n", 2 * count, (heap() - before) / (2L * count));
            askAll(clients, 2);
            for (Connection client : clients) {
                client.close();
            }
            assertThat(server.closeAndDrain(GRACE)).isTrue();
        }
    }

    /** All ask before the first is answered. */
    private static void askAll(List<Connection> clients, int round) throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).writer().write(ByteBuffer.allocate(8).putInt(round).putInt(i).flip());
        }
        for (int i = 0; i < clients.size(); i++) {
            ByteBuffer answer = ByteBuffer.wrap(clients.get(i).reader().readexactly(8));
            assertThat(answer.getInt()).isEqualTo(round);
            assertThat(answer.getInt()).isEqualTo(i);
        }
    }

    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    // ---- long ----

    @Test
    void hundredConnections_getBackWhatTheySend_aThousandTimesInAll() {
        RealLoop.run(() -> echoThrough(100, rounds -> rounds < 10));
    }

    @Test
    @Tag("slow")
    void hundredConnections_getBackWhatTheySend_forAMinute() {
        RealLoop.run(() -> {
            Duration end = getRunningLoop().time().plusMinutes(1);
            echoThrough(100, _ -> getRunningLoop().time().compareTo(end) < 0);
        });
    }

    private interface Going {
        boolean on(int rounds);
    }

    private static void echoThrough(int connections, Going going) throws IOException {
        try (Server server = startServer(StreamLoadTest::echo, "127.0.0.1", 0)) {
            List<Coroutine<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int seed = i;
                clients.add(() -> echoed(server.port(), seed, going));
            }
            List<Integer> rounds = await(gather(clients));
            assertThat(rounds).allMatch(count -> count > 0);
            System.out.printf("%d connections sent and got back %d blocks of %d bytes%n", connections,
                    rounds.stream().mapToInt(Integer::intValue).sum(), BLOCK);
            assertThat(server.closeAndDrain(GRACE)).isTrue();
        }
    }

    /** Sends blocks without waiting for each; how many came back. */
    private static int echoed(int port, int seed, Going going) throws IOException {
        var sent = new CRC32C();
        var got = new CRC32C();
        try (Connection connection = openConnection("127.0.0.1", port)) {
            Task<Integer> sending = createTask(() -> {
                var random = new Random(seed);
                byte[] block = new byte[BLOCK];
                int rounds = 0;
                for (; going.on(rounds); rounds++) {
                    random.nextBytes(block);
                    sent.update(block);
                    connection.writer().write(block);
                    connection.writer().drain();
                    sleep(Duration.ZERO);
                }
                connection.writer().writeEof();
                return rounds;
            });
            long length = 0;
            for (byte[] data = connection.reader().read(1 << 16); data.length > 0; data = connection.reader()
                    .read(1 << 16)) {
                got.update(data);
                length += data.length;
            }
            int rounds = sending.await();
            assertThat(length).isEqualTo((long) rounds * BLOCK);
            assertThat(got.getValue()).as("checksum of connection %d", seed).isEqualTo(sent.getValue());
            return rounds;
        }
    }
}
