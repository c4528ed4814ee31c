package org.asyncio4j.conformance.random;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.conformance.random.Words.describe;
import static org.asyncio4j.conformance.random.Words.show;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Awaitable;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ContextVar;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Generator;
import org.asyncio4j.Handle;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.Task;
import org.asyncio4j.TaskGroup;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.VirtualTime;
import org.asyncio4j.WaitResult;
import org.asyncio4j.queue.LifoQueue;
import org.asyncio4j.queue.PriorityQueue;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.sync.Barrier;
import org.asyncio4j.sync.Condition;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.Semaphore;
import org.jspecify.annotations.Nullable;

/** Plays a random program, as play.py does: what it writes down must be the same. */
final class Player {

    private static final Duration GUARD = Duration.ofSeconds(100);
    private static final int GUARDS = 50;

    /** What a statement returns that does not leave the body it is in. */
    private static final Object GOES_ON = new Object();

    private final Statement program;
    private final List<String> lines = new ArrayList<>();
    private final EventLoop loop;
    private final Duration begin;
    private final Map<Integer, Task<?>> tasks = new LinkedHashMap<>();
    private final Map<Integer, Future<Object>> futures = new HashMap<>();
    private final Map<Integer, TaskGroup> groups = new HashMap<>();
    private final Map<Integer, Timeout> timeouts = new HashMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final ContextVar<Integer> variable = new ContextVar<>("variable");
    private final List<Lock> locks = List.of(new Lock(), new Lock());
    private final List<Semaphore> semaphores = List.of(new Semaphore(1), new Semaphore(2));
    private final List<Event> events = List.of(new Event(), new Event());
    private final Condition condition = new Condition();
    private final List<Queue<Integer>> queues = List.of(new Queue<>(1), new LifoQueue<>(2), new PriorityQueue<>());
    private final Barrier barrier = new Barrier(2);
    private boolean closed;
    private int moments;

    private Player(Statement program) {
        this.program = program;
        this.loop = Asyncio.newEventLoop(VirtualTime.thatStandsStill().options());
        this.begin = loop.time();
    }

    /** Plays a program; each line of the result begins with the time in microseconds. */
    static List<String> play(Statement program) {
        return new Player(program).play();
    }

    private List<String> play() {
        loop.setExceptionHandler((_, context) -> {
            if (context.message().startsWith("Task was destroyed")) {
                closed = true;
            } else if (!context.message().contains("never retrieved")) {
                String begins = String.join(" ", List.of(context.message().split("\\s+")).subList(0, 3));
                log("loop", begins, describe(context.exception()));
            }
        });
        if (program.number(2) == 1) {
            loop.setTaskFactory(Asyncio::eagerTaskFactory);
        }
        try {
            Object value = Asyncio.run(this::main, RunnerOptions.defaults().withLoopFactory(() -> loop));
            lines.add("run returned " + show(value));
        } catch (Throwable error) {
            lines.add("run raised " + describe(error));
        }
        return lines;
    }

    private void guard(int left) {
        log("guard", left);
        Asyncio.allTasks(loop).forEach(task -> task.cancel("guard"));
        if (left > 0) {
            loop.callLater(GUARD, () -> guard(left - 1));
        }
    }

    /** A time in microseconds; each a little later, as a statement may be run again at the same moment. */
    private @Nullable Duration time(String word) {
        moments++;
        if (word.equals("none")) {
            return null;
        }
        long micros = Long.parseLong(word);
        return Duration.ofNanos(1000 * (micros <= 0 ? micros : micros + moments));
    }

    private void log(String who, @Nullable Object... words) {
        if (closed) {
            return; // tasks end then that CPython forgets
        }
        var line = new StringBuilder().append(loop.time().minus(begin).toNanos() / 1000).append(' ').append(who);
        for (Object word : words) {
            line.append(' ').append(show(word));
        }
        lines.add(line.toString());
    }

    private @Nullable Object main() throws Exception {
        loop.callLater(GUARD, () -> guard(GUARDS));
        return coroutine("main", program.parts()).await();
    }

    // ---- coroutines ----

    /** A coroutine that runs statements until one returns. */
    private Coroutine<@Nullable Object> coroutine(String who, List<Statement> body) {
        return () -> {
            log(who, "begins");
            try {
                Object returned = block(who, body);
                return returned == GOES_ON ? null : returned;
            } catch (Throwable error) {
                log(who, "fails", describe(error));
                throw error;
            }
        };
    }

    private Object block(String who, List<Statement> body) throws Exception {
        for (Statement statement : body) {
            Object returned = statement(who, statement);
            if (returned != GOES_ON) {
                return returned;
            }
        }
        return GOES_ON;
    }

