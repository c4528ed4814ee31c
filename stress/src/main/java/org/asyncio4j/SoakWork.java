package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.race;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.toThread;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.stream.Streams;
import org.asyncio4j.sync.Lock;

/** Work of every kind at once, each kind round and round in a task of its own, until the time is up. */
final class SoakWork {

    private static final String HOST = "127.0.0.1";
    private static final int BUNCH = 50;
    /** So many on one connection that ports of closed ones do not run short. */
    private static final int MESSAGES = 500;
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A bunch of operations of one kind, which ends by itself and leaves nothing. */
    @FunctionalInterface
    private interface Bunch {

        /** Tells how many operations it was. */
        int run() throws Exception;
    }

    // written once
    private final EventLoop loop;
    private final Lock lock = new Lock();
    private final ContextVar<Integer> variable = new ContextVar<>("number", 0);

    // loop thread only
    private long operations;

    SoakWork(EventLoop loop) {
        this.loop = loop;
    }

    /** Works for a while, in a task; returns the number of operations. */
    long run(Duration time) throws IOException {
        operations = 0;
        Duration end = loop.time().plus(time);
        try (var server = Streams.startServer(SoakWork::echo, HOST, 0)) {
            taskGroup(group -> {
                repeat(group, end, "spawn", this::spawn);
                repeat(group, end, "cancel", SoakWork::cancel);
                repeat(group, end, "timeout", SoakWork::timeOut);
                repeat(group, end, "queue", SoakWork::queue);
                repeat(group, end, "lock", this::contend);
                repeat(group, end, "group", SoakWork::failGroups);
                repeat(group, end, "generator", SoakWork::generateSome);
                repeat(group, end, "race", SoakWork::raceSome);
                repeat(group, end, "timer", this::setTimers);
                repeat(group, end, "stream", () -> talk(server.port()));
                repeat(group, end, "broken stream", () -> hangUp(server.port()));
                repeat(group, end, "submit", () -> toThread(this::submit));
            });
            require(server.closeAndDrain(GRACE), "connections end when their clients are gone");
        }
        return operations;
    }

