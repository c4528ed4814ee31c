package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Semaphore;

final class S186_sync_semaphore_values extends Scenario {

    private void main() {
        try {
            new Semaphore(-1);
        } catch (IllegalArgumentException e) {
            print(e);
        }
        var sem = new Semaphore(0);
        print("locked", sem.locked());
        Task<Semaphore.Permit> t = createTask(sem::acquire);
        sleep(ZERO);
        print("acquired", t.done());
        sem.release();
        // what it returns is the permit
        await(t);
        print("acquire returned", t.done());
        sem.release();
        sem.release();
        sem.release();
        for (int i = 0; i < 3; i++) {
            sem.acquire();
        }
        print("three acquired, locked", sem.locked());
        var byDefault = new Semaphore();
        byDefault.acquire();
        print("default value is one:", byDefault.locked());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
