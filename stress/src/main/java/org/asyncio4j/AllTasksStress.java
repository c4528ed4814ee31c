package org.asyncio4j;

import java.time.Duration;
import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Another thread asks for all tasks of a loop in which tasks are made and end. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the task that was there all the while is among them")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was missed, or there is something else")
@State
public class AllTasksStress {

    /** More than the room there is at first, so that it grows. */
    private static final int TASKS = 20;

    private final StressLoop subject = new StressLoop();
    private final Task<?> constant = subject.loop.createTask(() -> subject.loop.createFuture().await());

    public AllTasksStress() {
        subject.loop.createTask(() -> {
            for (int i = 0; i < TASKS; i++) {
                subject.loop.createTask(() -> {});
            }
            Asyncio.sleep(Duration.ZERO);
            subject.loop.stop();
        });
    }

    @Actor
    public void loop() {
        subject.run();
    }

    @Actor
    public void other(ZZ_Result result) {
        Set<Task<?>> all = Asyncio.allTasks(subject.loop);
        result.r1 = all.contains(constant);
        result.r2 = all.size() <= TASKS + 2;
    }

    @Arbiter
    public void close(ZZ_Result result) {
        subject.loop.close();
    }
}
