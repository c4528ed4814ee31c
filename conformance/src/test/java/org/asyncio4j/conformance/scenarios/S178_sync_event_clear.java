package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Event;

final class S178_sync_event_clear extends Scenario {

    private void waiter(Event event, String name) {
        event.await();
        print(name, "woke, is_set", event.isSet());
    }

    private void main() {
        var event = new Event();
        Task<?> early = createTask(() -> waiter(event, "early"));
        sleep(ZERO);
        event.set();
        event.clear();
        await(early);
        Task<?> late = createTask(() -> waiter(event, "late"));
        sleep(ofMillis(20));
        print("late done", late.done());
        try {
            waitFor(event::await, ofMillis(20));
        } catch (TimeoutError _) {
            print("wait timed out");
        }
        event.set();
        await(late);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
