package org.asyncio4j;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;

/** A loop that notices when nobody wakes it up. */
final class StressLoop {

    /** A sleep with nothing to do that lasts as long was to be ended by somebody, and was not. */
    private static final long LONGEST_SLEEP_NANOS = Duration.ofSeconds(3).toNanos();

    /** Sleeps without the operating system, so that a loop costs next to nothing. */
    private final class ParkingPoller implements Poller {

        private volatile boolean woken;
        private volatile Thread sleeper = Thread.currentThread();

        @Override
        public void poll(long timeoutNanos) {
            sleeper = Thread.currentThread();
            long end = System.nanoTime() + LONGEST_SLEEP_NANOS;
            while (!woken && !Thread.currentThread().isInterrupted()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    lost = true;
                    loop.stop();
                    break;
                }
                LockSupport.parkNanos(left);
            }
            woken = false;
        }

        @Override
        public void wakeup() {
            woken = true;
            LockSupport.unpark(sleeper);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    final EventLoop loop;
    private volatile boolean lost;

    StressLoop() {
        loop = Asyncio.newEventLoop(LoopOptions.defaults().withTime(LoopClock.system(), ParkingPoller::new));
        loop.setExceptionHandler((_, _) -> {}); // tasks that are left when a loop is closed
    }

    /** Runs until stopped; tells whether the loop was woken whenever it had to be. */
    String run() {
        loop.runForever();
        return lost ? "never woken" : "woken";
    }

    boolean lost() {
        return lost;
    }
}
