package org.asyncio4j;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A task awaits a stage that another thread completes while the loop runs to its end and is closed. */
@JCStressTest
@Outcome(id = "result", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "cancelled", expect = Expect.ACCEPTABLE, desc = "the loop was closed first")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task is left")
@State
public class StageCloseStress {

    private final StressLoop subject = new StressLoop();
    private final CompletableFuture<Integer> stage = new CompletableFuture<>();
    private volatile String state = "pending";

    public StageCloseStress() {
        subject.loop.createTask(() -> {
            try {
                state = Asyncio.await(stage) == 7 ? "result" : "another result";
            } catch (CancelledError cancelled) {
                state = "cancelled";
                throw cancelled;
            }
        });
        subject.loop.callSoon(() -> subject.loop.callSoon(() -> subject.loop.callSoon(subject.loop::stop)));
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other() {
        stage.complete(7);
    }

    @Arbiter
    public void judge(L_Result result) {
        result.r1 = state;
    }
}
