package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Lock;

final class S175_sync_lock_cancelled_waiter extends Scenario {

    private void worker(Lock lock, String name) {
        try (var _ = lock.acquire()) {
            print(name, "acquired");
        } catch (CancelledError e) {
            print(name, "cancelled while waiting, locked", lock.locked());
            throw e;
        }
    }

    private void main() {
        var lock = new Lock();
        lock.acquire();
        Task<?> a = createTask(() -> worker(lock, "a"));
        Task<?> b = createTask(() -> worker(lock, "b"));
        Task<?> c = createTask(() -> worker(lock, "c"));
        sleep(ZERO);
        a.cancel();
        sleep(ZERO);
        lock.release();
        Asyncio.wait(List.of(a, b, c));
        print("a cancelled", a.cancelled(), "locked", lock.locked());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
