import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * A cancellation explains itself: why, who asked, and in which line.
 *
 *     ./asyncio4j run examples/WhoCancelled.java
 */

void work() {
    try {
        sleep(ofDays(1));
    } catch (CancelledError cancelled) {
        String who = cancelled.requester() == null ? "nobody" : cancelled.requester().getName();
        String where = cancelled.site() == null ? "the library" : cancelled.site().getMethodName();
        IO.println(cancelled.kind() + " by " + who + " in " + where + ": " + cancelled.getMessage());
        throw cancelled; // clean up and let it pass
    }
}

void stop(Task<?> task) {
    task.cancel("not needed any more");
}

void main() {
    run(() -> {
        currentTask().setName("main");

        Task<Void> worker = createTask(this::work);
        sleep(ZERO);
        stop(worker);
        Asyncio.wait(List.of(worker));

        try {
            timeout(ofMillis(10), this::work);
        } catch (TimeoutError late) {
            IO.println("too late");
        }

        try {
            taskGroup(tg -> {
                tg.createTask(this::work);
                tg.createTask(() -> {
                    throw new IllegalStateException("out of coffee");
                }, "the one that failed");
            });
        } catch (ExceptionGroup group) {
            IO.println(group.exceptions().getFirst().getMessage());
        }

        createTask(this::work); // still there when run() ends
        sleep(ZERO);
    });
}
