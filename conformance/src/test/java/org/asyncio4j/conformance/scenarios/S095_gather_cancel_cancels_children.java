package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S095_gather_cancel_cancels_children extends Scenario {

    private void child(String name, Duration delay) {
        try {
            sleep(delay);
            print(name, "finished");
        } catch (CancelledError e) {
            print(name, "cancelled");
            throw e;
        }
    }

    private void main() {
        List<Task<@Nullable Void>> kids = List.of(
                createTask(() -> child("quick", ofMillis(10))),
                createTask(() -> child("x", ofSeconds(1))),
                createTask(() -> child("y", ofSeconds(1))));
        Future<List<@Nullable Void>> g = gather(kids);
        sleep(ofMillis(50));
        print("cancel ->", g.cancel(), "gather done", g.done());
        try {
            await(g);
        } catch (CancelledError _) {
            print("awaiter got CancelledError, gather cancelled", g.cancelled());
        }
        for (Task<?> kid : kids) {
            print("child cancelled", kid.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
