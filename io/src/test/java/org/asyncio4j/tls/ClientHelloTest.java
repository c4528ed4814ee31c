package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {

    private static byte[] hello(@Nullable String name, String... versions) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions);
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    private static ClientHello in(byte[] received) {
        return ClientHello.in(ByteBuffer.wrap(received).asReadOnlyBuffer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void name_isFound_whateverItsLetters(String version) throws Exception {
        assertThat(in(hello("www.Example.ORG", version))).isEqualTo(new ClientHello(true, "www.example.org"));
        assertThat(in(hello(null, version))).isEqualTo(new ClientHello(true, null));
    }

    @Test
    void everyBeginning_isIncomplete() throws Exception {
        byte[] hello = hello("example.org", "TLSv1.2", "TLSv1.3");
        for (int length = 0; length < hello.length; length++) {
            assertThat(in(Arrays.copyOf(hello, length))).as("%d of %d bytes", length, hello.length)
                    .isEqualTo(new ClientHello(false, null));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 50, 100, 1000})
    void messageInSeveralRecords_isPutTogether(int size) throws Exception {
        byte[] hello = hello("example.org", "TLSv1.2", "TLSv1.3");
        ByteBuffer records = ByteBuffer.allocate(hello.length * 6);
        for (int at = 5; at < hello.length; at += size) {
            int count = Math.min(size, hello.length - at);
            records.put(hello, 0, 3).putShort((short) count).put(hello, at, count);
        }
        byte[] split = Arrays.copyOf(records.array(), records.position());
        assertThat(in(split)).isEqualTo(new ClientHello(true, "example.org"));
        assertThat(in(Arrays.copyOf(split, split.length - 1)).isComplete()).isFalse();
    }

    @Test
    void whatIsNoHello_hasNoName() {
        ClientHello nameless = new ClientHello(true, null);
        assertThat(in("GET / HTTP/1.1\r\n".getBytes(US_ASCII))).isEqualTo(nameless);
        assertThat(in(new byte[] {22, 3, 1, 0, 0})).as("an empty record").isEqualTo(nameless);
        assertThat(in(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0})).as("another message").isEqualTo(nameless);
        assertThat(in(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0})).as("an empty hello").isEqualTo(nameless);
        assertThat(in(new byte[] {22, 3, 1, 0, 4, 1, (byte) 0xFF, 0, 0})).as("an endless hello").isEqualTo(nameless);
    }

    @Test
    void anything_isReadWithoutAnError() throws Exception {
        var random = new Random(5);
        byte[] hello = hello("example.org", "TLSv1.2", "TLSv1.3");
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = hello.clone();
            for (int change = random.nextInt(5); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            assertThat(in(mutated)).isNotNull();
        }
    }
}
