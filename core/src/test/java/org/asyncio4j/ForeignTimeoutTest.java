package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Time limits for blocking calls of the JDK. */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class ForeignTimeoutTest {

    private static final Duration FOREVER = Duration.ofDays(1);

    @Test
    void timeout_aroundABlockingCall_endsItWithTimeoutError() {
        Asyncio.run(() -> {
            assertThatExceptionOfType(TimeoutError.class)
                    .isThrownBy(() -> Asyncio.timeout(Duration.ofMillis(1), () -> Thread.sleep(FOREVER)));
            Task<?> self = Objects.requireNonNull(Asyncio.currentTask());
            assertThat(self.cancelling()).isZero();
            Asyncio.sleep(Duration.ofMillis(1));
        });
    }

    @Test
    void waitFor_aBlockingCall_endsItWithTimeoutError() {
        Asyncio.run(() -> {
            assertThatExceptionOfType(TimeoutError.class)
                    .isThrownBy(() -> Asyncio.waitFor(() -> Thread.sleep(FOREVER), Duration.ofMillis(1)));
            Asyncio.sleep(Duration.ofMillis(1));
        });
    }

    @Test
    void waitFor_aTaskInABlockingCall_endsItWithTimeoutError() {
        Asyncio.run(() -> {
            Task<?> task = ForeignCancelTest.parked(() -> Thread.sleep(FOREVER));

            assertThatExceptionOfType(TimeoutError.class)
                    .isThrownBy(() -> Asyncio.waitFor(task, Duration.ofMillis(1)));

            assertThat(task.cancelled()).isTrue();
        });
    }

    @Test
    void timeout_thatComesTooLateForABlockingCall_leavesNoInterruptBehind() {
        Asyncio.run(() -> {
            Task<?> self = Objects.requireNonNull(Asyncio.currentTask());
            var permits = new Semaphore(0);
            Task<?> helper = Asyncio.createTask(() -> {
                while (self.cancelling() == 0) {
                    Asyncio.sleep(Duration.ofMillis(1));
                }
                permits.release();
            });

            Asyncio.timeout(Duration.ofMillis(1), () -> permits.acquireUninterruptibly());

            assertThat(self.cancelling()).isZero();
            Thread.sleep(1);
            Asyncio.await(helper);
        });
    }

    @Test
    void waitFor_aTaskInAChannelRead_closesTheChannel() throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel _ = pipe.sink()) {
            Asyncio.run(() -> {
                Task<?> task = ForeignCancelTest.parked(
                        () -> assertThat(source.read(ByteBuffer.allocate(1))).isNegative());

                assertThatExceptionOfType(TimeoutError.class)
                        .isThrownBy(() -> Asyncio.waitFor(task, Duration.ofMillis(1)));

                assertThat(task.cancelled()).isTrue();
                assertThat(source.isOpen()).isFalse();
            });
        }
    }
}
