package org.asyncio4j;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A thread cancels what {@code runCoroutineThreadsafe} gave it while the loop runs to its end and is closed. */
@JCStressTest
@Outcome(id = "CANCELLED, 0", expect = Expect.ACCEPTABLE, desc = "the coroutine did not begin, or was ended")
@Outcome(id = "FAILED, 0", expect = Expect.ACCEPTABLE, desc = "the loop was closed first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a body is left, or a thread that waits would wait for ever")
@State
public class LinkedCancelCloseStress {

    private final StressLoop subject = new StressLoop();
    private final CompletableFuture<Integer> linked;
    private volatile int inBody;

    public LinkedCancelCloseStress() {
        linked = Asyncio.runCoroutineThreadsafe(this::body, subject.loop);
        subject.loop.callSoon(() -> subject.loop.callSoon(() -> subject.loop.callSoon(subject.loop::stop)));
    }

    private Integer body() {
        inBody = 1;
        try {
            return subject.loop.<Integer>createFuture().await();
        } finally {
            inBody = 0;
        }
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other() {
        linked.cancel(false);
    }

    @Arbiter
    public void judge(LL_Result result) {
        result.r1 = linked.state();
        result.r2 = inBody;
    }
}
