package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S223_loop_stopped_too_early extends Scenario {

    private String work() {
        print("work starts");
        sleep(ofMillis(50));
        print("work ends");
        return "late";
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        Task<String> task = loop.createTask(this::work);
        loop.callLater(ofMillis(20), loop::stop);
        try {
            loop.runUntilComplete(task);
        } catch (IllegalStateException e) {
            print(e);
        }
        print("task done", task.done());
        print(loop.runUntilComplete(task));
        loop.close();
    }
}
