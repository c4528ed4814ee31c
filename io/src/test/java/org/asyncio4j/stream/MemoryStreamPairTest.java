package org.asyncio4j.stream;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.MemoryStreams.memoryStreamPair;

import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.net.MemoryWire;
import org.asyncio4j.net.VirtualLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class MemoryStreamPairTest {

    @Test
    void closingAPair_dropsBothSides() {
        VirtualLoop.run(() -> {
            var stalled = new MemoryWire();
            stalled.stall();
            var pair = memoryStreamPair(stalled, new MemoryWire());
            Task<byte[]> reading = createTask(() -> pair.right().reader().read());
            pair.left().writer().write(new byte[1_000_000]);
            sleep(ofSeconds(1));
            pair.close();
            assertThat(reading.await()).isEmpty();
            pair.left().writer().waitClosed();
            pair.right().writer().waitClosed();
        });
    }
}
