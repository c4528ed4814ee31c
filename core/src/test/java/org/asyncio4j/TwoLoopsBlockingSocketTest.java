package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.asyncio4j.ChildJvm.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The JDK waits for blocking sockets of virtual threads with threads of its own, which it starts when the first is needed.
 * They must not become part of the loop that happened to need them: with its end, all sockets of the process would hang.
 */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class TwoLoopsBlockingSocketTest {

    /** Does nothing before its first read, then reads in another loop and outside of any. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(Asyncio.run(TwoLoopsBlockingSocketTest::exchange));
            System.out.println(Asyncio.run(TwoLoopsBlockingSocketTest::exchange));
            Thread.startVirtualThread(() -> {
                try {
                    System.out.println(exchangeInThreads());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).join();
        }
    }

    @Test
    void twoLoops_oneAfterAnother_canUseBlockingSockets() {
        assertThat(Asyncio.run(TwoLoopsBlockingSocketTest::exchange)).isEqualTo("xy");
        assertThat(Asyncio.run(TwoLoopsBlockingSocketTest::exchange)).isEqualTo("xy");
    }

    @Test
    void twoLoops_inAProcessWhoseFirstSocketIsReadInATask_canUseBlockingSockets() throws Exception {
        Outcome outcome = ChildJvm.run(ChildJvm.sameCarrier(), Program.class);

        assertThat(outcome).isEqualTo(new Outcome(0, List.of("xy", "xy", "xy"), List.of()));
    }

    /** Two tasks that each wait for what the other writes. */
    private static String exchange() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Task<Character> answer = Asyncio.createTask(() -> answer(server));
            Task<Character> question = Asyncio.createTask(() -> ask(server));
            return "" + answer.await() + question.await();
        }
    }

    private static String exchangeInThreads() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread _ = Thread.startVirtualThread(() -> {
                try {
                    char _ = answer(server);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return "x" + ask(server);
        }
    }

    private static char answer(ServerSocket server) throws IOException {
        try (Socket socket = server.accept()) {
            int asked = socket.getInputStream().read();
            socket.getOutputStream().write('y');
            return (char) asked;
        }
    }

    private static char ask(ServerSocket server) throws IOException {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.getOutputStream().write('x');
            return (char) socket.getInputStream().read();
        }
    }
}
