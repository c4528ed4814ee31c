package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S010_run_debug_flag extends Scenario {

    private record Modes(boolean before, boolean after) {}

    private Modes main() {
        EventLoop loop = getRunningLoop();
        boolean before = loop.getDebug();
        loop.setDebug(!before);
        boolean after = loop.getDebug();
        loop.setDebug(before);
        return new Modes(before, after);
    }

    @Override
    protected void script() {
        for (boolean flag : List.of(true, false)) {
            Modes modes = Asyncio.run(this::main, RunnerOptions.defaults().withDebug(flag));
            print("debug", flag, "->", modes.before(), "toggled", modes.after());
        }
    }
}
