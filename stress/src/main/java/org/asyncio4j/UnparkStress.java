package org.asyncio4j;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A task parks by itself, as blocking calls of the JDK do, and another thread unparks it. */
@JCStressTest
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "the task went on")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task slept on")
@State
public class UnparkStress {

    private final StressLoop subject = new StressLoop();
    private volatile @Nullable Thread parker;
    private volatile boolean released;

    @Actor
    public void loop(L_Result result) {
        subject.loop.createTask(() -> {
            parker = Thread.currentThread();
            while (!released) {
                LockSupport.park(this);
            }
            subject.loop.stop();
            return 1;
        });
        result.r1 = subject.run();
    }

    @Actor
    public void other() {
        Thread thread = parker;
        while (thread == null) {
            Thread.onSpinWait();
            thread = parker;
        }
        released = true;
        LockSupport.unpark(thread);
    }

    @Arbiter
    public void close(L_Result result) {
        subject.loop.close();
    }
}
