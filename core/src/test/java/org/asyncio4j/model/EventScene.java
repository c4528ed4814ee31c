package org.asyncio4j.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asyncio4j.sync.Event;

/** An event: who waits when it is set goes on, whatever comes after. */
final class EventScene extends Scene {

    /** What is checked: the event itself or a copy with a fault. */
    interface Subject {
        void await();

        void set();

        void clear();

        boolean isSet();
    }

    private final Subject event;
    private final Set<Integer> waiting = new LinkedHashSet<>();
    /** Those of them who waited when the event was set. */
    private final Set<Integer> due = new LinkedHashSet<>();

    EventScene(Subject event) {
        this.event = event;
    }

    static EventScene ofEvent() {
        var event = new Event();
        return new EventScene(new Subject() {
            @Override
            public void await() {
                event.await();
            }

            @Override
            public void set() {
                event.set();
            }

            @Override
            public void clear() {
                event.clear();
            }

            @Override
            public boolean isSet() {
                return event.isSet();
            }

            @Override
            public String toString() {
                return event.toString();
            }
        });
    }

    @Override
    List<String> operations() {
        return List.of("wait", "wait", "wait", "set", "clear", "pulse");
    }

    @Override
    void perform(int task, String operation) {
        switch (operation) {
            case "wait" -> await(task);
            case "set" -> set();
            case "clear" -> event.clear();
            case "pulse" -> {
                set();
                event.clear();
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private void await(int task) {
        boolean set = event.isSet();
        waiting.add(task);
        try {
            event.await();
            check(set || due.contains(task), "nobody goes on before the event was set");
            event(task, "goes on");
        } finally {
            waiting.remove(task);
            due.remove(task);
        }
    }

    private void set() {
        due.addAll(waiting);
        event.set();
    }

    @Override
    String state() {
        return event + " " + waiting + " " + due;
    }

    @Override
    void checkQuiet() {
        check(due.isEmpty(), "who waited when the event was set goes on");
        check(!event.isSet() || waiting.isEmpty(), "nobody waits for an event that is set");
        check(tasksLeft() == waiting.size(), "every task comes to its end or waits for the event");
    }
}
