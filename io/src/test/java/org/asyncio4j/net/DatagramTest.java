package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DatagramTest {

    @Test
    void datagram_hasItsBytesAsSuchAndAsText_andWhereItCameFrom() {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9);
        byte[] bytes = "grün".getBytes(UTF_8);
        var datagram = new Datagram(bytes, address);

        assertThat(datagram.data()).isSameAs(bytes);
        assertThat(datagram.data(UTF_8)).isEqualTo("grün");
        assertThat(datagram.address()).isEqualTo(address);
        assertThat(datagram).hasToString("<Datagram of 5 bytes from /127.0.0.1:9>");
    }
}
