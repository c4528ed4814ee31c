package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.Semaphore;

final class S193_sync_wait_with_timeouts extends Scenario {

    private void main() {
        var lock = new Lock();
        var sem = new Semaphore(0);
        var cond = new Condition();
        lock.acquire();
        try {
            waitFor(lock::acquire, ofMillis(20));
        } catch (TimeoutError _) {
            print("lock timed out");
        }
        lock.release();
        print("lock free", !lock.locked());
        try {
            timeout(ofMillis(20), () -> sem.acquire());
        } catch (TimeoutError _) {
            print("semaphore timed out");
        }
        sem.release();
        print("slot available", !sem.locked());
        try (var _ = cond.acquire()) {
            try {
                waitFor(cond::await, ofMillis(20));
            } catch (TimeoutError _) {
                print("condition timed out, lock held", cond.locked());
            }
        }
        print("lock held", cond.locked());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
