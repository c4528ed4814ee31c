package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Bytes that wait to be read. */
class ByteQueueTest {

    /** Against the plainest model: an array of all bytes that ever went in. */
    @RepeatedTest(50)
    void bytes_comeOutAsTheyWentIn(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var queue = new ByteQueue();
        var in = new ByteArrayOutputStream();
        int out = 0;
        for (int i = 0; i < 500; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] data = new byte[random.nextInt(1 << random.nextInt(15))];
                    random.nextBytes(data);
                    queue.add(data);
                    in.writeBytes(data);
                }
                case 1 -> {
                    ByteBuffer room = queue.lend();
                    byte[] data = new byte[random.nextBoolean() ? room.remaining() : random.nextInt(100)];
                    random.nextBytes(data);
                    room.put(data);
                    if (data.length > 0) {
                        queue.added(data.length);
                    }
                    in.writeBytes(data);
                }
                case 2 -> {
                    int count = random.nextInt(queue.size() + 1);
                    assertThat(queue.take(count)).isEqualTo(Arrays.copyOfRange(in.toByteArray(), out, out + count));
                    out += count;
                }
                default -> {
                    ByteBuffer target = ByteBuffer.allocate(random.nextInt(1000));
                    int count = queue.takeInto(target);
                    assertThat(Arrays.copyOf(target.array(), count))
                            .isEqualTo(Arrays.copyOfRange(in.toByteArray(), out, out + count));
                    out += count;
                }
            }
            assertThat(queue.size()).isEqualTo(in.size() - out);
        }
    }

    @Test
    void find_tellsWhereASeparatorBegins() {
        var queue = new ByteQueue();
        queue.add("xxab;;cd;".getBytes(US_ASCII));
        queue.skip(2);

        assertThat(queue.find(new byte[] {';', ';'}, 0)).isEqualTo(2);
        assertThat(queue.find(new byte[] {';'}, 3)).isEqualTo(3);
        assertThat(queue.find(new byte[] {';'}, 4)).isEqualTo(6);
        assertThat(queue.find(new byte[] {';', ';'}, 3)).isEqualTo(-1);
        assertThat(queue.find(new byte[] {'d', ';', 'x'}, 0)).isEqualTo(-1);
        assertThat(queue.find(new byte[] {'x'}, 0)).isEqualTo(-1);
    }
}
