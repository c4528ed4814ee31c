package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Handle;
import org.asyncio4j.conformance.Scenario;

final class S022_order_call_soon_cancel extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        List<String> ran = new ArrayList<>();
        Handle h1 = loop.callSoon(() -> ran.add("one"));
        Handle h2 = loop.callSoon(() -> ran.add("two"));
        Handle h3 = loop.callSoon(() -> ran.add("three"));
        print("cancelled before", h1.cancelled(), h2.cancelled(), h3.cancelled());
        h2.cancel();
        h2.cancel();
        print("cancelled after", h1.cancelled(), h2.cancelled(), h3.cancelled());
        sleep(ZERO);
        print("ran", String.join(" ", ran));
        h1.cancel();
        print("late cancel", h1.cancelled());
        // one callback cancels the next one of the same iteration
        List<Handle> handles = new ArrayList<>();
        loop.callSoon(() -> {
            ran.add("four");
            handles.get(0).cancel();
        });
        handles.add(loop.callSoon(() -> ran.add("five")));
        sleep(ZERO);
        print("ran", String.join(" ", ran));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
