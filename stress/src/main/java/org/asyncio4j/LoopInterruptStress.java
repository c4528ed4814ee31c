package org.asyncio4j;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Another thread interrupts the thread that runs a loop until that is heard. Once need not be enough on the mounted carrier: the
 * JDK takes the flag away when a virtual thread leaves the thread that carries it.
 */
@JCStressTest
@Outcome(id = "INTERRUPT, true", expect = Expect.ACCEPTABLE, desc = "the main task was cancelled, and the caller can see why")
@Outcome(expect = Expect.FORBIDDEN, desc = "the interrupts got lost, or came out as something else")
@State
public class LoopInterruptStress {

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread runner;
    private volatile boolean heard;
    private volatile boolean ended;

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
        result.r2 = Thread.currentThread().isInterrupted();
        heard = true;
        while (!ended) {
            Thread.onSpinWait();
        }
        var _ = Thread.interrupted(); // the thread is not ours
    }

    @Actor
    public void other() {
        while (!heard) {
            Thread thread = runner;
            if (thread != null) {
                thread.interrupt();
            }
            Thread.onSpinWait();
        }
        ended = true;
    }

    @Arbiter
    public void close(LL_Result result) {
        subject.loop.close();
    }
}
