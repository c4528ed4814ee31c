package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;

import java.nio.ByteBuffer;
import java.util.List;
import org.asyncio4j.ContextVar;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections in memory, seen from their protocols. */
@ExtendWith(NothingLeft.class)
class MemoryTransportsTest {

    private interface Scene {
        void play(Connected<Recorder> left, Connected<Recorder> right) throws Exception;
    }

    private static void play(Scene scene) {
        play(new MemoryWire(), new MemoryWire(), scene);
    }

    private static void play(MemoryWire toRight, MemoryWire toLeft, Scene scene) {
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

    /** A protocol that goes on writing after the end of its input. */
    private static final class Staying extends Recorder {
        @Override
        public boolean eofReceived() throws Exception {
            super.eofReceived();
            return true;
        }
    }

    @Test
    @Rule("M1")
    void whatIsWritten_arrivesInALaterTick_inOrder() {
        play((left, right) -> {
            assertThat(left.protocol().events()).containsExactly("made");
            assertThat(right.protocol().events()).containsExactly("made");
            left.transport().write(bytes("a"));
            left.transport().writelines(List.of(bytes("b"), bytes("c")));
            assertThat(right.protocol().events()).containsExactly("made");
            sleep(ZERO);
            assertThat(right.protocol().events()).containsExactly("made", "data abc");
            right.transport().write(bytes("back"));
            settle();
            assertThat(left.protocol().events()).containsExactly("made", "data back");
        });
    }

    @Test
    @Rule("M2")
    void capacity_isWhatIsOnTheWay_andTheRestCountsForTheWaterMarks() {
        play(new MemoryWire(10, 4), new MemoryWire(), (left, right) -> {
            left.transport().setWriteBufferLimits(new WriteBufferLimits(2, 5));
            right.transport().pauseReading();
            left.transport().write(bytes("0123456789"));
            assertThat(left.transport().getWriteBufferSize()).isZero();
            left.transport().write(bytes("abcde"));
            assertThat(left.protocol().events()).containsExactly("made");
            left.transport().write(bytes("f"));
            assertThat(left.protocol().events()).containsExactly("made", "pause");
            assertThat(left.transport().getWriteBufferSize()).isEqualTo(6);
            settle();
            assertThat(right.protocol().events()).containsExactly("made");

            right.transport().resumeReading();
            settle();
            assertThat(right.protocol().events()).containsExactly("made", "data 0123", "data 4567", "data 89ab",
                    "data cdef");
            assertThat(left.protocol().events()).containsExactly("made", "pause", "resume");
        });
    }

    @Test
    @Rule("M3")
    void closing_sendsWhatWasWritten_andIsToldToBoth() {
        play(new MemoryWire(4, 100), new MemoryWire(), (left, right) -> {
            left.transport().write(bytes("0123456789"));
            left.transport().close();
            left.transport().close();
            assertThat(left.transport().isClosing()).isTrue();
            settle();
            assertThat(right.protocol().events()).containsExactly("made", "data 0123456789", "eof", "lost null");
            assertThat(left.protocol().events()).containsExactly("made", "lost null");
            left.transport().write(bytes("dropped"));
            assertThat(left.transport().getWriteBufferSize()).isZero();
        });
    }

    @Test
    @Rule("M3")
    void aborting_dropsWhatWaits_butNotWhatIsOnTheWay() {
        play(new MemoryWire(4, 100), new MemoryWire(), (left, right) -> {
            left.transport().write(bytes("0123456789"));
            left.transport().abort();
            settle();
            assertThat(right.protocol().events()).containsExactly("made", "data 0123", "eof", "lost null");
            assertThat(left.protocol().events()).containsExactly("made", "lost null");
        });
    }

    @Test
    @Rule("M3")
    void endOfOutput_leavesTheOtherDirectionOpen() {
        VirtualLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Staying::new);
            pair.left().transport().write(bytes("all"));
            pair.left().transport().writeEof();
            pair.left().transport().writeEof();
            assertThatThrownBy(() -> pair.left().transport().write(bytes("more")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot call write() after write_eof()");
            settle();
            assertThat(pair.right().protocol().events()).containsExactly("made", "data all", "eof");
            pair.right().transport().write(bytes("answer"));
            pair.right().transport().close();
            settle();
            assertThat(pair.left().protocol().events()).containsExactly("made", "data answer", "eof", "lost null");
        });
    }