    private Object statement(String who, Statement s) throws Exception {
        switch (s.kind()) {
            case "do" -> {
                return block(who, s.parts());
            }
            case "return" -> {
                return s.number(1);
            }
            case "raise" -> throw new Boom(s.number(1));
            case "group" -> {
                var group = new TaskGroup();
                return group.runValue(_ -> {
                    groups.put(s.number(1), group);
                    return block(who, s.parts());
                });
            }
            case "timeout" -> {
                return timeout(who, s);
            }
            case "try" -> {
                try {
                    return statement(who, s.part(0));
                } catch (Throwable error) {
                    if (!catches(s.word(1), error)) {
                        throw error;
                    }
                    log(who, "caught", describe(error));
                    return statement(who, s.part(1));
                }
            }
            case "finally" -> {
                return cleanUp(who, s);
            }
            case "for-each" -> {
                return forEach(who, s);
            }
            case "lock" -> {
                try (var _ = locks.get(s.number(1)).acquire()) {
                    log(who, "holds", s.number(1));
                    return block(who, s.parts());
                }
            }
            case "semaphore" -> {
                try (var _ = semaphores.get(s.number(1)).acquire()) {
                    log(who, "acquired", s.number(1));
                    return block(who, s.parts());
                }
            }
            default -> {
                if (!waits(who, s)) {
                    try {
                        act(who, s);
                    } catch (InvalidStateError | IllegalArgumentException | IllegalStateException error) {
                        log(who, s.kind(), "refused", describe(error));
                    }
                }
            }
        }
        return GOES_ON;
    }

    private Object timeout(String who, Statement s) throws Exception {
        Timeout timeout = Timeout.after(time(s.word(2)));
        try {
            return timeout.runValue(_ -> {
                timeouts.put(s.number(1), timeout);
                return block(who, s.parts());
            });
        } finally {
            log(who, timeout.expired() ? "expired" : "in time");
        }
    }

    private static boolean catches(String kind, Throwable error) {
        return switch (kind) {
            case "boom" -> error instanceof Boom;
            case "cancelled" -> error instanceof CancelledError;
            case "exception" -> error instanceof Exception;
            case "timeout" -> error instanceof TimeoutError;
            default -> true;
        };
    }

    private Object cleanUp(String who, Statement s) throws Exception {
        Object returned;
        try {
            returned = statement(who, s.part(0));
        } catch (Throwable error) {
            statement(who, s.part(1));
            throw error;
        }
        statement(who, s.part(1));
        return returned;
    }

    private Object forEach(String who, Statement s) throws Exception {
        Generator<Integer> generator = generator(who, s.part(0).parts());
        try {
            int count = 0;
            for (int value : generator) {
                log(who, "got", value);
                Object returned = statement(who, s.part(1));
                if (returned != GOES_ON) {
                    return returned;
                }
                count++;
                if (count == s.number(1)) {
                    break;
                }
            }
        } finally {
            generator.close();
        }
        return GOES_ON;
    }

    private Generator<Integer> generator(String who, List<Statement> body) {
        return Asyncio.generate(out -> {
            log(who, "generator begins");
            try {
                for (Statement s : body) {
                    if (s.kind().equals("emit")) {
                        log(who, "emits", s.number(1));
                        out.emit(s.number(1));
                        continue;
                    }
                    Object returned = statement(who, s);
                    if (returned != GOES_ON) {
                        log(who, "generator returns", returned);
                        return;
                    }
                }
            } finally {
                log(who, "generator ends");
            }
        });
    }

    // ---- statements that wait ----

