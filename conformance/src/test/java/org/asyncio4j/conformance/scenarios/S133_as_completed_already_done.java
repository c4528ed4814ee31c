package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S133_as_completed_already_done extends Scenario {

    private String job(String name, Duration delay) {
        sleep(delay);
        return name;
    }

    private void main() {
        Task<String> slow = createTask(() -> job("slow", ofMillis(60)));
        Task<String> ready = createTask(() -> job("ready", ZERO));
        await(ready);
        Future<String> fut = getRunningLoop().createFuture();
        getRunningLoop().callLater(ofMillis(30), () -> fut.setResult("future"));
        for (Coroutine<String> next : asCompleted(List.of(slow, fut, ready))) {
            print(await(next));
        }
        List<Coroutine<String>> items = new ArrayList<>();
        Asyncio.<String>asCompleted(List.of()).forEach(items::add);
        print("empty input:", items.size(), "items");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
