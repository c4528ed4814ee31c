package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Semaphore;

final class S185_sync_semaphore_limits extends Scenario {

    private void worker(Semaphore sem, int n, Duration delay) {
        try (var _ = sem.acquire()) {
            print(n, "in, locked", sem.locked());
            sleep(delay);
            print(n, "out");
        }
    }

    private void main() {
        var sem = new Semaphore(2);
        print("locked", sem.locked());
        await(gather(
                () -> worker(sem, 0, ofMillis(90)),
                () -> worker(sem, 1, ofMillis(30)),
                () -> worker(sem, 2, ofMillis(120)),
                () -> worker(sem, 3, ofMillis(20))));
        print("locked", sem.locked());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
