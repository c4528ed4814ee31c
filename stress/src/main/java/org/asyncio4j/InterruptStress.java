package org.asyncio4j;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A task waits for what never comes, and another thread interrupts the thread of the task, at whatever moment. */
@JCStressTest
@Outcome(id = "woken, cancelled", expect = Expect.ACCEPTABLE, desc = "the interrupt asked the task to cancel")
@Outcome(expect = Expect.FORBIDDEN, desc = "the interrupt got lost, or came out as something else")
@State
public class InterruptStress {

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread waiter;

    @Actor
    public void loop(LL_Result result) {
        subject.loop.createTask(() -> {
            Future<Integer> never = subject.loop.createFuture();
            waiter = Thread.currentThread();
            try {
                result.r2 = never.await();
            } catch (CancelledError _) {
                result.r2 = "cancelled";
            }
            subject.loop.stop();
            return 1;
        });
        result.r1 = subject.run();
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
    public void close(LL_Result result) {
        subject.loop.close();
    }
}
