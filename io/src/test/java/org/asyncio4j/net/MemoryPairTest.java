package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;

import org.asyncio4j.NothingLeft;
import org.asyncio4j.transport.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class MemoryPairTest {

    private static final class Silent implements Protocol {}

    @Test
    void eachEnd_hasItsTransportAndItsProtocol() {
        VirtualLoop.run(() -> {
            MemoryPair<Recorder, Silent> pair = memoryTransportPair(Recorder::new, Silent::new);
            assertThat(pair.left().protocol().transport()).isSameAs(pair.left().transport());
            assertThat(pair.right().transport().getProtocol()).isSameAs(pair.right().protocol());
            assertThat(pair.left().transport()).isNotSameAs(pair.right().transport());
            pair.left().transport().close();
        });
    }
}
