import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;
import org.asyncio4j.sync.*;

/*
 * What tasks wait for in each other: a lock, a semaphore, an event, a condition and a barrier.
 *
 *     ./asyncio4j run examples/Locks.java
 */

final Lock lock = new Lock("account");
int balance;

/** Between two waits nobody else runs; a lock is for what must stay whole across a wait. */
void deposit(int amount) {
    try (var held = lock.acquire()) {
        int before = balance;
        sleep(ofMillis(1));
        balance = before + amount;
    }
}

void main() {
    run(() -> {
        await(gather(() -> deposit(1), () -> deposit(2), () -> deposit(3)));
        IO.println("balance " + balance);

        var places = new Semaphore(2);
        var inside = new int[2]; // now, and at most
        var all = IntStream.range(0, 6).mapToObj(_ -> (VoidCoroutine) () -> {
            try (var place = places.acquire()) {
                inside[1] = Math.max(inside[1], ++inside[0]);
                sleep(ofMillis(1));
                inside[0]--;
            }
        });
        await(gather(all.toArray(VoidCoroutine[]::new)));
        IO.println("at most " + inside[1] + " at a time");

        var open = new Event();
        Task<Void> guest = createTask(() -> {
            open.await();
            IO.println("come in");
        });
        IO.println("the door opens");
        open.set();
        guest.await();

        var changed = new Condition();
        List<String> parcels = new ArrayList<>();
        Task<Void> receiver = createTask(() -> {
            try (var held = changed.acquire()) {
                changed.waitFor(() -> parcels.size() == 2 ? true : null);
                IO.println("received " + parcels);
            }
        });
        for (String parcel : List.of("one", "two")) {
            sleep(ofMillis(1));
            try (var held = changed.acquire()) {
                parcels.add(parcel);
                changed.signalAll();
            }
        }
        receiver.await();

        var start = new Barrier(3);
        VoidCoroutine runner = () -> {
            if (start.await() == 0) {
                IO.println("all three are at the line");
            }
        };
        await(gather(runner, runner, runner));
    });
}
