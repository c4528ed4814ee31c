package org.asyncio4j;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The time that the other tests rely on. */
@ExtendWith(NothingLeft.class)
class VirtualTimeTest {

    @Test
    void sleeping_takesNoRealTime() {
        long before = System.nanoTime();
        TestLoop.run(() -> sleep(ofDays(1000)));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ofSeconds(30));
    }

    @Test
    void readings_differAndNeverGoBack() {
        var time = new VirtualTime();
        long first = time.nanos();

        assertThat(time.nanos()).isGreaterThan(first);
    }

    @Test
    void advance_makesTimersOverdue() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            List<Integer> trace = new ArrayList<>();
            getRunningLoop().callLater(ofSeconds(10), () -> trace.add(10));
            time.advance(ofSeconds(20).toNanos());
            sleep(Duration.ofNanos(1));

            assertThat(trace).containsExactly(10);
        });
    }

    @Test
    void loopWithNothingToDo_isWokenByAnotherThread() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            EventLoop loop = getRunningLoop();
            Thread other = Thread.ofPlatform()
                    .start(() -> loop.callSoonThreadsafe(() -> future.setResult("from outside")));

            assertThat(future.await()).isEqualTo("from outside");
            other.join();
        });
    }
}
