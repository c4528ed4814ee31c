package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Lock;

final class S173_sync_lock_mutual_exclusion extends Scenario {

    private void worker(Lock lock, String name) {
        print(name, "wants");
        try (var _ = lock.acquire()) {
            print(name, "in, locked", lock.locked());
            sleep(ofMillis(10));
            print(name, "out");
        }
    }

    private void main() {
        var lock = new Lock();
        print("locked", lock.locked());
        await(gather(() -> worker(lock, "a"), () -> worker(lock, "b"), () -> worker(lock, "c")));
        print("locked", lock.locked());
        // what it returns is the lock in hand
        lock.acquire();
        print("acquire returns", lock.locked());
        lock.release();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
