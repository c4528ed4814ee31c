package org.asyncio4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A loop goes to sleep while another thread calls {@code callSoonThreadsafe}. */
@JCStressTest
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "the callback ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "the loop slept beside it")
@State
public class WakeupStress {

    private final StressLoop subject = new StressLoop();

    @Actor
    public void loop(L_Result result) {
        result.r1 = subject.run();
    }

    @Actor
    public void other() {
        subject.loop.callSoonThreadsafe(subject.loop::stop);
    }

    @Arbiter
    public void close(L_Result result) {
        subject.loop.close();
    }
}
