package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;

final class S199_queue_task_done_too_often extends Scenario {

    private void main() {
        var q = new Queue<Integer>();
        try {
            q.taskDone();
        } catch (IllegalArgumentException e) {
            print("unused:", e);
        }
        q.put(1);
        q.taskDone();
        print("before get is fine, size", q.size());
        try {
            q.taskDone();
        } catch (IllegalArgumentException e) {
            print("again:", e);
        }
        q.join();
        print("joined with an item still inside, size", q.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
