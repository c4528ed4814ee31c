package org.asyncio4j;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Another thread interrupts the thread of a task that waits, while the loop runs to its end and is closed. */
@JCStressTest
@Outcome(id = "cancelled, false", expect = Expect.ACCEPTABLE, desc = "the interrupt or the closing cancelled the task")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task is left, or the interrupt came out in the thread of the loop")
@State
public class InterruptCloseStress {

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread waiter;
    private volatile String state = "pending";

    public InterruptCloseStress() {
        subject.loop.createTask(() -> {
            waiter = Thread.currentThread();
            try {
                return subject.loop.<Integer>createFuture().await();
            } catch (CancelledError cancelled) {
                state = "cancelled";
                throw cancelled;
            }
        });
        subject.loop.callSoon(() -> subject.loop.callSoon(subject.loop::stop));
    }

    @Actor
    public void loop(LL_Result result) {
        subject.run();
        subject.loop.close();
        result.r2 = Thread.interrupted();
    }

    @Actor
    public void other() {
        Thread thread = waiter;
        while (thread == null) {
            Thread.onSpinWait();
            thread = waiter;
        }
        thread.interrupt();
    }

    @Arbiter
    public void judge(LL_Result result) {
        result.r1 = state;
    }
}
