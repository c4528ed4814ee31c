package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.Set;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S111_wait_already_done extends Scenario {

    private static int job(int v) {
        return v;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Task<Integer> t = createTask(() -> job(1));
        await(t);
        loop.callSoon(() -> print("callback ran during wait"));
        WaitResult<Task<?>> result = Asyncio.wait(List.of(t));
        print("done", result.done().size(), "pending", result.pending().size());
        Task<?> running = createTask(() -> sleep(ofSeconds(1)));
        result = Asyncio.wait(List.of(t, running), ReturnWhen.FIRST_COMPLETED);
        print(
                "first completed is the finished one",
                result.done().equals(Set.of(t)),
                result.pending().equals(Set.of(running)));
        running.cancel();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
