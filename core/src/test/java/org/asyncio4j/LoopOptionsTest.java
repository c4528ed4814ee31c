package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.newEventLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;
import org.asyncio4j.spi.ReadyOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The parts a loop is made of. */
@ExtendWith(NothingLeft.class)
class LoopOptionsTest {

    private static final LoopOptions DEFAULTS = LoopOptions.defaults();

    @Test
    void defaults_areTheMachinesClockAndFirstInFirstOut() {
        assertThat(DEFAULTS.clock()).isSameAs(LoopClock.system());
        assertThat(DEFAULTS.order()).isSameAs(ReadyOrder.fifo());
        assertThat(DEFAULTS.carrier()).isSameAs(CarrierMode.fromProperty());
    }

    @Test
    void with_replacesOnePartAndKeepsTheRest() {
        LoopClock clock = () -> 5;
        Supplier<Poller> poller = Poller::nio;
        ReadyOrder last = left -> left - 1;

        assertThat(DEFAULTS.withCarrier(CarrierMode.BATON))
                .isEqualTo(new LoopOptions(CarrierMode.BATON, DEFAULTS.clock(), DEFAULTS.poller(), DEFAULTS.order()));
        assertThat(DEFAULTS.withTime(clock, poller))
                .isEqualTo(new LoopOptions(DEFAULTS.carrier(), clock, poller, DEFAULTS.order()));
        assertThat(DEFAULTS.withOrder(last))
                .isEqualTo(new LoopOptions(DEFAULTS.carrier(), DEFAULTS.clock(), DEFAULTS.poller(), last));
    }

    @Test
    void poller_isMadeOnceForEachLoopAndClosedWithIt() {
        List<String> trace = new ArrayList<>();
        LoopOptions options = DEFAULTS.withTime(LoopClock.system(), () -> {
            trace.add("made");
            return new Poller() {
                private final Poller nio = Poller.nio();

                @Override
                public void poll(long timeoutNanos) {
                    nio.poll(timeoutNanos);
                }

                @Override
                public void wakeup() {
                    nio.wakeup();
                }

                @Override
                public void close() {
                    nio.close();
                    trace.add("closed");
                }
            };
        });
        EventLoop loop = newEventLoop(options);
        assertThat(trace).containsExactly("made");
        loop.close();
        loop.close();
        newEventLoop(options).close();

        assertThat(trace).containsExactly("made", "closed", "made", "closed");
    }

    @Test
    void clock_isWhatTheLoopReads() {
        try (EventLoop loop = newEventLoop(DEFAULTS.withTime(() -> 5, Poller::nio))) {
            assertThat(loop.time().toNanos()).isEqualTo(5);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        assertThatThrownBy(() -> DEFAULTS.withCarrier(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("carrier");
        assertThatThrownBy(() -> DEFAULTS.withTime(null, Poller::nio)).isInstanceOf(NullPointerException.class)
                .hasMessage("clock");
        assertThatThrownBy(() -> DEFAULTS.withTime(LoopClock.system(), null)).isInstanceOf(NullPointerException.class)
                .hasMessage("poller");
        assertThatThrownBy(() -> DEFAULTS.withOrder(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("order");
    }
}
