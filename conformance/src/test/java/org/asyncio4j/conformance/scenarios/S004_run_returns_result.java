package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.Scenario;

final class S004_run_returns_result extends Scenario {

    private final List<EventLoop> loops = new ArrayList<>();

    private int compute(int x) {
        loops.add(getRunningLoop());
        print("inside: running", loops.getLast().isRunning(), "closed", loops.getLast().isClosed());
        sleep(ZERO);
        return x * 2;
    }

    private void nothing() {
        sleep(ZERO);
    }

    @Override
    protected void script() {
        print("first", run(() -> compute(21)));
        print("second", run(() -> compute(5)));
        print("same loop", loops.get(0) == loops.get(1));
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(i);
            print("after: loop", i, "running", loop.isRunning(), "closed", loop.isClosed());
        }
        VoidCoroutine nothing = this::nothing;
        print("no value", run(nothing.asCoroutine()));
    }
}
