package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Barrier;

final class S189_sync_barrier_index extends Scenario {

    private void party(Barrier barrier, String name, Duration delay, List<Integer> log) {
        sleep(delay);
        print(name, "arrives, already waiting", barrier.nWaiting());
        log.add(barrier.await());
    }

    private void main() {
        var barrier = new Barrier(3);
        print("parties", barrier.parties(), "broken", barrier.broken());
        for (int round : List.of(1, 2)) {
            List<Integer> log = new ArrayList<>();
            await(gather(
                    () -> party(barrier, "a", ofMillis(60), log),
                    () -> party(barrier, "b", ofMillis(20), log),
                    () -> party(barrier, "c", ofMillis(40), log)));
            print("round", round, "indices", log.stream().sorted().toList(), "waiting", barrier.nWaiting());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
