package org.asyncio4j.conformance.scenarios;

import java.util.List;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;

final class S205_queue_shutdown_drains extends Scenario {

    private void main() {
        var q = new Queue<String>();
        q.putNowait("a");
        q.putNowait("b");
        q.shutdown();
        try {
            q.put("c");
        } catch (QueueShutDown e) {
            print("put:", typeName(e), "message length", str(e).length());
        }
        try {
            q.putNowait("d");
        } catch (QueueShutDown _) {
            print("put_nowait refused");
        }
        print(q.get(), q.getNowait());
        for (String attempt : List.of("get", "get_nowait")) {
            try {
                if (attempt.equals("get")) {
                    q.get();
                } else {
                    q.getNowait();
                }
            } catch (QueueShutDown _) {
                print(attempt, "QueueShutDown, empty", q.isEmpty());
            }
        }
        q.shutdown();
        print("second shutdown is harmless");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
