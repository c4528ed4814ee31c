package org.asyncio4j.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What some tasks do with one queue, each one operation in a step.
 *
 * @param maxsize of the queue
 * @param tasks the operations of each task
 */
record QueueProgram(int maxsize, List<List<Op>> tasks) {

    enum Kind {
        PUT, GET, CANCEL, SHUTDOWN, SHUTDOWN_IMMEDIATE
    }

    /** One operation; the target is the number of the task to cancel. */
    record Op(Kind kind, int target) {

        @Override
        public String toString() {
            return kind == Kind.CANCEL ? "cancel-" + target : kind.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final List<Op> WITHOUT_TARGET = List.of(new Op(Kind.PUT, 0), new Op(Kind.GET, 0),
            new Op(Kind.SHUTDOWN, 0), new Op(Kind.SHUTDOWN_IMMEDIATE, 0));

    /** Every program of so many tasks with one operation each and one more for the last, whatever the order of tasks. */
    static List<QueueProgram> all(int maxsize, int tasks) {
        List<Op> ops = ops(tasks);
        List<List<Op>> bodies = new ArrayList<>();
        ops.forEach(op -> bodies.add(List.of(op)));
        List<List<Op>> lasts = new ArrayList<>(bodies);
        ops.forEach(first -> ops.forEach(second -> lasts.add(List.of(first, second))));
        List<QueueProgram> programs = new ArrayList<>();
        lasts.forEach(last -> combine(maxsize, bodies, 0, tasks - 1, List.of(last), programs));
        return programs;
    }

    private static void combine(int maxsize, List<List<Op>> bodies, int from, int left, List<List<Op>> chosen,
            List<QueueProgram> programs) {
        if (left == 0) {
            programs.add(new QueueProgram(maxsize, chosen));
            return;
        }
        for (int i = from; i < bodies.size(); i++) {
            List<List<Op>> more = new ArrayList<>(chosen);
            more.addFirst(bodies.get(i));
            combine(maxsize, bodies, i, left - 1, more, programs);
        }
    }

    private static List<Op> ops(int tasks) {
        List<Op> ops = new ArrayList<>(WITHOUT_TARGET);
        IntStream.range(0, tasks).forEach(target -> ops.add(new Op(Kind.CANCEL, target)));
        return ops;
    }

    /** A program of two to four tasks with one to three operations; most of them put and get. */
    static QueueProgram random(Random random) {
        int count = 2 + random.nextInt(3);
        List<List<Op>> tasks = new ArrayList<>();
        for (int task = 0; task < count; task++) {
            List<Op> ops = new ArrayList<>();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                ops.add(randomOp(random, count));
            }
            tasks.add(ops);
        }
        return new QueueProgram(1 + random.nextInt(2), tasks);
    }

    private static Op randomOp(Random random, int tasks) {
        return switch (random.nextInt(16)) {
            case 0 -> new Op(Kind.SHUTDOWN, 0);
            case 1 -> new Op(Kind.SHUTDOWN_IMMEDIATE, 0);
            case 2, 3, 4, 5 -> new Op(Kind.CANCEL, random.nextInt(tasks));
            case 6, 7, 8, 9, 10 -> new Op(Kind.GET, 0);
            default -> new Op(Kind.PUT, 0);
        };
    }

    @Override
    public String toString() {
        return "maxsize " + maxsize + " " + tasks;
    }
}
