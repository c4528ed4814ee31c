package org.asyncio4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A handle of {@code callSoonThreadsafe} is cancelled by another thread while the loop runs to its end and is closed. */
@JCStressTest
@Outcome(id = "not run, not run", expect = Expect.ACCEPTABLE, desc = "cancelled in time")
@Outcome(id = "ended, ended", expect = Expect.ACCEPTABLE, desc = "it had run before cancel returned")
@Outcome(expect = Expect.FORBIDDEN, desc = "the callback ran on, or began, after cancel had returned")
@State
public class HandleCancelCloseStress {

    private final StressLoop subject = new StressLoop();
    private int begun;
    private int ended;
    private final Handle handle;

    public HandleCancelCloseStress() {
        subject.loop.callSoon(subject.loop::stop);
        handle = subject.loop.callSoonThreadsafe(() -> {
            begun++;
            Thread.onSpinWait();
            ended++;
        });
    }

    private String state() {
        return begun == 0 ? "not run" : ended == begun ? "ended" : "running";
    }

    @Actor
    public void loop() {
        subject.run();
        subject.loop.close();
    }

    @Actor
    public void other(LL_Result result) {
        handle.cancel();
        result.r1 = state();
    }

    @Arbiter
    public void judge(LL_Result result) {
        result.r2 = state();
    }
}
