package org.asyncio4j.model;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.sync.Semaphore;

/** A semaphore: no permit is lost or invented, nobody overtakes, nobody waits while there is a permit. */
final class SemaphoreScene extends Scene {

    /** What is checked: the semaphore itself or a copy with a fault. */
    interface Subject {
        void acquire();

        void release();

        int value();
    }

    private final Subject semaphore;
    /** Those who asked and have not got one, in order. */
    private final List<Integer> arrived = new ArrayList<>();
    /** How many permits there are, taken or not. */
    private int total;
    private int taken;

    SemaphoreScene(Subject semaphore) {
        this.semaphore = semaphore;
        this.total = semaphore.value();
    }

    static SemaphoreScene of(Semaphore semaphore) {
        return new SemaphoreScene(new Subject() {
            @Override
            public void acquire() {
                semaphore.acquire();
            }

            @Override
            public void release() {
                semaphore.release();
            }

            @Override
            public int value() {
                return semaphore.statistics().value();
            }

            @Override
            public String toString() {
                return semaphore.toString();
            }
        });
    }

    @Override
    List<String> operations() {
        return List.of("use", "use", "touch", "take", "add");
    }

    @Override
    void perform(int task, String operation) {
        if (operation.equals("add")) {
            total++;
            semaphore.release();
            return;
        }
        arrived.add(task);
        try {
            semaphore.acquire();
            taken++;
            checkTurn(task);
        } finally {
            arrived.remove(Integer.valueOf(task));
        }
        event(task, "has one");
        check(taken <= total, "no more permits are taken than there are");
        if (operation.equals("take")) {
            return;
        }
        try {
            if (operation.equals("use")) {
                sleep(ZERO);
            }
        } finally {
            event(task, "releases");
            taken--;
            semaphore.release();
        }
    }

    /** Who came before and still waits must have a permit on its way to it. */
    private void checkTurn(int task) {
        int onTheirWay = total - taken - semaphore.value();
        long before = arrived.subList(0, arrived.indexOf(task)).stream().filter(other -> !mayGiveUp(other)).count();
        check(before <= onTheirWay,
                before + " came before task " + task + ", and " + onTheirWay + " of them are served");
    }

    @Override
    String state() {
        return semaphore + " " + arrived + " " + taken;
    }

    @Override
    void checkQuiet() {
        check(semaphore.value() == total - taken, "every permit is taken or free");
        check(semaphore.value() == 0 || arrived.isEmpty(), "nobody waits while there is a permit");
        check(tasksLeft() == arrived.size(), "every task comes to its end or waits for a permit");
    }
}
