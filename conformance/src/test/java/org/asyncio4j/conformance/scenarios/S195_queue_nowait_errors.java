package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueEmpty;
import org.asyncio4j.queue.QueueFull;

final class S195_queue_nowait_errors extends Scenario {

    private void main() {
        var q = new Queue<String>(1);
        try {
            q.getNowait();
        } catch (QueueEmpty e) {
            print(typeName(e), "message length", str(e).length());
        }
        q.putNowait("one");
        try {
            q.putNowait("two");
        } catch (QueueFull e) {
            print(typeName(e), "message length", str(e).length());
        }
        print(q.getNowait(), q.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
