package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S026_order_soon_before_due_timer extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.callLater(ZERO, () -> print("call_later(0)"));
        loop.callSoon(() -> print("call_soon 1"));
        Task<@Nullable Void> task = createTask(this::child);
        loop.callSoon(() -> print("call_soon 2"));
        print("main yields");
        sleep(ZERO);
        print("main resumed");
        await(task);
        print("main end");
    }

    private void child() {
        print("child runs");
        sleep(ZERO);
        print("child resumed");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
