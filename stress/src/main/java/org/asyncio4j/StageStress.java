package org.asyncio4j;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A task awaits a stage that another thread completes. */
@JCStressTest
@Outcome(id = "woken, 7", expect = Expect.ACCEPTABLE, desc = "the task has its result")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task slept beside it")
@State
public class StageStress {

    private final StressLoop subject = new StressLoop();
    private final CompletableFuture<Integer> stage = new CompletableFuture<>();

    @Actor
    public void loop(LL_Result result) {
        subject.loop.createTask(() -> {
            result.r2 = Asyncio.await(stage);
            subject.loop.stop();
        });
        result.r1 = subject.run();
    }

    @Actor
    public void other() {
        stage.complete(7);
    }

    @Arbiter
    public void close(LL_Result result) {
        subject.loop.close();
    }
}
