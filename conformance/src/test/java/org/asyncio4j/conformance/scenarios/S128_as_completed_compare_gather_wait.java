package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S128_as_completed_compare_gather_wait extends Scenario {

    private record Spec(String name, Duration delay) {}

    private static final List<Spec> SPEC = List.of(new Spec("a", ofMillis(90)), new Spec("b", ofMillis(30)),
            new Spec("c", ofMillis(60)));

    private static String job(String name, Duration delay) {
        sleep(delay);
        return name;
    }

    private static List<Task<String>> start() {
        return SPEC.stream()
                .map(spec -> createTask(() -> job(spec.name(), spec.delay())))
                .toList();
    }

    private void main() {
        print("gather:", String.join(" ", await(gather(start()))));
        WaitResult<Task<String>> result = Asyncio.wait(start());
        String done = result.done().stream().map(Task::result).sorted().collect(joining(" "));
        print("wait:", done, "pending", result.pending().size());
        for (Coroutine<String> next : asCompleted(start())) {
            print("as_completed:", await(next));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
