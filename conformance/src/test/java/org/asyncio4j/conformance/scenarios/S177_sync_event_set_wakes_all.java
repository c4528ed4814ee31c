package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Event;

final class S177_sync_event_set_wakes_all extends Scenario {

    private void waiter(Event event, int n) {
        print(n, "waits, is_set", event.isSet());
        print(n, "woke with", event.await());
    }

    private void main() {
        var event = new Event();
        List<Task<?>> ts = new ArrayList<>();
        for (int n : List.of(1, 2, 3)) {
            ts.add(createTask(() -> waiter(event, n)));
        }
        sleep(ZERO);
        event.set();
        print("set, nobody ran yet");
        event.set();
        Asyncio.wait(ts);
        getRunningLoop().callSoon(() -> print("callback later"));
        print("immediate", event.await());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
