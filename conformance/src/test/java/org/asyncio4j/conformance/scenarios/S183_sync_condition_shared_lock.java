package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;
import org.asyncio4j.sync.Lock;

final class S183_sync_condition_shared_lock extends Scenario {

    private void waiter(String name, Condition cond) {
        try (var _ = cond.acquire()) {
            print(name, "waits");
            cond.await();
            print(name, "woke");
        }
    }

    private void main() {
        var lock = new Lock();
        var notEmpty = new Condition(lock);
        var notFull = new Condition(lock);
        Task<?> a = createTask(() -> waiter("not_empty", notEmpty));
        Task<?> b = createTask(() -> waiter("not_full", notFull));
        sleep(ofMillis(30));
        try (var _ = lock.acquire()) {
            print("both see the lock", notEmpty.locked(), notFull.locked());
            notFull.signal();
        }
        sleep(ofMillis(30));
        print("not_empty done", a.done(), "not_full done", b.done());
        try (var _ = notEmpty.acquire()) {
            notEmpty.signal();
        }
        await(a);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
