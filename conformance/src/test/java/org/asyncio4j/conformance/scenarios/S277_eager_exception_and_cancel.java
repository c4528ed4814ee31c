package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S277_eager_exception_and_cancel extends Scenario {

    private void bad() {
        throw new IllegalArgumentException("eager failure");
    }

    private void quits() {
        throw new CancelledError("eager quit");
    }

    private void sleeper() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("sleeper had started, so it sees the cancellation");
            throw e;
        }
    }

    private void main() {
        getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
        Task<@Nullable Void> t = createTask(this::bad);
        print("done", t.done(), "exception", t.exception());
        Task<@Nullable Void> q = createTask(this::quits);
        print("done", q.done(), "cancelled", q.cancelled());
        Task<@Nullable Void> s = createTask(this::sleeper);
        s.cancel();
        Asyncio.wait(List.of(s));
        print("cancelled", s.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
