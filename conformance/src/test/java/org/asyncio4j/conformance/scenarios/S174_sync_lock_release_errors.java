package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Lock;

final class S174_sync_lock_release_errors extends Scenario {

    private void other(Lock lock) {
        print("other releases, locked", lock.locked());
        lock.release();
    }

    private void main() {
        var lock = new Lock();
        try {
            lock.release();
        } catch (IllegalStateException e) {
            print(typeName(e), "-", e);
        }
        lock.acquire();
        await(createTask(() -> other(lock)));
        print("locked", lock.locked());
        try {
            try (var _ = lock.acquire()) {
                throw new IllegalArgumentException("body failed");
            }
        } catch (IllegalArgumentException e) {
            print(e, "| released:", !lock.locked());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
