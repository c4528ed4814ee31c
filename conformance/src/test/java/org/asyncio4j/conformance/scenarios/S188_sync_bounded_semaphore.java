package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.BoundedSemaphore;
import org.asyncio4j.sync.Semaphore;

final class S188_sync_bounded_semaphore extends Scenario {

    private void main() {
        var sem = new BoundedSemaphore(2);
        try {
            sem.release();
        } catch (IllegalArgumentException e) {
            print(typeName(e), "-", e);
        }
        try (var _ = sem.acquire()) {
            try (var _ = sem.acquire()) {
                print("both taken, locked", sem.locked());
            }
            print("one free, locked", sem.locked());
        }
        try {
            sem.release();
        } catch (IllegalArgumentException e) {
            print("again:", e);
        }
        var plain = new Semaphore(2);
        plain.release();
        print("plain semaphore does not complain");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
