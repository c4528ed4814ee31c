package org.asyncio4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A loop runs to its end and is closed while another thread calls {@code callSoonThreadsafe}. */
@JCStressTest
@Outcome(id = "accepted, 1", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "accepted, 0", expect = Expect.ACCEPTABLE, desc = "taken in too late, and dropped")
@Outcome(id = "refused, 0", expect = Expect.ACCEPTABLE, desc = "the loop was closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "it ran twice, or although it was refused, or something else was thrown")
@State
public class CallbackCloseStress {

    private final StressLoop subject = new StressLoop();
    private int runs;

    public CallbackCloseStress() {
        subject.loop.callSoon(subject.loop::stop);
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other(LL_Result result) {
        try {
            subject.loop.callSoonThreadsafe(() -> runs++);
            result.r1 = "accepted";
        } catch (IllegalStateException refused) {
            result.r1 = "Event loop is closed".equals(refused.getMessage()) ? "refused" : refused;
        }
    }

    @Arbiter
    public void judge(LL_Result result) {
        result.r2 = runs;
    }
}
