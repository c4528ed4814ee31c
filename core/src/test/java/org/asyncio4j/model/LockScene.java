package org.asyncio4j.model;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.sync.Lock;

/** A lock: one owner, nobody overtakes, nobody is left waiting. */
final class LockScene extends Scene {

    /** What is checked: the lock itself or a copy with a fault. */
    interface Subject {
        void acquire();

        void release();

        boolean locked();
    }

    private final Subject lock;
    /** Those who asked and have not got it, in order. */
    private final List<Integer> arrived = new ArrayList<>();
    private int owners;

    LockScene(Subject lock) {
        this.lock = lock;
    }

    static LockScene ofLock() {
        var lock = new Lock();
        return new LockScene(new Subject() {
            @Override
            public void acquire() {
                lock.acquire();
            }

            @Override
            public void release() {
                lock.release();
            }

            @Override
            public boolean locked() {
                return lock.locked();
            }

            @Override
            public String toString() {
                return lock.toString();
            }
        });
    }

    @Override
    List<String> operations() {
        return List.of("use", "use", "touch");
    }

    @Override
    void perform(int task, String operation) {
        arrived.add(task);
        try {
            lock.acquire();
            checkTurn(task);
        } finally {
            arrived.remove(Integer.valueOf(task));
        }
        owners++;
        try {
            event(task, "has it");
            check(owners == 1, "a lock has one owner");
            check(lock.locked(), "a lock that was acquired is locked");
            if (operation.equals("use")) {
                sleep(ZERO);
            }
        } finally {
            owners--;
            event(task, "releases");
            lock.release();
        }
    }

    private void checkTurn(int task) {
        for (int other : arrived.subList(0, arrived.indexOf(task))) {
            check(mayGiveUp(other), "task " + other + " came before task " + task);
        }
    }

    @Override
    String state() {
        return lock + " " + arrived;
    }

    @Override
    void checkQuiet() {
        check(!lock.locked(), "a lock that nobody uses is not locked");
        check(arrived.isEmpty(), "nobody waits for a lock that is free");
        check(tasksLeft() == 0, "every task comes to its end");
    }
}
