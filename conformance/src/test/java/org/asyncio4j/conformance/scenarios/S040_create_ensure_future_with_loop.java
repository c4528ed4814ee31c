package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S040_create_ensure_future_with_loop extends Scenario {

    private String work(String tag) {
        print("work", tag, "starts");
        sleep(ZERO);
        return tag;
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        Future<String> first = ensureFuture(() -> work("ensured"), loop);
        Task<String> second = loop.createTask(() -> work("created"), "named");
        print("before run", first.done(), second.done(), second.getName());
        print("loop of first", first.getLoop() == loop);
        print("result", loop.runUntilComplete(second));
        print("first also finished", first.done(), first.result());
        loop.close();
    }
}
