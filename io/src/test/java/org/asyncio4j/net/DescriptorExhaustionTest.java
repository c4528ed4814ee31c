package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.net.Sockets.sockConnect;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockSendall;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ChildJvm;
import org.asyncio4j.ChildJvm.Outcome;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server in a process that has no descriptor left. */
@ExtendWith(NothingLeft.class)
class DescriptorExhaustionTest {

    private static final int DESCRIPTORS = 64;
    private static final int TERMINATED = 143;

    /** Serves, takes all descriptors itself, and gives them back when the server has complained. */
    static final class Program {

        private static final String COMPLAINT = "socket.accept() out of system resource";

        private Program() {}

        public static void main(String[] arguments) {
            run(Program::serve);
        }

        private static void serve() throws IOException {
            Future<Boolean> complained = getRunningLoop().createFuture();
            noticeOnStandardError(getRunningLoop(), complained);
            List<AutoCloseable> taken = new ArrayList<>();
            try (Server server = startServer(Program::echo, "127.0.0.1", 0);
                    var first = SocketChannel.open();
                    var second = SocketChannel.open()) {
                talk(first, server.port());
                takeAll(taken);
                Task<@Nullable Void> talking = createTask(() -> talk(second, server.port()));
                complained.await();
                System.out.println("complained");
                giveBack(taken);
                talking.await();
                server.serveForever();
            }
        }

        private static void talk(SocketChannel caller, int port) throws IOException {
            caller.configureBlocking(false);
            sockConnect(caller, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            sockSendall(caller, "served".getBytes(UTF_8));
            System.out.println(new String(sockRecv(caller, 100), UTF_8));
        }

        private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
            writer.write(reader.read(100));
        }

        /** The log is the JDK's own, for what it needs of the system is part of the test. */
        private static void noticeOnStandardError(EventLoop loop, Future<Boolean> complained) {
            System.setErr(new PrintStream(System.err, true, UTF_8) {
                @Override
                public void write(byte[] text, int start, int length) {
                    super.write(text, start, length);
                    if (new String(text, start, length, UTF_8).contains(COMPLAINT)) {
                        loop.callSoonThreadsafe(() -> complained.setResult(true));
                    }
                }
            });
        }

        private static void takeAll(List<AutoCloseable> taken) {
            try {
                while (true) {
                    taken.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException none) {
                System.out.println(taken.isEmpty() ? "nothing to take" : "all are taken");
            }
        }

        private static void giveBack(List<AutoCloseable> taken) {
            for (AutoCloseable each : taken) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    @Rule("I22")
    void serverWithoutDescriptors_complainsOnce_servesWhenThereAreSome_andCanBeStopped() throws Exception {
        try (ChildJvm child = ChildJvm.startLimited(DESCRIPTORS, Program.class)) {
            child.awaitLine("served");
            child.awaitLine("all are taken");
            child.awaitLine("complained");
            child.awaitLine("served");
            child.terminate();

            Outcome outcome = child.outcome();
            assertThat(outcome.status()).isEqualTo(TERMINATED);
            assertThat(outcome.err()).filteredOn(line -> line.contains(Program.COMPLAINT)).hasSize(1);
            assertThat(outcome.err()).contains("java.io.IOException: Too many open files");
        }
    }
}
