package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;
import static org.asyncio4j.net.Net.sendfile;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncio4j.NothingLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeft.class)
class SendfileNotAvailableErrorTest {

    @Test
    void transportThatIsNoSocket_isNamed_ifTheFileMayNotBeCopied(@TempDir Path folder) {
        VirtualLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (FileChannel file = FileChannel.open(Files.writeString(folder.resolve("file"), "0123456789"))) {
                assertThatThrownBy(() -> sendfile(pair.left().transport(), file, 0, 10, false))
                        .isInstanceOf(SendfileNotAvailableError.class)
                        .hasMessage("fallback is disabled and native sendfile is not supported for transport "
                                + pair.left().transport());
            }
            pair.left().transport().close();
        });
    }
}
