package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;

final class S198_queue_join_task_done extends Scenario {

    private void worker(Queue<Integer> q, String name) {
        while (true) {
            int item = q.get();
            sleep(ofMillis(50));
            print(name, "processed", item);
            q.taskDone();
        }
    }

    private void main() {
        var q = new Queue<Integer>();
        q.join();
        print("join on an unused queue returns");
        for (int i = 0; i < 3; i++) {
            q.putNowait(i);
        }
        Task<?> w = createTask(() -> worker(q, "w"));
        sleep(ofMillis(10));
        print("size", q.size(), "but work unfinished");
        q.join();
        print("join returned");
        w.cancel();
        Asyncio.wait(List.of(w));
        print("worker cancelled", w.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
