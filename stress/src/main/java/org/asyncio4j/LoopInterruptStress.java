package org.asyncio4j;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Another thread interrupts the thread that runs a loop, at whatever moment. */
@JCStressTest
@Outcome(id = "INTERRUPT, true", expect = Expect.ACCEPTABLE, desc = "the main task was cancelled, and the caller can see why")
@Outcome(expect = Expect.FORBIDDEN, desc = "the interrupt got lost, or came out as something else")
@State
public class LoopInterruptStress {

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread runner;

    @Actor
    public void loop(LL_Result result) {
        runner = Thread.currentThread();
        try {
            subject.loop.runUntilComplete(() -> subject.loop.<Integer>createFuture().await());
        } catch (CancelledError cancelled) {
            result.r1 = cancelled.kind();
        } catch (IllegalStateException stopped) {
            result.r1 = subject.lost() ? "never woken" : stopped;
        }
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void other() {
        Thread thread = runner;
        while (thread == null) {
            Thread.onSpinWait();
            thread = runner;
        }
        thread.interrupt();
    }

    @Arbiter
    public void close(LL_Result result) {
        subject.loop.close();
    }
}
