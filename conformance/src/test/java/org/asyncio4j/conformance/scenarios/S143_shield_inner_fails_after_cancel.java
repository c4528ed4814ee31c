package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S143_shield_inner_fails_after_cancel extends Scenario {

    private void work() {
        sleep(ofMillis(40));
        print("work raises");
        throw new IllegalArgumentException("nobody listens");
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        List<String> calls = new ArrayList<>();
        loop.setExceptionHandler((_, context) -> calls.add(context.message()));
        Task<@Nullable Void> t = createTask(this::work);
        Future<@Nullable Void> s = shield(t);
        sleep(ZERO);
        s.cancel();
        sleep(ofMillis(70));
        print("task done", t.done(), "handler calls", calls.size());
        print("exception", t.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
