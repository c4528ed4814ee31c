package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S116_wait_for_result_in_time extends Scenario {

    private static String work(String v) {
        sleep(ofMillis(20));
        return v;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        print(waitFor(() -> work("coroutine"), ofSeconds(1)));
        Task<String> task = createTask(() -> work("task"));
        print(waitFor(task, ofSeconds(1)), task.done());
        Future<String> future = loop.createFuture();
        loop.callLater(ofMillis(20), () -> future.setResult("future"));
        print(waitFor(future, ofSeconds(1)));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
