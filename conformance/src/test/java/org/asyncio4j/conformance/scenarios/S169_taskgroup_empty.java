package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S169_taskgroup_empty extends Scenario {

    private String quick() {
        return "quick";
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.callSoon(() -> print("callback ran"));
        taskGroup(_ -> print("empty body"));
        print("after empty group");
        taskGroup(tg -> {
            Task<String> t = tg.createTask(this::quick);
            print("body awaits", await(t));
        });
        print("after second group");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
