package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.conformance.Scenario;

final class S011_run_loop_factory extends Scenario {

    private final List<EventLoop> made = new ArrayList<>();

    private EventLoop factory() {
        EventLoop loop = newEventLoop();
        made.add(loop);
        print("factory called, count", made.size());
        return loop;
    }

    private String main(String expected) {
        EventLoop loop = getRunningLoop();
        print("running on factory loop", loop == made.getLast());
        sleep(ZERO);
        return expected;
    }

    @Override
    protected void script() {
        RunnerOptions options = RunnerOptions.defaults().withLoopFactory(this::factory);
        print("result", Asyncio.run(() -> main("one"), options));
        print("closed", made.get(0).isClosed());
        print("result", Asyncio.run(() -> main("two"), options));
        print("closed", made.get(1).isClosed(), "distinct", made.get(0) != made.get(1));
    }
}
