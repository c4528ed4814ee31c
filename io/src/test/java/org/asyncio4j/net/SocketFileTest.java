package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.net.Net.createUnixServer;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncio4j.NothingLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a server removes to make room for its Unix socket. */
@ExtendWith(NothingLeft.class)
class SocketFileTest {

    @TempDir
    private Path folder;

    @Test
    void staleSocket_isReplaced_butNoOtherFile() {
        Path path = folder.resolve("s");
        RealLoop.run(() -> {
            Server old = createUnixServer(Recorder::new, path);
            Server next = createUnixServer(Recorder::new, path);
            old.close();
            assertThat(Files.exists(path)).as("the file is the next one's").isTrue();
            next.close();

            Files.writeString(path, "precious");
            assertThatThrownBy(() -> createUnixServer(Recorder::new, path)).isInstanceOf(BindException.class)
                    .hasMessage("Address '" + path + "' is already in use");
            assertThat(Files.readString(path)).isEqualTo("precious");
        });
    }

    @Test
    void namedPipe_isNoSocket_andStays() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();

        RealLoop.run(() -> assertThatThrownBy(() -> createUnixServer(Recorder::new, pipe))
                .isInstanceOf(BindException.class)
                .hasMessage("Address '" + pipe + "' is already in use"));
        assertThat(Files.exists(pipe)).isTrue();
    }

    @Test
    void socketOfAnotherServer_staysIfTheCallIsRefused() throws Exception {
        Path path = folder.resolve("s");
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            assertThatThrownBy(() -> createUnixServer(Recorder::new, path))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("no running event loop in ");
            assertThatSomebodyServes(path);
            RealLoop.run(() -> assertThatThrownBy(() -> createUnixServer(Recorder::new, path, nothing()))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("options"));
            assertThatSomebodyServes(path);
        }
    }

    private static void assertThatSomebodyServes(Path path) throws IOException {
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @SuppressWarnings("NullAway") // what a program without null checks does
    private static ServerOptions nothing() {
        return null;
    }
}
