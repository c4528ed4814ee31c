package org.asyncio4j;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A loop runs to its end and is closed while another thread calls {@code runCoroutineThreadsafe}. */
@JCStressTest
@Outcome(id = "result", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "failed", expect = Expect.ACCEPTABLE, desc = "taken in too late")
@Outcome(id = "cancelled", expect = Expect.ACCEPTABLE, desc = "begun, and ended by closing")
@Outcome(id = "refused", expect = Expect.ACCEPTABLE, desc = "the loop was closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "a thread that waited for it would wait for ever")
@State
public class CoroutineCloseStress {

    private final StressLoop subject = new StressLoop();
    private @Nullable CompletableFuture<Integer> linked;

    public CoroutineCloseStress() {
        // some ticks, so that the coroutine comes in before, between and after them
        subject.loop.callSoon(() -> subject.loop.callSoon(() -> subject.loop.callSoon(subject.loop::stop)));
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other() {
        try {
            linked = Asyncio.runCoroutineThreadsafe(() -> 1, subject.loop);
        } catch (IllegalStateException refused) {
            linked = null;
        }
    }

    @Arbiter
    public void judge(L_Result result) {
        CompletableFuture<Integer> known = linked;
        if (known == null) {
            result.r1 = "refused";
        } else {
            result.r1 = switch (known.state()) {
                case SUCCESS -> "result";
                case CANCELLED -> "cancelled";
                case FAILED -> known.exceptionNow() instanceof IllegalStateException ? "failed" : known.exceptionNow();
                case RUNNING -> "left pending";
            };
        }
    }
}
