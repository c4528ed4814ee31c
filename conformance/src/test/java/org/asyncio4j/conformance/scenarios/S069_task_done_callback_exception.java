package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S069_task_done_callback_exception extends Scenario {

    private void bad() {
        throw new IllegalStateException("callback failed");
    }

    private String work() {
        sleep(ZERO);
        return "fine";
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.setExceptionHandler(
                (_, ctx) -> print("handler:", typeName(ctx.exception()), ctx.exception()));
        Task<String> t = createTask(this::work);
        t.addDoneCallback(_ -> print("good before"));
        t.addDoneCallback(_ -> bad());
        t.addDoneCallback(_ -> print("good after"));
        print("awaited", await(t));
        print("exception of task", t.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
