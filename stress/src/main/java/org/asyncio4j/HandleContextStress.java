package org.asyncio4j;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A callback from another thread is about to run in its context, which is made then, while another thread asks for it. */
@JCStressTest
@Outcome(id = "the same, seen", expect = Expect.ACCEPTABLE, desc = "there is one, and the callback runs in it")
@Outcome(expect = Expect.FORBIDDEN, desc = "the callback runs in a context that nobody else gets")
@State
public class HandleContextStress {

    private static final ContextVar<String> VARIABLE = new ContextVar<>("variable");

    private final StressLoop subject = new StressLoop();
    private final Handle handle;
    private @Nullable Context found;

    public HandleContextStress() {
        handle = subject.loop.callSoonThreadsafe(() -> {
            VARIABLE.set("seen");
            subject.loop.stop();
        });
    }

    @Actor
    public void loop() {
        subject.run();
    }

    @Actor
    public void other() {
        found = handle.getContext();
    }

    @Arbiter
    public void judge(LL_Result result) {
        Context known = handle.getContext();
        result.r1 = known == found ? "the same" : "two";
        result.r2 = known.get(VARIABLE, "not seen");
        subject.loop.close();
    }
}
