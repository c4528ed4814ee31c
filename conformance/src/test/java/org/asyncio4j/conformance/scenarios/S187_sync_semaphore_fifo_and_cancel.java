package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Semaphore;

final class S187_sync_semaphore_fifo_and_cancel extends Scenario {

    private void waiter(Semaphore sem, int n) {
        try {
            sem.acquire();
            print(n, "acquired");
        } catch (CancelledError e) {
            print(n, "cancelled");
            throw e;
        }
    }

    private void main() {
        var sem = new Semaphore(0);
        List<Task<?>> ts = new ArrayList<>();
        for (int n : List.of(0, 1, 2, 3)) {
            ts.add(createTask(() -> waiter(sem, n)));
        }
        sleep(ZERO);
        ts.get(1).cancel();
        sem.release();
        sem.release();
        sleep(ofMillis(30));
        print("done", ts.stream().filter(Task::done).count(), "locked", sem.locked());
        sem.release();
        Asyncio.wait(ts);
        print("cancelled", IntStream.range(0, 4).filter(n -> ts.get(n).cancelled()).boxed().toList());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