    /** Runs a statement if it is one of those that may wait. */
    private boolean waits(String who, Statement s) throws Exception {
        switch (s.kind()) {
            case "pass" -> Asyncio.sleep(Duration.ZERO);
            case "sleep" -> {
                Asyncio.sleep(Objects.requireNonNull(time(s.word(1))));
                log(who, "slept");
            }
            case "await" -> with(tasks, s.number(1), task -> log(who, "awaited", await(task)));
            case "await-future" -> with(futures, s.number(1), future -> log(who, "awaited", await(future)));
            case "shield" -> with(tasks, s.number(1), task -> log(who, "shielded", await(Asyncio.shield(task))));
            case "shield-body" -> {
                spawn(s);
                log(who, "shielded", await(Asyncio.shield(Objects.requireNonNull(tasks.get(s.number(1))))));
            }
            case "wait-for" -> log(who, "waited for", Asyncio.waitFor(coroutine(who, s.parts()), time(s.word(1))));
            case "wait-for-task" ->
                with(tasks, s.number(2), task -> log(who, "waited for", Asyncio.waitFor(task, time(s.word(1)))));
            case "wait" -> waitForSome(who, s);
            case "settle" -> {
                if (!tasks.isEmpty()) {
                    Asyncio.wait(tasks.values());
                }
            }
            case "gather" -> gather(who, s);
            case "event-wait" -> {
                events.get(s.number(1)).await();
                log(who, "saw event", s.number(1));
            }
            case "condition-wait" -> {
                try (var _ = condition.acquire()) {
                    condition.await();
                    log(who, "was notified");
                }
            }
            case "notify" -> {
                try (var _ = condition.acquire()) {
                    condition.signal(s.number(2));
                }
            }
            case "put" -> {
                queues.get(s.number(1)).put(s.number(2));
                log(who, "put", s.number(2));
            }
            case "get" -> log(who, "got", queues.get(s.number(1)).get());
            case "join" -> {
                queues.get(s.number(1)).join();
                log(who, "joined");
            }
            case "barrier" -> log(who, "passed as", barrier.await());
            case "barrier-reset" -> barrier.reset();
            case "barrier-abort" -> barrier.abort();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void waitForSome(String who, Statement s) {
        Map<Task<?>, Integer> known = new LinkedHashMap<>();
        for (int i = 3; i < s.words().size(); i++) {
            Task<?> task = tasks.get(s.number(i));
            if (task != null) {
                known.put(task, s.number(i));
            }
        }
        if (!known.isEmpty()) {
            WaitResult<Task<?>> result = Asyncio.wait(known.keySet(), time(s.word(2)), ReturnWhen.valueOf(s.word(1)));
            log(who, Stream.of(Stream.of("done"), result.done().stream().map(known::get).sorted(), Stream.of("pending"),
                    result.pending().stream().map(known::get).sorted()).flatMap(each -> each).toArray());
        }
    }

    private void gather(String who, Statement s) {
        List<Awaitable<?>> awaitables = new ArrayList<>();
        for (Statement item : s.parts()) {
            Awaitable<?> awaitable = switch (item.kind()) {
                case "body" -> coroutine(who + "." + s.word(1) + "." + awaitables.size(), item.parts());
                case "task" -> tasks.get(item.number(1));
                default -> futures.get(item.number(1));
            };
            if (awaitable != null) {
                awaitables.add(awaitable);
            }
        }
        Future<?> gathered = s.number(2) == 1 ? Asyncio.gatherReturnExceptions(awaitables) : Asyncio.gather(awaitables);
        @SuppressWarnings("unchecked") // whatever it gives is written down
        var future = (Future<Object>) gathered;
        futures.put(s.number(1), future);
        log(who, "gathered", await(future));
    }

    // ---- statements that do not ----

    private void spawn(Statement s) {
        tasks.put(s.number(1), loop.createTask(coroutine(s.word(1), s.parts())));
    }

    /** Runs a statement that does not wait. */
    private void act(String who, Statement s) {
        switch (s.kind()) {
            case "spawn" -> spawn(s);
            case "group-spawn" -> {
                TaskGroup group = groups.get(s.number(1));
                if (group != null) {
                    tasks.put(s.number(2), group.createTask(coroutine(s.word(2), s.parts())));
                }
            }
            case "log" -> log(who, "says", s.number(1));
            case "raise" -> throw new Boom(s.number(1));
            case "cancel" -> with(tasks, s.number(1),
                    task -> log(who, "cancels", s.number(1), task.cancel(s.optional(2))));
            case "cancel-future" -> with(futures, s.number(1),
                    future -> log(who, "cancels future", s.number(1), future.cancel(s.optional(2))));
            case "uncancel" -> log(who, "uncancels", task().uncancel());
            case "cancelling" -> log(who, "cancelling", task().cancelling());
            case "new-future" -> futures.put(s.number(1), loop.createFuture());
            case "set-result" -> with(futures, s.number(1), future -> future.setResult(s.number(2)));
            case "set-exception" -> with(futures, s.number(1), future -> future.setException(new Boom(s.number(2))));
            case "reschedule" -> {
                Timeout timeout = timeouts.get(s.number(1));
                if (timeout != null) {
                    Duration limit = time(s.word(2));
                    timeout.reschedule(limit == null ? null : loop.time().plus(limit));
                }
            }
            case "when-done" -> with(tasks, s.number(1),
                    task -> task.addDoneCallback(done -> log(who, "hears", s.number(2), Words.outcome(done))));
            case "soon" -> handles.put(s.number(1),
                    loop.callSoon(() -> callBack("soon." + s.word(1), s.part(0))));
            case "later" -> handles.put(s.number(1), loop.callLater(Objects.requireNonNull(time(s.word(2))),
                    () -> callBack("later." + s.word(1), s.part(0))));
            case "cancel-handle" -> with(handles, s.number(1), handle -> handle.cancel());
            case "event-set" -> events.get(s.number(1)).set();
            case "event-clear" -> events.get(s.number(1)).clear();
            case "task-done" -> queues.get(s.number(1)).taskDone();
            case "shutdown" -> queues.get(s.number(1)).shutdown(s.number(2) == 1);
            case "set-variable" -> variable.set(s.number(1));
            case "variable" -> log(who, "variable", variable.get(0));
            default -> throw new AssertionError("no such statement: " + s);
        }
    }

    private void callBack(String who, Statement s) {
        try {
            act(who, s);
        } catch (InvalidStateError error) {
            log(who, s.kind(), "refused", describe(error));
        }
    }

    /** Does something with what has a number, if that was made already. */
    private static <T> void with(Map<Integer, T> made, int number, Consumer<T> what) {
        T found = made.get(number);
        if (found != null) {
            what.accept(found);
        }
    }

    private static Task<?> task() {
        return Objects.requireNonNull(currentTask());
    }
}