    @Test
    @Rule("M4")
    void writingToAnEndThatIsGone_isAReset_afterWhatItHasSent() {
        VirtualLoop.run(() -> {
            var pair = memoryTransportPair(Staying::new, Recorder::new);
            pair.right().transport().write(bytes("last words"));
            pair.right().transport().close();
            sleep(ZERO);
            pair.left().transport().write(bytes("to nobody"));
            settle();
            assertThat(pair.left().protocol().events()).containsExactly("made", "data last words",
                    "lost java.net.SocketException: Connection reset by peer");
        });
    }

    @Test
    @Rule("M4")
    void endThatGoesWithoutReading_resetsTheOther() {
        play((left, right) -> {
            right.transport().pauseReading();
            left.transport().write(bytes("unread"));
            settle();
            right.transport().close();
            settle();
            assertThat(left.protocol().events()).containsExactly("made",
                    "lost java.net.SocketException: Connection reset by peer");
            assertThat(right.protocol().events()).containsExactly("made", "lost null");
        });
    }

    private static final class Lending implements BufferedProtocol {
        private final ByteBuffer buffer = ByteBuffer.allocate(3);
        private final StringBuilder got = new StringBuilder();

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            got.append(UTF_8.decode(buffer.flip())).append('|');
        }
    }

    @Test
    void protocolThatLendsItsBuffer_getsWhatItHasRoomFor() {
        VirtualLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Lending::new);
            pair.left().transport().write(bytes("12345"));
            pair.left().transport().close();
            settle();
            assertThat(pair.right().protocol().got).hasToString("123|45|");
        });
    }

    @Test
    void protocolThatFails_losesTheConnection_andIsReported() {
        List<ExceptionContext> reports = VirtualLoop.reportsOf(() -> {
            var pair = memoryTransportPair(Recorder::new, () -> new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    throw new IllegalStateException("fault");
                }
            });
            pair.left().transport().write(bytes("x"));
            settle();
            assertThat(pair.right().protocol().events()).containsExactly("made",
                    "lost java.lang.IllegalStateException: fault");
            assertThat(pair.left().protocol().events()).containsExactly("made", "eof", "lost null");
        });
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.message())
                        .isEqualTo("Fatal error: protocol.data_received() call failed."));
    }

    @Test
    void eachEnd_runsInTheContextOfWhoHasMadeTheConnection() {
        var caller = new ContextVar<String>("caller");
        VirtualLoop.run(() -> {
            caller.set("maker");
            var pair = memoryTransportPair(Recorder::new, () -> new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    note("in the context of the " + caller.get());
                }
            });
            caller.set("writer");
            pair.left().transport().write(bytes("x"));
            pair.left().transport().close();
            settle();
            assertThat(pair.right().protocol().events()).contains("in the context of the maker");
        });
    }

    @Test
    void pausing_keepsTheEndToo_untilReadingGoesOn() {
        play((left, right) -> {
            right.transport().pauseReading();
            assertThat(right.transport().isReading()).isFalse();
            left.transport().write(bytes("x"));
            left.transport().writeEof();
            settle();
            assertThat(right.protocol().events()).containsExactly("made");
            right.transport().resumeReading();
            settle();
            assertThat(right.protocol().events()).containsExactly("made", "data x", "eof", "lost null");
        });
    }

    @Test
    void everyWire_isForOneDirectionOfOneConnection() {
        VirtualLoop.run(() -> {
            var wire = new MemoryWire();
            assertThatThrownBy(() -> memoryTransportPair(Recorder::new, Recorder::new, wire, wire))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("each direction needs a wire of its own, and " + wire + " was given twice");
            var pair = memoryTransportPair(Recorder::new, Recorder::new, wire, new MemoryWire());
            assertThatThrownBy(() -> memoryTransportPair(Recorder::new, Recorder::new, new MemoryWire(), wire))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(wire + " is in use: a wire is one direction of one connection");
            Transport transport = pair.left().transport();
            assertThat(transport).hasToString("<MemoryTransport reading to send=0>");
            assertThat(transport.getExtraInfo("peername")).isNull();
            transport.close();
            settle();
            @Nullable
            Object closed = transport.toString();
            assertThat(closed).isEqualTo("<MemoryTransport closed to send=0>");
        });
    }
}
