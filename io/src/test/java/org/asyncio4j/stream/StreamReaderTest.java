package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.transport.ReadTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A reader that is fed by hand. */
@ExtendWith(NothingLeft.class)
class StreamReaderTest {

    private interface Body {
        void run(StreamReader reader) throws Exception;
    }

    private static void withReader(int limit, Body body) {
        VoidCoroutine main = () -> body.run(new StreamReader(limit));
        TestLoop.run(main);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Notes what it is told. */
    private static final class Source implements ReadTransport {
        private final List<String> calls = new ArrayList<>();

        @Override
        public boolean isReading() {
            return true;
        }

        @Override
        public void pauseReading() {
            calls.add("pause");
        }

        @Override
        public void resumeReading() {
            calls.add("resume");
        }

        @Override
        public @Nullable Object getExtraInfo(String name) {
            return null;
        }

        @Override
        public boolean isClosing() {
            return false;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    @Rule("I10")
    void severalSeparators_theOneThatEndsFirstWins_andTheShortestOfThose() {
        withReader(100, reader -> {
            reader.feedData(bytes("a\r\nb\nc\r\nd--e"));
            List<byte[]> ends = List.of(bytes("\r\n"), bytes("\n"), bytes("--"));

            assertThat(reader.readuntil(ends)).asString().isEqualTo("a\r\n");
            assertThat(reader.readuntil(List.of(bytes("\n"), bytes("b\n")))).asString().isEqualTo("b\n");
            assertThat(reader.readuntil(List.of(bytes("d--"), bytes("\r\n")))).asString().isEqualTo("c\r\n");
            assertThat(reader.readuntil(ends)).asString().isEqualTo("d--");
        });
    }

    @Test
    void separatorThatComesInPieces_isFound() {
        withReader(100, reader -> {
            Task<byte[]> reading = createTask(() -> reader.readuntil(bytes("END")));
            for (String piece : List.of("xE", "N", "xEN", "D", "rest")) {
                sleep(ZERO);
                sleep(ZERO);
                reader.feedData(bytes(piece));
            }
            assertThat(reading.await()).asString().isEqualTo("xENxEND");
            assertThat(reader.read(100)).asString().isEqualTo("rest");
        });
    }

    @Test
    void wrongArguments_areRefused() {
        withReader(100, reader -> {
            assertThatThrownBy(() -> reader.readuntil(List.of())).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Separator should contain at least one element");
            assertThatThrownBy(() -> reader.readuntil(List.of(bytes("a"), new byte[0])))
                    .hasMessage("Separator should be at least one-byte string");
            assertThatThrownBy(() -> reader.readexactly(-1))
                    .hasMessage("readexactly size can not be less than zero");
            assertThatThrownBy(() -> new StreamReader(0)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Limit cannot be <= 0");
        });
    }

    @Test
    @Rule("I9")
    void limit_notFound_keepsTheData() {
        withReader(4, reader -> {
            reader.feedData(bytes("abcdefg"));
            assertThatThrownBy(() -> reader.readuntil(bytes("::"))).isInstanceOf(LimitOverrunError.class)
                    .hasMessage("Separator is not found, and chunk exceed the limit")
                    .satisfies(error -> assertThat(((LimitOverrunError) error).consumed()).isEqualTo(6));
            reader.feedEof();
            assertThat(reader.read()).asString().isEqualTo("abcdefg");
        });
    }

    @Test
    @Rule("I9")
    void lineThatIsTooLong_isDropped_asFarAsItHasCome() {
        withReader(4, reader -> {
            reader.feedData(bytes("abcdefg\nok\n"));
            assertThatThrownBy(reader::readline).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Separator is found, but chunk is longer than limit");
            assertThat(reader.readline(UTF_8)).isEqualTo("ok\n");

            reader.feedData(bytes("abcdefg"));
            assertThatThrownBy(reader::readline).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Separator is not found, and chunk exceed the limit");
            reader.feedData(bytes("h\n"));
            assertThat(reader.readline(UTF_8)).isEqualTo("h\n");
        });
    }

    @Test
    void lines_asText_haveNoEnds() {
        withReader(100, reader -> {
            reader.feedData(bytes("a\r\n\nb\nc"));
            reader.feedEof();
            List<String> lines = new ArrayList<>();
            for (String line : reader.lines(UTF_8)) {
                lines.add(line);
            }
            assertThat(lines).containsExactly("a", "", "b", "c");
        });
    }

    @Test
    void readIntoABuffer_takesWhatFits() {
        withReader(100, reader -> {
            reader.feedData(bytes("abcde"));
            ByteBuffer into = ByteBuffer.allocate(3);
            assertThat(reader.read(into)).isEqualTo(3);
            assertThat(reader.read(into)).as("no room").isZero();
            assertThat(reader.read(into.clear())).isEqualTo(2);
            reader.feedEof();
            assertThat(reader.read(into.clear())).isEqualTo(-1);
        });
    }

    @Test
    @Rule("I8")
    void fullBuffer_pausesTheSource_andHalfAnEmptyOneResumesIt() {
        withReader(10, reader -> {
            var source = new Source();
            reader.setTransport(source);
            reader.feedData(new byte[20]);
            assertThat(source.calls).isEmpty();
            reader.feedData(new byte[1]);
            assertThat(source.calls).containsExactly("pause");
            reader.readexactly(10);
            assertThat(source.calls).containsExactly("pause");
            reader.readexactly(1);
            assertThat(source.calls).containsExactly("pause", "resume");
            assertThatThrownBy(() -> reader.setTransport(source)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Transport already set");
        });
    }

    @Test
    @Rule("I8")
    void readerThatWantsMoreThanTheBufferHolds_isNotPausedBefore() {
        withReader(10, reader -> {
            var source = new Source();
            reader.setTransport(source);
            reader.feedData(new byte[25]);
            Task<byte[]> reading = createTask(() -> reader.readexactly(100));
            sleep(ZERO);
            assertThat(source.calls).containsExactly("pause", "resume");
            reader.feedData(new byte[70]);
            sleep(ZERO);
            assertThat(source.calls).containsExactly("pause", "resume");
            reader.feedData(new byte[70]);

            assertThat(reading.await()).hasSize(100);
            assertThat(source.calls).containsExactly("pause", "resume", "pause");
        });
    }

    @Test
    @Rule("I12")
    void readingEverything_cancelled_keepsEverything() {
        withReader(10, reader -> {
            Task<byte[]> reading = createTask(() -> reader.read());
            sleep(ZERO);
            for (int i = 0; i < 5; i++) {
                reader.feedData(bytes("0123456789"));
                sleep(ZERO);
            }
            reading.cancel();
            assertThatThrownBy(reading::await).isInstanceOf(CancelledError.class);
            reader.feedEof();
            assertThat(reader.read()).hasSize(50);
        });
    }

    @Test
    @Rule("I11")
    void storedError_hidesTheData() {
        withReader(10, reader -> {
            reader.feedData(bytes("data"));
            reader.setException(new IOException("lost"));
            assertThatThrownBy(() -> reader.read(1)).isInstanceOf(IOException.class).hasMessage("lost");
        });
    }

    @Test
    void feedingAfterTheEnd_isRefused() {
        withReader(10, reader -> {
            reader.feedEof();
            assertThatThrownBy(() -> reader.feedData(bytes("x"))).isInstanceOf(IllegalStateException.class)
                    .hasMessage("feed_data after feed_eof");
            assertThat(reader).hasToString("<StreamReader eof limit=10>");
        });
    }
}
