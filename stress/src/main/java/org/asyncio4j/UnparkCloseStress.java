package org.asyncio4j;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A callback parks by itself, and another thread unparks it while the loop runs to its end and is closed. */
@JCStressTest
@Outcome(id = "ended", expect = Expect.ACCEPTABLE, desc = "the callback went on, with the loop or without it")
@Outcome(expect = Expect.FORBIDDEN, desc = "its thread sleeps for ever")
@State
public class UnparkCloseStress {

    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(3).toNanos();

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread parker;
    private volatile boolean released;
    private volatile boolean ended;

    public UnparkCloseStress() {
        subject.loop.callSoon(() -> {
            parker = Thread.currentThread();
            while (!released) {
                LockSupport.park(this);
            }
            ended = true;
        });
        subject.loop.callSoon(subject.loop::stop);
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other() {
        Thread thread = parker;
        while (thread == null) {
            Thread.onSpinWait();
            thread = parker;
        }
        released = true;
        LockSupport.unpark(thread);
    }

    @Arbiter
    public void judge(L_Result result) {
        long end = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (!ended && System.nanoTime() < end) {
            Thread.onSpinWait(); // without the loop the thread goes on beside this one
        }
        result.r1 = ended ? "ended" : "parked";
    }
}
