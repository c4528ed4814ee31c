package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class FootprintTest {

    private static final Footprint NOTHING = new Footprint(1_000_000, 10, 5, 0, 0, false);

    private static Footprint now(Coroutine<AutoCloseable> before) {
        Poller poller = Poller.nio();
        LoopOptions options = LoopOptions.defaults().withTime(LoopClock.system(), () -> poller);
        return Asyncio.run(() -> {
            try (var _ = before.await()) {
                return Footprint.now((BaseEventLoop) Asyncio.getRunningLoop(), poller);
            }
        }, RunnerOptions.defaults().withLoopFactory(() -> Asyncio.newEventLoop(options)));
    }

    private static List<Footprint> series(long... heaps) {
        List<Footprint> series = new ArrayList<>();
        for (long heap : heaps) {
            series.add(new Footprint(heap, 10, 5, 0, 0, false));
        }
        return series;
    }

    // ---- what is counted ----

    @Test
    void atRest_nothingIsLeft() {
        Footprint footprint = now(() -> () -> {});

        assertThat(Footprint.complaints(List.of(footprint))).isEmpty();
        assertThat(footprint.heapBytes()).isPositive();
        assertThat(footprint.threads()).isPositive();
    }

    @Test
    void aTaskThatSleeps_isATaskAndATimer() {
        Footprint footprint = now(() -> {
            Task<?> task = createTask(() -> sleep(ofHours(1)));
            sleep(ZERO);
            return task::cancel;
        });

        assertThat(footprint.tasks()).isEqualTo(1);
        assertThat(footprint.timers()).isEqualTo(1);
        assertThat(Footprint.complaints(List.of(footprint))).singleElement()
                .asString()
                .startsWith("left after round 1: ")
                .endsWith("1 tasks, 1 timers, no channel watched");
    }

    @Test
    void aChannelWithAReader_isSeen() {
        Footprint footprint = now(() -> {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            EventLoop loop = Asyncio.getRunningLoop();
            loop.addReader(pipe.source(), () -> {});
            return () -> {
                loop.removeReader(pipe.source());
                pipe.source().close();
                pipe.sink().close();
            };
        });

        assertThat(Footprint.complaints(List.of(footprint))).singleElement().asString().endsWith("channels watched");
    }

    // ---- what may grow ----

    @Test
    void aHeapThatComesAndGoes_isFine() {
        assertThat(Footprint.complaints(series(1_000_000, 2_500_000, 1_200_000, 2_600_000))).isEmpty();
    }

    @Test
    void aHeapThatGrows_isSeen() {
        assertThat(Footprint.complaints(series(1_000_000, 2_000_000, 3_000_000, 4_500_000)))
                .containsExactly("bytes of heap grew: at most 2000000 in the first half, 4500000 in the second");
    }

    @Test
    void descriptorsAndThreadsThatGrow_areSeen() {
        var more = new Footprint(1_000_000, 15, 10, 0, 0, false);

        assertThat(Footprint.complaints(List.of(NOTHING, more))).containsExactly(
                "descriptors grew: at most 10 in the first half, 15 in the second",
                "threads grew: at most 5 in the first half, 10 in the second");
    }
}
