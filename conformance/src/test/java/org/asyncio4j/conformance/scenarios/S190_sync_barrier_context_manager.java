package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Barrier;

final class S190_sync_barrier_context_manager extends Scenario {

    // leaving async with does nothing, so what enters it is enough
    private int party(Barrier barrier, String name, Duration delay, List<String> log) {
        sleep(delay);
        int position = barrier.await();
        log.add(name);
        if (position == 0) {
            print("exactly one prepares the next stage");
        }
        return position;
    }

    private void main() {
        var barrier = new Barrier(2);
        List<String> log = new ArrayList<>();
        List<Integer> positions = await(gather(
                () -> party(barrier, "x", ofMillis(30), log),
                () -> party(barrier, "y", ofMillis(10), log)));
        print("positions", positions);
        print("everybody passed", log.stream().sorted().collect(Collectors.joining(" ")));
        try {
            new Barrier(0);
        } catch (IllegalArgumentException e) {
            print(e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
