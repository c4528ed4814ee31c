package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;

import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.transport.WriteBufferLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a wire does to a connection. */
@ExtendWith(NothingLeft.class)
class MemoryWireTest {

    private static final String RESET = "lost java.net.SocketException: Connection reset by peer";

    private final MemoryWire toRight = new MemoryWire(8, 4);
    private final MemoryWire toLeft = new MemoryWire();

    private interface Scene {
        void play(Connected<Recorder> left, Connected<Recorder> right) throws Exception;
    }

    private void play(Scene scene) {
        VirtualLoop.run(() -> {
            MemoryPair<Recorder, Recorder> pair = memoryTransportPair(Recorder::new, Recorder::new, toRight, toLeft);
            scene.play(pair.left(), pair.right());
            pair.left().transport().abort();
            pair.right().transport().abort();
            settle();
        });
    }

    private static void settle() {
        sleep(ofSeconds(1)); // of simulated time: everything that can happen has happened
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> eventsOf(Connected<Recorder> end) {
        return end.protocol().events();
    }

    @Test
    @Rule("M5")
    void reset_comesAfterTheBytes_andIsHeardByBoth() {
        toRight.resetAfter(6);
        play((left, right) -> {
            left.transport().write(bytes("0123456789"));
            right.transport().write(bytes("x"));
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 0123", "data 45", RESET);
            assertThat(eventsOf(left)).containsExactly("made", "data x", RESET);
            assertThat(toRight).hasToString("<MemoryWire 6 bytes arrived, 0 on the way, ended, reset after 6>");
        });
    }

    @Test
    @Rule("M5")
    void reset_isHeardByAnEndThatDoesNotRead() {
        play((left, right) -> {
            right.transport().pauseReading();
            left.transport().write(bytes("0123"));
            toRight.resetAfter(0);
            settle();
            assertThat(eventsOf(right)).containsExactly("made", RESET);
            assertThat(eventsOf(left)).containsExactly("made", RESET);
        });
    }

    @Test
    @Rule("M6")
    void stall_fillsTheWireAndThenTheWriter_untilItIsOver() {
        toRight.stallAfter(6);
        play((left, right) -> {
            left.transport().setWriteBufferLimits(new WriteBufferLimits(0, 5));
            left.transport().write(bytes("0123456789"));
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 0123", "data 45");
            assertThat(left.transport().getWriteBufferSize()).isZero();
            left.transport().write(bytes("abcdefghij"));
            assertThat(left.transport().getWriteBufferSize()).isEqualTo(6);
            left.transport().close();
            settle();
            assertThat(eventsOf(left)).containsExactly("made", "pause");

            toRight.resume();
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 0123", "data 45", "data 6789", "data abcd",
                    "data efgh", "data ij", "eof", "lost null");
            assertThat(eventsOf(left)).containsExactly("made", "pause", "resume", "lost null");
        });
    }

    @Test
    @Rule("M6")
    void stall_beginsWithWhatIsOnTheWay() {
        play((left, right) -> {
            left.transport().write(bytes("01"));
            settle();
            left.transport().write(bytes("23"));
            toRight.stall();
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 01");
        });
    }

    @Test
    @Rule("M7")
    void loss_isToldToNobody() {
        toRight.loseAfter(2);
        play((left, right) -> {
            left.transport().setWriteBufferLimits(new WriteBufferLimits(0, 0));
            left.transport().write(bytes("0123456789abcdef"));
            left.transport().write(bytes("more"));
            right.transport().write(bytes("still there"));
            settle();
            assertThat(left.transport().getWriteBufferSize()).isZero();
            left.transport().close();
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 01");
            assertThat(eventsOf(left)).containsExactly("made", "data still there", "lost null");
        });
    }

    @Test
    @Rule("M7")
    void lossThatBeginsWhileSomethingIsOnTheWay_takesItAlong_andMakesRoom() {
        play((left, right) -> {
            right.transport().pauseReading();
            left.transport().setWriteBufferLimits(new WriteBufferLimits(0, 0));
            left.transport().write(bytes("0123456789"));
            assertThat(eventsOf(left)).containsExactly("made", "pause");
            toRight.loseAfter(1);
            right.transport().resumeReading();
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data 0");
            assertThat(eventsOf(left)).containsExactly("made", "pause", "resume");
        });
    }

    @Test
    @Rule("M8")
    void end_cutsTheOutputShort_andLeavesTheOtherDirection() {
        toRight.endAfter(3);
        VirtualLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, () -> new Recorder() {
                @Override
                public boolean eofReceived() throws Exception {
                    super.eofReceived();
                    return true;
                }
            }, toRight, toLeft);
            pair.left().transport().write(bytes("0123456789"));
            settle();
            assertThat(pair.right().protocol().events()).containsExactly("made", "data 012", "eof");
            pair.right().transport().write(bytes("incomplete"));
            pair.right().transport().close();
            settle();
            assertThat(pair.left().protocol().events()).containsExactly("made", "data incomplete", "eof",
                    "lost null");
        });
    }

    @Test
    @Rule("M9")
    void distortion_changesWhatTravels_andTheNumbersAreOfThat() {
        toRight.distort(data -> data[0] == '-' ? new byte[0] : bytes("<" + new String(data, UTF_8) + ">"));
        toRight.endAfter(7);
        play((left, right) -> {
            left.transport().write(bytes("-gone"));
            left.transport().write(bytes("01"));
            left.transport().write(bytes("23"));
            settle();
            assertThat(eventsOf(right)).containsExactly("made", "data <01>", "data <23", "eof", "lost null");
        });
    }

    @Test
    void everyNumber_isChecked() {
        assertThatThrownBy(() -> new MemoryWire(0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity (0) and chunk (1) must be above 0: a wire that carries nothing is one that stalls"
                        + " after 0 bytes");
        assertThatThrownBy(() -> toRight.endAfter(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fault comes after 0 bytes or more, not -1");
    }
}
