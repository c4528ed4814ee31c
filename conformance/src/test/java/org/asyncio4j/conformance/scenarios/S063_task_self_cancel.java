package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S063_task_self_cancel extends Scenario {

    private String inner() {
        return "no suspension here";
    }

    private String work() {
        Task<?> me = requireNonNull(currentTask());
        print("cancel ->", me.cancel("self"), "cancelling", me.cancelling());
        print(inner());
        try {
            sleep(ofMillis(50));
            print("never printed");
        } catch (CancelledError e) {
            print("raised at the await:", e);
        }
        sleep(ofMillis(10));
        return "alive";
    }

    private String finishing() {
        requireNonNull(currentTask()).cancel("no more awaits");
        return "returned value is lost";
    }

    private void main() {
        print(await(createTask(this::work)));
        Task<String> t = createTask(this::finishing);
        Asyncio.wait(List.of(t));
        print("finishing: cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
