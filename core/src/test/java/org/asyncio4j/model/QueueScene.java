package org.asyncio4j.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.asyncio4j.queue.LifoQueue;
import org.asyncio4j.queue.PriorityQueue;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;

/** A queue: no item is lost or given twice, they come in their order, maxsize holds, and nobody sleeps who could go on. */
final class QueueScene extends Scene {

    /*
     * What is checked:
     *
     *   put returned   the queue was open and had a place: maxsize is never exceeded
     *   get returned   the very item whose turn it was: none lost, none twice, the order of the queue
     *   refused        the queue was shut down, and for get also empty
     *   at rest        who still waits in get finds no item, in put no place, and an open queue: nobody is stuck
     *   at the end     the queue holds what the account holds: a call that ended in cancellation took and put nothing
     */

    /** What is checked: the queue itself or a copy with a fault. */
    interface Subject {
        void put(int item);

        int get();

        int getNowait();

        int size();

        void shutdown(boolean immediate);
    }

    static final ToIntFunction<List<Integer>> OLDEST = List::getFirst;
    static final ToIntFunction<List<Integer>> NEWEST = List::getLast;
    static final ToIntFunction<List<Integer>> SMALLEST = Collections::min;

    private final Subject queue;
    private final int maxsize;
    /** Whose turn it is, of items in the order in which they were put. */
    private final ToIntFunction<List<Integer>> turn;
    private final List<Integer> items = new ArrayList<>();
    private final Map<Integer, Integer> puts = new HashMap<>();
    /** Who waits, and in which operation. */
    private final Map<Integer, String> waiting = new HashMap<>();
    private boolean shutDown;

    QueueScene(Subject queue, int maxsize, ToIntFunction<List<Integer>> turn) {
        this.queue = queue;
        this.maxsize = maxsize;
        this.turn = turn;
    }

    static QueueScene ofQueue(int maxsize) {
        return of(new Queue<>(maxsize), OLDEST);
    }

    static QueueScene ofLifoQueue(int maxsize) {
        return of(new LifoQueue<>(maxsize), NEWEST);
    }

    static QueueScene ofPriorityQueue(int maxsize) {
        return of(new PriorityQueue<>(maxsize), SMALLEST);
    }

    private static QueueScene of(Queue<Integer> queue, ToIntFunction<List<Integer>> turn) {
        return new QueueScene(new Subject() {
            @Override
            public void put(int item) {
                queue.put(item);
            }

            @Override
            public int get() {
                return queue.get();
            }

            @Override
            public int getNowait() {
                return queue.getNowait();
            }

            @Override
            public int size() {
                return queue.size();
            }

            @Override
            public void shutdown(boolean immediate) {
                queue.shutdown(immediate);
            }

            @Override
            public String toString() {
                return queue.toString();
            }
        }, queue.maxsize(), turn);
    }

    @Override
    List<String> operations() {
        return List.of("put", "put", "put", "put", "get", "get", "get", "get", "shutdown", "shutdownNow");
    }

    @Override
    void perform(int task, String operation) {
        waiting.put(task, operation);
        try {
            switch (operation) {
                case "put" -> put(task);
                case "get" -> get(task);
                case "shutdown" -> shutdown(false);
                case "shutdownNow" -> shutdown(true);
                default -> throw new IllegalArgumentException(operation);
            }
        } catch (QueueShutDown _) {
            event(task, "is refused");
            check(shutDown, task + " was refused by an open queue");
            check(operation.equals("put") || items.isEmpty(), task + " was refused an item of " + items);
        } finally {
            waiting.remove(task);
        }
    }

    private void put(int task) {
        int item = task * 10 + puts.merge(task, 1, Integer::sum);
        queue.put(item);
        check(!shutDown, item + " was put after the shutdown");
        items.add(item);
        event(task, "has put " + item);
        check(items.size() <= maxsize, "more than maxsize: " + items);
    }

    private void get(int task) {
        int item = queue.get();
        event(task, "has got " + item);
        check(!items.isEmpty() && turn.applyAsInt(items) == item, item + " was taken of " + items);
        items.removeIf(each -> each == item);
    }

    private void shutdown(boolean immediate) {
        queue.shutdown(immediate);
        shutDown = true;
        if (immediate) {
            items.clear();
        }
    }

    @Override
    String state() {
        return queue + " " + items;
    }

    @Override
    void checkQuiet() {
        waiting.forEach((task, operation) -> {
            boolean mayWait = operation.equals("put") ? items.size() >= maxsize : items.isEmpty();
            check(mayWait && !shutDown, task + " is stuck in " + operation + " beside " + items);
        });
        check(tasksLeft() == waiting.size(), "every task comes to its end or waits for its turn");
    }

    @Override
    void checkEnd() {
        List<Integer> left = new ArrayList<>();
        while (queue.size() > 0) {
            left.add(queue.getNowait());
        }
        List<Integer> expected = new ArrayList<>();
        while (!items.isEmpty()) {
            int next = turn.applyAsInt(items);
            expected.add(next);
            items.removeIf(each -> each == next);
        }
        check(left.equals(expected), "left are " + left + " instead of " + expected);
    }
}
