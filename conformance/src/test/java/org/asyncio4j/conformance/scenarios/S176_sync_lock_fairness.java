package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Lock;

final class S176_sync_lock_fairness extends Scenario {

    private void greedy(Lock lock) {
        for (int i = 0; i < 3; i++) {
            try (var _ = lock.acquire()) {
                print("greedy", i);
                sleep(ZERO);
            }
        }
    }

    private void modest(Lock lock, String name) {
        try (var _ = lock.acquire()) {
            print("modest", name);
        }
    }

    private void main() {
        var lock = new Lock();
        await(gather(() -> greedy(lock), () -> modest(lock, "x"), () -> modest(lock, "y")));
        lock.acquire();
        Task<?> t = createTask(() -> modest(lock, "late"));
        sleep(ZERO);
        lock.release();
        print("released but promised: locked", lock.locked());
        try (var _ = lock.acquire()) {
            print("main again");
        }
        await(t);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
