package org.asyncio4j;

import java.time.Duration;
import org.asyncio4j.spi.Poller;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A thread goes to sleep in a poller that watches no channel while another one wakes it. */
@JCStressTest
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "the sleep ended, or did not begin")
@Outcome(expect = Expect.FORBIDDEN, desc = "the thread slept although it had been woken")
@State
public class PollerStress {

    private static final long LONGEST_SLEEP_NANOS = Duration.ofSeconds(3).toNanos();

    private final Poller poller = Poller.nio();
    private volatile boolean asked;

    @Actor
    public void sleeper(L_Result result) {
        result.r1 = "woken";
        while (!asked) {
            long begin = System.nanoTime();
            poller.poll(LONGEST_SLEEP_NANOS);
            if (asked && System.nanoTime() - begin >= LONGEST_SLEEP_NANOS) {
                result.r1 = "never woken";
            }
        }
    }

    @Actor
    public void other() {
        asked = true;
        poller.wakeup();
    }

    @Arbiter
    public void close(L_Result result) {
        poller.close();
    }
}
