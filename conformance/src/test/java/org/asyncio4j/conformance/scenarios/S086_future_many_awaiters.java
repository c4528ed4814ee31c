package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S086_future_many_awaiters extends Scenario {

    private void waiter(int i, Future<String> fut, List<String> log) {
        try {
            log.add(i + " got " + await(fut));
        } catch (IllegalArgumentException e) {
            log.add(i + " error " + str(e));
        }
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        for (String outcome : List.of("value", "error")) {
            Future<String> fut = loop.createFuture();
            List<String> log = new ArrayList<>();
            List<Task<@Nullable Void>> ts = new ArrayList<>();
            for (int i : List.of(3, 1, 2)) {
                ts.add(createTask(() -> waiter(i, fut, log)));
            }
            sleep(ZERO);
            if (outcome.equals("value")) {
                fut.setResult(outcome);
            } else {
                fut.setException(new IllegalArgumentException(outcome));
            }
            Asyncio.wait(ts);
            print(String.join(", ", log));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
