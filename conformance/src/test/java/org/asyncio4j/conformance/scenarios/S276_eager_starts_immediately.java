package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S276_eager_starts_immediately extends Scenario {

    private String blocking(String name) {
        print(name, "starts");
        sleep(ZERO);
        print(name, "continues");
        return name;
    }

    private String immediate(String name) {
        print(name, "runs through");
        return name;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Task<String> lazy = createTask(() -> immediate("lazy"));
        print("lazy created, done", lazy.done());
        loop.setTaskFactory(Asyncio::eagerTaskFactory);
        Task<String> a = createTask(() -> blocking("a"));
        print("a created, done", a.done());
        Task<String> b = createTask(() -> immediate("b"));
        print("b created, done", b.done(), "result", b.result());
        print(await(a), await(b), await(lazy));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
