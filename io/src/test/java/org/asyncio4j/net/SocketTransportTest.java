package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockSendall;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.TransportSocket;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a transport calls, and in which order. Its peer is a bare socket. */
@ExtendWith(NothingLeft.class)
class SocketTransportTest {

    private static final int MUCH = 20_000_000;

    private interface Scene<P> {
        void play(P protocol, Transport transport, SocketChannel peer) throws Exception;
    }

    private static <P extends StreamProtocol> void play(Supplier<P> protocol, Scene<P> scene) throws Exception {
        try (var pair = Pair.open()) {
            Connected<P> connected = createConnection(protocol, pair.left());
            scene.play(connected.protocol(), connected.transport(), pair.right());
            connected.transport().abort();
            sleep(ZERO);
            assertThat(pair.left().isOpen()).isFalse();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    // ---- reading ----

    @Test
    @Rule("I1")
    void data_comesAfterTheConnectionWasMade_andEofAfterTheData() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            sockSendall(peer, bytes("a"));
            recorder.awaitEvent("data a");
            peer.shutdownOutput();
            recorder.awaitEvent("lost null");

            assertThat(recorder.events()).containsExactly("made", "data a", "eof", "lost null");
            assertThat(transport.isClosing()).isTrue();
        }));
    }

    @Test
    @Rule("I3")
    void resetByThePeer_isTheErrorTheConnectionIsLostBy() {
        RealLoop.run(() -> play(Recorder::new, (recorder, _, peer) -> {
            reset(peer);
            while (!recorder.events().getLast().startsWith("lost")) {
                sleep(ofMillis(1));
            }
            assertThat(recorder.events().getLast()).contains("Connection reset");
        }));
    }

    @Test
    @Rule("I4")
    void protocolThatFailsOnData_losesTheConnectionByThatError() {
        var fault = new IllegalStateException("fault");
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> play(() -> new Recorder() {
            @Override
            public void dataReceived(byte[] data) {
                throw fault;
            }
        }, (recorder, _, peer) -> {
            sockSendall(peer, bytes("a"));
            recorder.awaitEvent("lost " + fault);
        }));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Fatal error: protocol.data_received() call failed.");
            assertThat(report.exception()).isSameAs(fault);
            assertThat(report.get("transport")).isInstanceOf(Transport.class);
            assertThat(report.get("protocol")).isInstanceOf(Recorder.class);
        });
    }

    @Test
    @Rule("I4")
    void protocolThatFailsOnTheConnection_isReportedAndConnected() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> play(() -> new Recorder() {
            @Override
            public void connectionMade(Transport made) throws Exception {
                super.connectionMade(made);
                throw new IOException("fault");
            }
        }, (recorder, _, peer) -> {
            sockSendall(peer, bytes("a"));
            recorder.awaitEvent("data a");
        }));
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.message())
                        .isEqualTo("Exception in callback protocol.connection_made()"));
    }

    @Test
    void protocolThatFailsOnTheEnd_isReportedByItsName() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> play(() -> new Recorder() {
            @Override
            public void connectionLost(@Nullable Throwable error) throws Exception {
                super.connectionLost(error);
                throw new IOException("fault");
            }
        }, (recorder, transport, _) -> {
            transport.close();
            recorder.awaitEvent("lost null");
        }));
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.message())
                        .isEqualTo("Exception in callback protocol.connection_lost()"));
    }

    @Test
    void pausedTransport_receivesNothingUntilResumed() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            transport.pauseReading();
            transport.pauseReading();
            assertThat(transport.isReading()).isFalse();
            sockSendall(peer, bytes("a"));
            sleep(ofMillis(20));
            assertThat(recorder.events()).containsExactly("made");

            transport.resumeReading();
            transport.resumeReading();
            recorder.awaitEvent("data a");
        }));
    }

    /** Lends a buffer of three bytes, again and again. */
    private static final class Lending implements BufferedProtocol {
        private final ByteBuffer buffer = ByteBuffer.allocate(3);
        private final StringBuilder received = new StringBuilder();
        private final Event end = new Event();
        private final boolean full;

        Lending(boolean full) {
            this.full = full;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return full ? ByteBuffer.allocate(0) : buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            assertThat(buffer.position()).isEqualTo(count);
            received.append(new String(buffer.array(), 0, count, UTF_8));
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            end.set();
        }
    }

    @Test
    void bufferedProtocol_getsTheBytesInItsOwnBuffer() {
        RealLoop.run(() -> play(() -> new Lending(false), (lending, _, peer) -> {
            sockSendall(peer, bytes("eleven byte"));
            peer.shutdownOutput();
            lending.end.await();
            assertThat(lending.received).hasToString("eleven byte");
        }));
    }

    @Test
    void bufferWithoutRoom_isAFault() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> play(() -> new Lending(true), (lending, _, peer) -> {
            sockSendall(peer, bytes("a"));
            lending.end.await();
        }));
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception()).isInstanceOf(IllegalStateException.class)
                        .hasMessage("get_buffer() returned an empty buffer"));
    }

    // ---- writing ----

    private static int receive(SocketChannel peer, int size) throws IOException {
        int received = 0;
        while (received < size) {
            int count = sockRecv(peer, Math.min(1 << 18, size - received)).length;
            if (count == 0) {
                break;
            }
            received += count;
        }
        return received;
    }

    @Test
    void writing_ofLittle_isDoneAtOnce_andTheArrayIsFree() {
        RealLoop.run(() -> play(Recorder::new, (_, transport, peer) -> {
            byte[] data = bytes("abc");
            transport.write(data);
            data[0] = 'x';
            ByteBuffer buffer = ByteBuffer.wrap(bytes("def"));
            transport.write(buffer);
            assertThat(buffer.hasRemaining()).isFalse();
            transport.writelines(List.of(bytes("g"), new byte[0], bytes("h")));

            assertThat(transport.getWriteBufferSize()).isZero();
            assertThat(new String(sockRecv(peer, 100), UTF_8)).isEqualTo("abcdefgh");
        }));
    }

    @Test
    @Rule("I5")
    void writingMuch_pausesTheProtocolAndResumesIt() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            byte[] data = new byte[MUCH];
            transport.write(data);
            data[MUCH - 1] = 1;
            assertThat(recorder.events()).containsExactly("made", "pause");
            assertThat(transport.getWriteBufferSize()).isPositive();
            transport.write(bytes("end"));

            receive(peer, MUCH - 1);
            byte[] last = sockRecv(peer, 100);
            assertThat(new String(last, UTF_8)).isEqualTo("\0end");
            recorder.awaitEvent("resume");
            assertThat(transport.getWriteBufferSize()).isZero();
        }));
    }

    @Test
    @Rule("I2")
    void protocolThatClosesWhenAllIsSent_hearsOfTheEndOnce() {
        RealLoop.run(() -> play(() -> new Recorder() {
            @Override
            public void resumeWriting() throws Exception {
                super.resumeWriting();
                close();
            }
        }, (recorder, transport, peer) -> {
            transport.setWriteBufferLimits(WriteBufferLimits.ofHigh(0));
            transport.write(new byte[MUCH]);
            receive(peer, MUCH);
            recorder.awaitEvent("lost null");
            sleep(ZERO);
            assertThat(recorder.events()).containsExactly("made", "pause", "resume", "lost null");
        }));
    }

    @Test
    void manySmallWritesThatWait_arriveInOrder() {
        RealLoop.run(() -> play(Recorder::new, (_, transport, peer) -> {
            transport.write(new byte[MUCH]);
            var expected = new StringBuilder();
            for (int i = 0; i < 3000; i++) {
                transport.write(bytes(i + ","));
                transport.writelines(List.of(bytes("-"), bytes(";")));
                expected.append(i).append(",-;");
            }
            receive(peer, MUCH);
            var received = new StringBuilder();
            while (received.length() < expected.length()) {
                received.append(new String(sockRecv(peer, 1 << 18), UTF_8));
            }
            assertThat(received.toString()).isEqualTo(expected.toString());
        }));
    }

    @Test
    @Rule("I5")
    void limits_areCheckedAndTakeEffectAtOnce() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, _) -> {
            assertThat(transport.getWriteBufferLimits()).isEqualTo(new WriteBufferLimits(16_384, 65_536));
            assertThat(WriteBufferLimits.ofLow(10)).isEqualTo(new WriteBufferLimits(10, 40));
            assertThat(WriteBufferLimits.ofHigh(0)).isEqualTo(new WriteBufferLimits(0, 0));
            assertThatThrownBy(() -> new WriteBufferLimits(5, 4)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("high (4) must be >= low (5) must be >= 0");

            transport.setWriteBufferLimits(WriteBufferLimits.ofHigh(2L * MUCH));
            transport.write(new byte[MUCH]);
            assertThat(recorder.events()).containsExactly("made");
            transport.setWriteBufferLimits(WriteBufferLimits.defaults());
            assertThat(recorder.events()).containsExactly("made", "pause");
        }));
    }

    @Test
    @Rule("I5")
    void protocolThatFailsToPause_isReportedAndNothingElse() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> play(() -> new Recorder() {
            @Override
            public void pauseWriting() {
                throw new IllegalStateException("fault");
            }
        }, (recorder, transport, peer) -> {
            transport.write(new byte[MUCH]);
            assertThat(receive(peer, MUCH)).isEqualTo(MUCH);
            recorder.awaitEvent("resume");
        }));
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.message()).isEqualTo("protocol.pause_writing() failed"));
    }

    @Test
    @Rule("I7")
    void writeEof_endsOneDirectionOnly_whenEverythingIsSent() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            transport.write(new byte[MUCH]);
            transport.writeEof();
            transport.writeEof();
            assertThatThrownBy(() -> transport.write(bytes("x"))).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot call write() after write_eof()");
            assertThatThrownBy(() -> transport.writelines(List.of())).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot call writelines() after write_eof()");

            assertThat(receive(peer, MUCH + 1)).isEqualTo(MUCH);
            sockSendall(peer, bytes("answer"));
            recorder.awaitEvent("data answer");
        }));
    }

    // ---- ending ----

    @Test
    @Rule("I2")
    void close_tellsTheProtocolLater_andOnce() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, _) -> {
            transport.close();
            transport.close();
            transport.abort();
            assertThat(transport.isClosing()).isTrue();
            assertThat(recorder.events()).containsExactly("made");
            sleep(ZERO);
            sleep(ZERO);
            transport.close();
            transport.pauseReading();
            transport.resumeReading();
            sleep(ZERO);

            assertThat(recorder.events()).containsExactly("made", "lost null");
        }));
    }

    @Test
    @Rule("I6")
    void close_withDataLeft_sendsItFirst_andWhatIsWrittenMeanwhile() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            transport.write(new byte[MUCH]);
            transport.close();
            transport.write(bytes("end"));
            assertThat(receive(peer, MUCH + 10)).isEqualTo(MUCH + 3);
            recorder.awaitEvent("lost null");
        }));
    }

    @Test
    @Rule("I3")
    void abort_dropsWhatIsLeft() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, _) -> {
            transport.write(new byte[MUCH]);
            transport.abort();
            assertThat(transport.getWriteBufferSize()).isZero();
            recorder.awaitEvent("lost null");
        }));
    }

    @Test
    @Rule("I6")
    void writingToALostConnection_isDropped() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, _) -> {
            transport.abort();
            recorder.awaitEvent("lost null");
            for (int i = 0; i < 3; i++) {
                transport.write(bytes("x"));
            }
            assertThat(transport.getWriteBufferSize()).isZero();
        }));
    }

    @Test
    @Rule("I2")
    void writingToAPeerThatIsGone_losesTheConnection() {
        RealLoop.run(() -> play(Recorder::new, (recorder, transport, peer) -> {
            transport.pauseReading();
            reset(peer);
            while (!recorder.events().getLast().startsWith("lost")) {
                transport.write(new byte[1 << 20]);
                sleep(ofMillis(1));
            }
            assertThat(recorder.events().getLast()).contains("Exception");
        }));
    }

    // ---- what others may know ----

    @Test
    void extraInfo_knowsSocketAndAddresses() {
        RealLoop.run(() -> play(Recorder::new, (_, transport, peer) -> {
            TransportSocket socket = Objects.requireNonNull(transport.getExtraInfo(ExtraInfo.SOCKET));
            assertThat(socket.getpeername()).isEqualTo(peer.getLocalAddress());
            assertThat(socket.getsockopt(StandardSocketOptions.TCP_NODELAY)).isTrue();
            socket.setsockopt(StandardSocketOptions.SO_KEEPALIVE, true);
            assertThat(socket.getsockopt(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(transport.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(peer.getRemoteAddress());
            assertThat(transport.getExtraInfo("no such thing")).isNull();
            assertThat(transport).asString().startsWith("<SocketTransport reading peername=/127.0.0.1:");
        }));
    }

    @Test
    void anotherProtocol_getsWhatComesNext() {
        RealLoop.run(() -> play(Recorder::new, (first, transport, peer) -> {
            var second = new Recorder();
            transport.setProtocol(second);
            assertThat(transport.getProtocol()).isSameAs(second);
            sockSendall(peer, bytes("a"));
            second.awaitEvent("data a");
            transport.close();
            second.awaitEvent("lost null");

            assertThat(first.events()).containsExactly("made");
            assertThat(second.events()).doesNotContain("made");
        }));
    }

    @Test
    void callbacks_runInTheLoopButInNoTask() {
        List<String> trace = new ArrayList<>();
        RealLoop.run(() -> play(() -> new Protocol() {
            @Override
            public void dataReceived(byte[] data) {
                trace.add("data in task " + currentTask());
                assertThat(getRunningLoop()).isNotNull();
            }
        }, (protocol, transport, peer) -> {
            sockSendall(peer, bytes("a"));
            while (trace.isEmpty()) {
                sleep(ofMillis(1));
            }
            assertThat(trace).containsExactly("data in task null");
            assertThat(transport.getProtocol()).isSameAs(protocol);
        }));
    }
}
