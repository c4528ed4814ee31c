package org.asyncio4j;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A thread of an executor runs a job while the loop cancels the wait for it. */
@JCStressTest
@Outcome(id = "cancelled, 0", expect = Expect.ACCEPTABLE, desc = "before the job began")
@Outcome(id = "cancelled, 1", expect = Expect.ACCEPTABLE, desc = "while the job ran")
@Outcome(id = "result, 1", expect = Expect.ACCEPTABLE, desc = "too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task is left, has a result without the job, or slept beside it")
@State
public class ExecutorCancelStress {

    /** The actor that stands for the thread of the executor takes its one job from here. */
    private static final class OneJob extends AbstractExecutorService {

        private volatile @Nullable Runnable job;

        @Override
        public void execute(Runnable command) {
            job = command;
        }

        @Override
        public void shutdown() {
            // has no thread
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private final StressLoop subject = new StressLoop();
    private final OneJob executor = new OneJob();
    private volatile int ran;

    @Actor
    public void loop(LL_Result result) {
        Task<?> task = subject.loop.createTask(() -> {
            try {
                result.r1 = subject.loop.runInExecutor(executor, () -> {
                    ran++;
                    return "result";
                }).await();
            } catch (CancelledError _) {
                result.r1 = "cancelled";
            }
            subject.loop.stop();
        });
        subject.loop.callSoon(() -> subject.loop.callSoon(task::cancel));
        if (!subject.run().equals("woken")) {
            result.r1 = "never woken";
        }
    }

    @Actor
    public void other() {
        Runnable job = executor.job;
        while (job == null) {
            Thread.onSpinWait();
            job = executor.job;
        }
        job.run();
    }

    @Arbiter
    public void judge(LL_Result result) {
        result.r2 = ran;
        subject.loop.close();
    }
}
