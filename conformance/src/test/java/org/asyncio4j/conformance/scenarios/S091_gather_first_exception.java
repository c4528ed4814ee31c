package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S091_gather_first_exception extends Scenario {

    private String ok(String name, Duration delay) {
        sleep(delay);
        print(name, "finished");
        return name;
    }

    private String bad(String name, Duration delay) {
        sleep(delay);
        print(name, "raises");
        throw new IllegalArgumentException(name);
    }

    private void main() {
        Task<String> slow = createTask(() -> ok("slow", ofMillis(220)));
        try {
            await(gather(slow, () -> bad("bad-late", ofMillis(130)), () -> bad("bad-early", ofMillis(30))));
        } catch (IllegalArgumentException e) {
            print("gather raised", e);
        }
        print("slow done", slow.done(), "cancelled", slow.cancelled());
        print("slow result", await(slow));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
