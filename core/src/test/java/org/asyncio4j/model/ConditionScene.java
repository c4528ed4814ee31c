package org.asyncio4j.model;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.sync.Condition;

/**
 * A condition around a number of items: no signal is lost, so nobody waits while there is an item; and whoever leaves a wait,
 * with an error too, is the only one who has the lock.
 */
final class ConditionScene extends Scene {

    /** What is checked: the condition itself or a copy with a fault. */
    interface Subject {
        void acquire();

        void release();

        boolean locked();

        void await();

        void signal(int n);
    }

    private final Subject condition;
    private int items;
    private int waiting;
    private int owners;

    ConditionScene(Subject condition) {
        this.condition = condition;
    }

    static ConditionScene ofCondition() {
        var condition = new Condition();
        return new ConditionScene(new Subject() {
            @Override
            public void acquire() {
                condition.acquire();
            }

            @Override
            public void release() {
                condition.release();
            }

            @Override
            public boolean locked() {
                return condition.locked();
            }

            @Override
            public void await() {
                condition.await();
            }

            @Override
            public void signal(int n) {
                condition.signal(n);
            }

            @Override
            public String toString() {
                return condition.toString();
            }
        });
    }

    @Override
    List<String> operations() {
        return List.of("get", "get", "get", "put", "put", "put2", "hold");
    }

    @Override
    void perform(int task, String operation) {
        condition.acquire();
        enter();
        try {
            switch (operation) {
                case "get" -> get(task);
                case "put" -> put(1);
                case "put2" -> put(2);
                case "hold" -> sleep(ZERO);
                default -> throw new IllegalArgumentException(operation);
            }
        } finally {
            leave();
            condition.release();
        }
    }

    private void get(int task) {
        while (items == 0) {
            leave();
            waiting++;
            try {
                condition.await();
            } catch (CancelledError cancelled) {
                check(condition.locked(), "a cancelled wait ends with the lock");
                throw cancelled;
            } finally {
                waiting--;
                enter();
            }
            event(task, "wakes");
        }
        items--;
    }

    private void put(int number) {
        items += number;
        condition.signal(number);
    }

    private void enter() {
        owners++;
        check(owners == 1, "the lock has one owner");
    }

    private void leave() {
        owners--;
    }

    @Override
    String state() {
        return condition + " " + items + " " + waiting;
    }

    @Override
    void checkQuiet() {
        check(!condition.locked(), "a lock that nobody uses is not locked");
        check(items == 0 || waiting == 0, "nobody waits while there is an item");
        check(tasksLeft() == waiting, "every task comes to its end or waits for an item");
    }

    @Override
    void letGo() {
        if (condition.locked()) {
            condition.release();
        }
    }
}
