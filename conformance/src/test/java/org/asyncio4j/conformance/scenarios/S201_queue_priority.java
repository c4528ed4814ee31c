package org.asyncio4j.conformance.scenarios;

import java.util.Comparator;
import java.util.List;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.PriorityQueue;

final class S201_queue_priority extends Scenario {

    private record Item(int rank, String name) {}

    private void main() {
        var q = new PriorityQueue<Integer>(5);
        for (int n : List.of(30, 10, 50, 20, 40)) {
            q.putNowait(n);
        }
        print("full", q.isFull());
        print(List.of(q.get(), q.get(), q.get()));
        var pq = new PriorityQueue<Item>(Comparator.comparingInt(Item::rank).thenComparing(Item::name));
        for (Item item : List.of(new Item(2, "write"), new Item(1, "read"), new Item(2, "append"),
                new Item(0, "open"))) {
            pq.put(item);
        }
        while (!pq.isEmpty()) {
            Item item = pq.get();
            print(item.rank(), item.name());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
