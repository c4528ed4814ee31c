package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S097_gather_child_cancelled extends Scenario {

    private String child(String name, Duration delay) {
        sleep(delay);
        print(name, "finished");
        return name;
    }

    private void main() {
        Task<String> a = createTask(() -> child("a", ofMillis(60)));
        Task<String> b = createTask(() -> child("b", ofMillis(30)));
        getRunningLoop().callSoon(() -> b.cancel("b only"));
        Future<List<String>> g = gather(a, b);
        try {
            await(g);
        } catch (CancelledError e) {
            print("gather raised CancelledError:", e);
        }
        print("gather future cancelled", g.cancelled(), "a done", a.done());
        print(await(a));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
