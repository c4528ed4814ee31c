package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;

final class S204_queue_producer_consumer extends Scenario {

    private void producer(Queue<@Nullable Integer> q, int start) {
        for (int i = start; i < start + 5; i++) {
            q.put(i);
            sleep(ZERO);
        }
    }

    private String consumer(Queue<@Nullable Integer> q, List<Integer> seen) {
        while (true) {
            Integer item = q.get();
            if (item == null) {
                return "ended";
            }
            seen.add(item);
            sleep(ZERO);
        }
    }

    private void main() {
        var q = new Queue<@Nullable Integer>(2);
        var seen = new ArrayList<Integer>();
        List<Task<String>> consumers = List.of(
                createTask(() -> consumer(q, seen)),
                createTask(() -> consumer(q, seen)));
        await(gather(() -> producer(q, 0), () -> producer(q, 100)));
        for (var _ : consumers) {
            q.put(null);
        }
        print("consumers", String.join(" ", await(gather(consumers))));
        print("items", seen.stream().sorted().toList());
        List<Integer> low = seen.stream().filter(x -> x < 100).toList();
        print("each producer's order kept", low.equals(low.stream().sorted().toList()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
