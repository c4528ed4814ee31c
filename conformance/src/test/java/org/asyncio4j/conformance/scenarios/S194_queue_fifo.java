package org.asyncio4j.conformance.scenarios;

import java.util.List;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;

final class S194_queue_fifo extends Scenario {

    private void main() {
        var q = new Queue<String>(3);
        print("maxsize", q.maxsize(), "size", q.size(), "empty", q.isEmpty(), "full", q.isFull());
        for (String item : List.of("a", "b", "c")) {
            q.put(item);
        }
        print("size", q.size(), "empty", q.isEmpty(), "full", q.isFull());
        print(q.get(), q.get(), q.get());
        print("size", q.size(), "empty", q.isEmpty(), "full", q.isFull());
        var unlimited = new Queue<Integer>();
        for (int i = 0; i < 100; i++) {
            unlimited.putNowait(i);
        }
        print("unlimited", unlimited.maxsize(), unlimited.size(), "full", unlimited.isFull());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
