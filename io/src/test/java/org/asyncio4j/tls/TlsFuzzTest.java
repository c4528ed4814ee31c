package org.asyncio4j.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.net.MemoryWire;
import org.asyncio4j.transport.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client and a server that are sent bytes at random, and changed copies of what a real peer has sent. Whatever comes, the
 * connection goes on, or ends with one of the errors that are documented; it takes no more memory, and leaves nothing.
 */
@ExtendWith(NothingLeft.class)
class TlsFuzzTest {

    private static final int ROUND = 500;

    @TempDir
    static Path folder;

    static TlsContext trusting;
    static TlsContext serving;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        trusting = TlsContext.client(certificates.authority());
        serving = certificates.context("localhost").withSniCallback(name -> null);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 1", "TLSv1.3, 2"})
    @Rule("L8")
    void anything_isSurvived(String version, int seed) {
        fuzz(version, seed, 500, 20);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"TLSv1.2, 3, 900_000", "TLSv1.3, 4, 100_000"})
    void anything_isSurvived_aMillionTimes(String version, int seed, String inputs) {
        fuzz(version, seed, Integer.parseInt(inputs.replace("_", "")), 250);
    }

    /** One of so many inputs has a whole handshake in it, which is what takes time. */
    private static void fuzz(String version, int seed, int inputs, int rarity) {
        var random = new Random(seed);
        for (int done = 0; done < inputs; done += ROUND) {
            // a loop for each round, so that none grows unseen
            Joined.run(() -> {
                var recorded = new Recorded(version);
                for (int i = 0; i < ROUND; i++) {
                    long inputSeed = random.nextLong();
                    try {
                        attack(recorded, new Random(inputSeed), i % rarity == 0);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("input of seed " + inputSeed + " with " + version, e);
                    }
                }
                assertThat(TlsBuffers.of(getRunningLoop()).free()).isLessThanOrEqualTo(8);
            });
        }
    }

    /** What each side of a real connection sent, from the first byte on. */
    private static final class Recorded {

        private final TlsOptions client;
        private final TlsOptions server = TlsOptions.of(serving);
        private final List<byte[]> ofClient = new ArrayList<>();
        private final List<byte[]> ofServer = new ArrayList<>();

        Recorded(String version) {
            client = TlsOptions.of(trusting.withProtocols(version));
            Joined joined = Joined.start(client, server);
            joined.toServer().distort(data -> remember(data, ofClient));
            joined.toClient().distort(data -> remember(data, ofServer));
            Joined.settle();
            joined.client().write("hello");
            joined.server().write("welcome");
            Joined.settle();
            joined.client().transport().close();
            joined.assertOver();
        }

        private static byte[] remember(byte[] data, List<byte[]> sent) {
            sent.add(data.clone());
            return data;
        }
    }

    /** One input into one side. */
    private static void attack(Recorded recorded, Random random, boolean whole) {
        if (whole && random.nextBoolean()) {
            interfere(recorded, random);
            return;
        }
        Joined joined = new Joined();
        boolean intoServer = random.nextBoolean();
        Side victim = intoServer ? joined.server() : joined.client();
        if (intoServer) {
            joined.layServer(recorded.server);
        } else {
            joined.layClient(recorded.client);
        }
        joined.connect();
        Transport attacker = (intoServer ? joined.client() : joined.server()).below();
        List<byte[]> sent = intoServer ? recorded.ofClient : recorded.ofServer;
        byte[] input = whole ? mutated(sent, random) : random.nextBoolean() ? garbage(random) : broken(sent, random);
        int cut = random.nextInt(input.length + 1);
        attacker.write(ByteBuffer.wrap(input, 0, cut));
        attacker.write(ByteBuffer.wrap(input, cut, input.length - cut));
        Joined.settle();
        attacker.close();
        Joined.settle();
        assertEnded(victim);
    }

    /** Both sides are real, and what one of them sends is changed once. */
    private static void interfere(Recorded recorded, Random random) {
        Joined joined = Joined.start(recorded.client, recorded.server);
        MemoryWire distorted = random.nextBoolean() ? joined.toServer() : joined.toClient();
        int[] left = {random.nextInt(6)};
        distorted.distort(data -> left[0]-- == 0 ? mutated(List.of(data), random) : data);
        Joined.settle();
        joined.client().write("hello");
        joined.server().write("welcome");
        Joined.settle();
        joined.client().below().close();
        joined.server().below().close();
        Joined.settle();
        assertEnded(joined.client());
        assertEnded(joined.server());
    }

    private static void assertEnded(Side side) {
        assertThat(side.isLost()).isTrue();
        assertThat(side.layer().handshake().done()).isTrue();
        if (side.events().isEmpty()) {
            assertThat(side.layer().handshake().exception()).isInstanceOf(IOException.class);
        } else {
            assertThat(side.events()).startsWith("made").endsWith("lost").doesNotHaveDuplicates();
            if (side.lostBy() != null) {
                assertThat(side.lostBy()).isInstanceOf(IOException.class);
            }
        }
        assertThat(side.transport().getWriteBufferSize()).isZero();
    }

    private static byte[] garbage(Random random) {
        byte[] input = new byte[1 + random.nextInt(400)];
        random.nextBytes(input);
        if (random.nextBoolean() && input.length > 9) { // of the form of a record
            int length = random.nextInt(4) == 0 ? random.nextInt(0x4000) : input.length - 5;
            byte[] header = {(byte) (20 + random.nextInt(5)), 3, (byte) random.nextInt(5), (byte) (length >> 8),
                (byte) length, (byte) random.nextInt(21), 0, (byte) ((length - 4) >> 8), (byte) (length - 4)};
            System.arraycopy(header, 0, input, 0, header.length);
        }
        return input;
    }

    /** The beginning of the first message, and something else after it. */
    private static byte[] broken(List<byte[]> parts, Random random) {
        byte[] first = mutated(parts.subList(0, 1), random);
        int at = random.nextInt(Math.min(first.length, 200) + 1);
        return spliced(first, at, first.length, random.nextBoolean() ? garbage(random) : new byte[0]);
    }

    private static byte[] mutated(List<byte[]> parts, Random random) {
        byte[] input = join(parts, random);
        for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            int at = random.nextInt(Math.min(input.length, random.nextBoolean() ? 64 : input.length));
            input = switch (random.nextInt(6)) {
                case 0 -> changed(input, at, (byte) random.nextInt());
                case 1 -> changed(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
                case 2 -> Arrays.copyOf(input, at);
                case 3 -> spliced(input, at, Math.min(input.length, at + 1 + random.nextInt(40)), new byte[0]);
                case 4 -> spliced(input, at, at, garbage(random));
                default -> spliced(input, at, at, Arrays.copyOfRange(input, at, Math.min(input.length, at + 200)));
            };
        }
        return input;
    }

    /** What was sent, sometimes without a part, or with one twice. */
    private static byte[] join(List<byte[]> parts, Random random) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            for (int times = random.nextInt(12) == 0 ? random.nextInt(3) : 1; times > 0; times--) {
                joined.writeBytes(part);
            }
        }
        return joined.toByteArray();
    }

    private static byte[] changed(byte[] input, int at, byte value) {
        byte[] changed = input.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
        var spliced = new ByteArrayOutputStream();
        spliced.write(input, 0, from);
        spliced.writeBytes(between);
        spliced.write(input, to, input.length - to);
        return spliced.toByteArray();
    }
}
