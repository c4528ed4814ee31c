package org.asyncio4j.spi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a loop sleeps in. */
class NioPollerTest {

    private static final long AGES = SECONDS.toNanos(1000);

    @Test
    void poll_returnsWhenTheTimeIsUp() {
        try (Poller poller = Poller.nio()) {
            long before = System.nanoTime();
            poller.poll(2_000_000);

            assertThat(System.nanoTime() - before).isBetween(1_000_000L, SECONDS.toNanos(10));
        }
    }

    @Test
    void wakeup_beforePoll_makesItReturnAtOnce() {
        try (Poller poller = Poller.nio()) {
            poller.wakeup();
            poller.wakeup();
            long before = System.nanoTime();
            poller.poll(AGES);

            assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(100));
        }
    }

    @Test
    void wakeup_fromAnotherThread_endsASleepWithoutLimit() throws InterruptedException {
        try (Poller poller = Poller.nio()) {
            Thread other = Thread.ofPlatform().start(poller::wakeup);
            poller.poll(Poller.FOREVER);
            other.join();

            assertThat(other.isAlive()).isFalse();
        }
    }

    @Test
    void interrupt_endsASleepAndStaysSet() {
        try (Poller poller = Poller.nio()) {
            Thread.currentThread().interrupt();
            poller.poll(AGES);

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void wakeup_afterClose_doesNothing() {
        Poller poller = Poller.nio();
        poller.close();
        poller.wakeup();
        poller.close();
    }
}
