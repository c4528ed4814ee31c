package org.asyncio4j;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A thread cancels the {@code toCompletableFuture} of a future while the loop sets its result. */
@JCStressTest
@Outcome(id = "CANCELLED, cancelled", expect = Expect.ACCEPTABLE, desc = "the cancellation reached the future")
@Outcome(id = "CANCELLED, finished", expect = Expect.ACCEPTABLE, desc = "the result was set first, and did not reach the thread")
@Outcome(id = "SUCCESS, finished", expect = Expect.ACCEPTABLE, desc = "the cancellation came too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "the thread has a result of a future without one, or something is left pending")
@State
public class LinkedCancelStress {

    private final StressLoop subject = new StressLoop();
    private final Future<Integer> future = subject.loop.createFuture();
    private final CompletableFuture<Integer> linked = future.toCompletableFuture();

    public LinkedCancelStress() {
        subject.loop.callSoon(() -> subject.loop.callSoon(() -> {
            future.finishIfPending(1);
            subject.loop.callSoon(() -> subject.loop.callSoon(subject.loop::stop));
        }));
    }

    @Actor
    public void loop() {
        subject.run();
    }

    @Actor
    public void other() {
        linked.cancel(false);
    }

    @Arbiter
    public void judge(LL_Result result) {
        subject.loop.callSoonThreadsafe(subject.loop::stop);
        subject.run(); // what the cancellation handed over last
        result.r1 = linked.state();
        result.r2 = future.stateName();
        subject.loop.close();
    }
}