    private void repeat(TaskGroup group, Duration end, String name, Bunch bunch) {
        group.createTask(() -> {
            while (loop.time().compareTo(end) < 0) {
                operations += bunch.run();
                sleep(ZERO);
            }
        }, name);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("it does not hold that " + what);
        }
    }

    // ---- tasks ----

    private int spawn() {
        List<Coroutine<Integer>> bodies = new ArrayList<>();
        for (int i = 0; i < BUNCH; i++) {
            int number = i;
            bodies.add(() -> {
                try (var _ = variable.set(number)) {
                    sleep(ZERO);
                    return variable.get();
                }
            });
        }
        List<Integer> numbers = gather(bodies).await();
        require(numbers.getLast() == BUNCH - 1, "a task sees its own variable: " + numbers);
        return BUNCH;
    }

    private static int cancel() {
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < BUNCH; i++) {
            tasks.add(i % 2 == 0
                    ? createTask(() -> sleep(ofHours(1)))
                    : createTask(() -> Asyncio.getRunningLoop().createFuture().await()));
        }
        sleep(ZERO);
        tasks.forEach(task -> task.cancel("enough"));
        Asyncio.wait(tasks);
        require(tasks.stream().allMatch(Task::cancelled), "a task that is cancelled ends so");
        return BUNCH;
    }

    private static int timeOut() {
        for (int i = 0; i < BUNCH; i++) {
            timeout(ofHours(1), () -> timeout(ofHours(2), () -> sleep(ZERO)));
        }
        try {
            timeout(ofMillis(1), () -> sleep(ofHours(1)));
            throw new IllegalStateException("an hour passed in a millisecond");
        } catch (TimeoutError _) {
            return BUNCH + 1;
        }
    }

    private static int failGroups() {
        try {
            taskGroup(group -> {
                for (int i = 0; i < BUNCH; i++) {
                    group.createTask(() -> taskGroup(inner -> inner.createTask(() -> sleep(ofHours(1)))));
                }
                sleep(ZERO);
                throw new IOException("the body fails");
            });
        } catch (ExceptionGroup failed) {
            require(failed.exceptions().size() == 1, "only the body failed: " + failed);
            return 2 * BUNCH;
        }
        throw new IllegalStateException("a group forgot that its body failed");
    }

    private static int generateSome() {
        int sum = 0;
        for (int i = 0; i < BUNCH; i++) {
            try (var numbers = Asyncio.<Integer>generate(emit -> {
                for (int number = 1; number < BUNCH; number++) {
                    sleep(ZERO);
                    emit.emit(number);
                }
            })) {
                sum += numbers.next() + numbers.next(); // the others never come
            }
        }
        require(sum == 3 * BUNCH, "a generator gives its first values first");
        return 2 * BUNCH;
    }

    private static int raceSome() {
        for (int i = 0; i < BUNCH; i++) {
            int winner = race(() -> {
                sleep(ofHours(1));
                return 1;
            }, () -> {
                sleep(ZERO);
                return 2;
            });
            require(winner == 2, "the fast one wins");
        }
        return BUNCH;
    }

    // ---- queues, locks, timers ----

    private static int queue() {
        var queue = new Queue<Integer>(4);
        int[] sum = {0};
        taskGroup(group -> {
            for (int i = 0; i < 3; i++) {
                group.createTask(() -> {
                    for (int number : queue) {
                        sum[0] += number;
                        queue.taskDone();
                    }
                });
            }
            Task<?> leaving = group.createTask(() -> queue.get());
            sleep(ZERO);
            leaving.cancel();
            for (int i = 1; i <= BUNCH; i++) {
                queue.put(i);
            }
            queue.join();
            queue.shutdown();
        });
        require(sum[0] == BUNCH * (BUNCH + 1) / 2, "no item is lost: " + sum[0]);
        try {
            queue.put(1);
            throw new IllegalStateException("a queue that is shut down took an item");
        } catch (QueueShutDown _) {
            return BUNCH;
        }
    }

    private int contend() {
        int[] inside = {0};
        taskGroup(group -> {
            for (int i = 0; i < BUNCH; i++) {
                Task<?> task = group.createTask(() -> {
                    try (var _ = lock.acquire()) {
                        require(++inside[0] == 1, "one is inside");
                        sleep(ZERO);
                        inside[0]--;
                    }
                });
                if (i % 5 == 4) {
                    loop.callSoon(task::cancel);
                }
            }
        });
        require(!lock.locked(), "a lock is free again");
        return BUNCH;
    }

    private int setTimers() {
        List<TimerHandle> timers = new ArrayList<>();
        for (int i = 0; i < BUNCH; i++) {
            timers.add(loop.callLater(ofHours(1), () -> require(false, "a cancelled timer does not fire")));
        }
        timers.forEach(TimerHandle::cancel);
        sleep(ofMillis(1));
        return BUNCH;
    }

    // ---- streams ----

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        try (var _ = new Connection(reader, writer)) {
            for (byte[] data = reader.read(8192); data.length > 0; data = reader.read(8192)) {
                writer.write(data);
                writer.drain();
            }
        }
    }

    private static int talk(int port) throws IOException {
        try (var connection = Streams.openConnection(HOST, port)) {
            byte[] message = new byte[100];
            for (int i = 0; i < MESSAGES; i++) {
                connection.writer().write(message);
                connection.reader().readexactly(message.length);
            }
        }
        return MESSAGES;
    }

    /** A client that is cancelled while it reads, and drops the connection. */
    private static int hangUp(int port) {
        try {
            timeout(ofMillis(20), () -> {
                try (var connection = Streams.openConnection(HOST, port)) {
                    connection.reader().readexactly(1);
                }
            });
            throw new IllegalStateException("an echo without a call");
        } catch (TimeoutError _) {
            return 1;
        }
    }

    // ---- other threads ----

    /** Runs in another thread. */
    private int submit() throws ExecutionException, InterruptedException {
        for (int i = 0; i < BUNCH; i++) {
            int number = i;
            CompletableFuture<Integer> answer = runCoroutineThreadsafe(() -> {
                sleep(ZERO);
                return number;
            }, loop);
            CompletableFuture<Void> unwanted = runCoroutineThreadsafe(() -> sleep(ofHours(1)), loop);
            loop.callSoonThreadsafe(() -> {}).cancel();
            require(answer.get() == number, "the answer belongs to the question");
            unwanted.cancel(false);
        }
        return 3 * BUNCH;
    }
}
