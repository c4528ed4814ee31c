package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S044_await_coroutine_inline extends Scenario {

    private int quick(int n) {
        print("quick", n);
        return n;
    }

    private void other() {
        print("other task ran");
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::other);
        int a = quick(1);
        int b = quick(2);
        print("sum", a + b, "other done", t.done());
        sleep(ZERO);
        print("other done", t.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
