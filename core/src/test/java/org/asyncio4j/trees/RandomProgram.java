package org.asyncio4j.trees;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyncio4j.trees.Node.Kind;
import org.asyncio4j.trees.Program.Effect;
import org.asyncio4j.trees.Program.Signal;
import org.jspecify.annotations.Nullable;

/** Makes a program of a seed: always the same of the same. */
final class RandomProgram {

    /*
     * No program waits for ever. A task waits for what is below it in the tree, or for tasks that are complete in the text
     * before the place where it waits; in both cases the other one ends first in the order of the text, so no circle can
     * come about. Every sleep ends, and every future is completed by a signal.
     *
     * Times are few and small, so that much happens at the same moment.
     */

    private static final int LATEST = 12;
    private static final int DEEPEST = 7;

    private static final Kind[] LEAVES = {Kind.SLEEP, Kind.SLEEP, Kind.SLEEP, Kind.SLEEP, Kind.FUTURE, Kind.FAIL,
        Kind.FAIL, Kind.JOIN, Kind.JOIN_SHIELDED, Kind.JOIN_NOW, Kind.CANCEL, Kind.CANCEL_SELF, Kind.UNCANCEL,
        Kind.RESCHEDULE};

    private static final Kind[] BRANCHES = {Kind.SEQUENCE, Kind.SEQUENCE, Kind.TASK, Kind.SPAWN, Kind.SHIELD,
        Kind.GATHER, Kind.GATHER_ALL, Kind.GROUP, Kind.GROUP, Kind.GROUP, Kind.ENLIST, Kind.TIMEOUT, Kind.TIMEOUT,
        Kind.TIMEOUT, Kind.WAIT_FOR, Kind.WAIT_FOR_TASK, Kind.SWALLOW, Kind.SWALLOW, Kind.CATCH, Kind.CLEANUP,
        Kind.CLEANUP};

    private final SplittableRandom random;
    private final List<Integer> tasks = new ArrayList<>();
    private final List<Integer> timeouts = new ArrayList<>();
    private final List<Integer> groupsAround = new ArrayList<>();
    private int left;
    private int lastId;

    private RandomProgram(long seed) {
        random = new SplittableRandom(seed);
        left = 4 + random.nextInt(30);
    }

    static Program of(long seed) {
        return new RandomProgram(seed).program();
    }

    private Program program() {
        Node root = node(0);
        tasks.add(root.id());
        List<Signal> signals = new ArrayList<>();
        for (int future = 0; future < Program.FUTURES; future++) {
            Effect effect = switch (random.nextInt(4)) {
                case 0 -> Effect.SET_EXCEPTION;
                case 1 -> Effect.CANCEL_FUTURE;
                default -> Effect.SET_RESULT;
            };
            signals.add(new Signal(moment(), effect, future));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            signals.add(new Signal(moment(), Effect.CANCEL_TASK,
                    random.nextBoolean() ? root.id() : one(tasks)));
        }
        return new Program(root, signals);
    }

    private int moment() {
        return 1 + random.nextInt(LATEST);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Node node(int depth) {
        left--;
        boolean branches = left > 0 && depth < DEEPEST && (depth == 0 || random.nextInt(4) > 0);
        Kind[] kinds = branches ? BRANCHES : LEAVES;
        Kind kind = kinds[random.nextInt(kinds.length)];
        return switch (kind) {
            case SLEEP -> new Node(++lastId, kind, random.nextInt(8), 0, List.of());
            case FUTURE -> new Node(++lastId, kind, null, random.nextInt(Program.FUTURES), List.of());
            case JOIN, JOIN_SHIELDED, JOIN_NOW, CANCEL -> about(kind, tasks, null);
            case RESCHEDULE -> about(kind, timeouts, limit());
            case ENLIST -> groupsAround.isEmpty()
                    ? branch(Kind.TASK, null, 0, 1, depth)
                    : branch(kind, null, one(groupsAround), 1, depth);
            case SEQUENCE -> branch(kind, null, 0, 2 + random.nextInt(3), depth);
            case GATHER, GATHER_ALL -> branch(kind, null, 0, 1 + random.nextInt(3), depth);
            case GROUP -> branch(kind, null, 0, 1 + random.nextInt(4), depth);
            case CLEANUP -> branch(kind, null, 0, 2, depth);
            case TIMEOUT, WAIT_FOR, WAIT_FOR_TASK -> branch(kind, limit(), 0, 1, depth);
            case TASK, SPAWN, SHIELD, SWALLOW, CATCH -> branch(kind, null, 0, 1, depth);
            case FAIL, CANCEL_SELF, UNCANCEL -> new Node(++lastId, kind, null, 0, List.of());
        };
    }

    private @Nullable Integer limit() {
        int limit = random.nextInt(11) - 1;
        return limit > LATEST - 4 ? null : limit;
    }

    private Node about(Kind kind, List<Integer> targets, @Nullable Integer delay) {
        return targets.isEmpty()
                ? new Node(++lastId, Kind.SLEEP, random.nextInt(8), 0, List.of())
                : new Node(++lastId, kind, delay, one(targets), List.of());
    }

    private Node branch(Kind kind, @Nullable Integer delay, int target, int size, int depth) {
        int id = ++lastId;
        if (kind == Kind.GROUP) {
            groupsAround.add(id);
        } else if (kind == Kind.TIMEOUT) {
            timeouts.add(id);
        }
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Node part = node(depth + 1);
            parts.add(part);
            if (isTask(kind, i)) {
                tasks.add(part.id());
            }
        }
        if (kind == Kind.GROUP) {
            groupsAround.removeLast();
        }
        return new Node(id, kind, delay, target, parts);
    }

    private static boolean isTask(Kind kind, int index) {
        return switch (kind) {
            case TASK, SPAWN, SHIELD, GATHER, GATHER_ALL, ENLIST, WAIT_FOR_TASK -> true;
            case GROUP -> index > 0;
            default -> false;
        };
    }
}
