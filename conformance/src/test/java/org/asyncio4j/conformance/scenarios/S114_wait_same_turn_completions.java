package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S114_wait_same_turn_completions extends Scenario {

    private static String waiter(Future<?> future, String name) {
        await(future);
        return name;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<@Nullable Void> gate = loop.createFuture();
        Future<@Nullable Void> never = loop.createFuture();
        Task<String> a = createTask(() -> waiter(gate, "a"));
        Task<String> b = createTask(() -> waiter(gate, "b"));
        Task<String> c = createTask(() -> waiter(never, "c"));
        loop.callLater(ofMillis(20), () -> gate.setResult(null));
        WaitResult<Task<String>> result = Asyncio.wait(List.of(a, b, c), ReturnWhen.FIRST_COMPLETED);
        String done = result.done().stream().map(Task::result).sorted().collect(joining(" "));
        print("done", done, "| pending", result.pending().size());
        c.cancel();
        result = Asyncio.wait(List.of(c), ReturnWhen.FIRST_COMPLETED);
        print("cancelled counts as completed", result.done().contains(c), c.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
