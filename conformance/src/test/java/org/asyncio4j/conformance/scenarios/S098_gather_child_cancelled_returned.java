package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S098_gather_child_cancelled_returned extends Scenario {

    private static String child(String name) {
        sleep(ofMillis(30));
        return name;
    }

    private void main() {
        List<Task<String>> tasks = Stream.of("a", "b", "c").map(n -> createTask(() -> child(n))).toList();
        sleep(ZERO);
        tasks.get(1).cancel("skip b");
        for (Object r : await(gatherReturnExceptions(tasks))) {
            if (r instanceof CancelledError error) {
                print(typeName(error), "[" + str(error) + "]");
            } else {
                print(r);
            }
        }
        print("current task cancelling", requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
