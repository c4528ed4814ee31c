package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One program with some of everything leaves the same trace on whichever carrier it runs. The trace is also that of the
 * same program in Python.
 */
@ExtendWith({NothingLeft.class, Watchdog.class})
class SameTraceTest {

    private static final String EXPECTED = """
            0 main starts
            0 soon
            0 a starts
            0 b starts
            0 main yielded
            0 a soon
            0 b soon
            10 b slept
            10 b turn 0
            10 b turn 1
            10 b done: B
            20 later
            20 soon from later
            20 failing fails
            20 main caught failure, a is done: false
            20 c starts
            20 c soon
            30 a slept
            30 a turn 0
            30 a turn 1
            30 a done: A
            35 c slept
            35 c turn 0
            35 c turn 1
            35 gathered [A, B, C]
            35 outcomes A, failure
            35 unlucky is cancelled: true
            35 future is cancelled: true
            35 waiter hears no more
            37 waiter cleaned up
            37 main hears no more
            38 stubborn hears please
            39 stubborn gave stubborn, cancelling 1
            39 d starts
            39 e starts
            39 d soon
            39 e soon
            40 gather was cancelled
            40 slow starts
            40 slow soon
            45 timeout
            45 shielded starts
            45 shielded soon
            50 shield timed out
            55 shielded slept
            55 shielded turn 0
            55 shielded turn 1
            55 main got SHIELDED
            55 quick starts
            55 quick soon
            56 quick slept
            56 quick turn 0
            56 quick turn 1
            56 in time: QUICK
            56 z starts
            56 y starts
            56 x starts
            56 z soon
            56 y soon
            56 x soon
            57 x slept
            57 x turn 0
            57 x turn 1
            57 wait: 1 done, 2 pending
            57 wait: 1 done, 2 pending
            58 y slept
            58 y turn 0
            58 y turn 1
            59 z slept
            59 z turn 0
            59 z turn 1
            59 all: [Z, Y, X]
            59 result is set
            59 waiter 0 got it
            59 waiter 1 got it
            59 waiter 2 got it
            59 after the result
            59 callback 1
            59 soon from callback 2
            59 task from callback 3
            60 first timer
            61 second timer
            62 late callback
            62 callbacks are over
            63 main ends
            63 left over cleans up
            64 left over cleaned up
            """;

    private final List<String> trace = new ArrayList<>();
    private Duration start = Duration.ZERO;

    @Test
    @Rule("O16")
    void program_leavesTheSameTrace() {
        var options = RunnerOptions.defaults().withLoopFactory(() -> Asyncio.newEventLoop(new VirtualTime().options()));

        Asyncio.run(this::program, options);

        assertThat(String.join("\n", trace) + "\n").isEqualTo(EXPECTED);
    }

    private void program() {
        EventLoop loop = Asyncio.getRunningLoop();
        start = loop.time();
        log("main starts");
        tasksAndTimers(loop);
        cancellation(loop);
        timeouts();
        completions(loop);
        callbacks(loop);
        Asyncio.createTask(() -> {
            try {
                sleep(1000);
            } finally {
                log("left over cleans up");
                sleep(1);
                log("left over cleaned up");
            }
        });
        sleep(1);
        log("main ends");
    }

    private void tasksAndTimers(EventLoop loop) {
        loop.callSoon(() -> log("soon"));
        Task<String> a = Asyncio.createTask(() -> worker("a", 30));
        Task<String> b = Asyncio.createTask(() -> worker("b", 10));
        a.addDoneCallback(done -> log("a done: " + done.result()));
        b.addDoneCallback(done -> log("b done: " + done.result()));
        loop.callLater(Duration.ofMillis(20), () -> {
            log("later");
            loop.callSoon(() -> log("soon from later"));
        });
        TimerHandle never = loop.callLater(Duration.ofMillis(20), () -> log("cancelled timer"));
        Task<String> failing = Asyncio.createTask(() -> {
            sleep(20);
            log("failing fails");
            throw new IllegalStateException("failure");
        });
        sleep(0);
        log("main yielded");
        never.cancel();
        try {
            failing.await();
        } catch (IllegalStateException error) {
            log("main caught " + error.getMessage() + ", a is done: " + a.done());
        }
        log("gathered " + Asyncio.await(Asyncio.gather(a, b, () -> worker("c", 15))));
        List<@Nullable Object> outcomes = Asyncio.await(Asyncio.gatherReturnExceptions(a, failing));
        log("outcomes " + outcomes.getFirst() + ", " + ((Throwable) outcomes.getLast()).getMessage());
    }

    private void cancellation(EventLoop loop) {
        Future<String> future = loop.createFuture();
        Task<String> waiter = Asyncio.createTask(() -> {
            try {
                return future.await();
            } catch (CancelledError error) {
                log("waiter hears " + error.getMessage());
                throw error;
            } finally {
                sleep(2);
                log("waiter cleaned up");
            }
        });
        Task<String> unlucky = Asyncio.createTask(() -> worker("unlucky", 1));
        unlucky.cancel();
        sleep(0);
        log("unlucky is cancelled: " + unlucky.cancelled());
        waiter.cancel("no more");
        log("future is cancelled: " + future.cancelled());
        try {
            waiter.await();
        } catch (CancelledError error) {
            log("main hears " + error.getMessage());
        }
        Task<String> stubborn = Asyncio.createTask(() -> {
            try {
                sleep(100);
            } catch (CancelledError error) {
                log("stubborn hears " + error.getMessage());
            }
            sleep(1);
            return "stubborn";
        });
        sleep(1);
        stubborn.cancel("please");
        log("stubborn gave " + stubborn.await() + ", cancelling " + stubborn.cancelling());
        Future<List<String>> both = Asyncio.gather(() -> worker("d", 50), () -> worker("e", 50));
        sleep(1);
        both.cancel("both");
        try {
            both.await();
        } catch (CancelledError error) {
            log("gather was cancelled");
        }
    }

    private void timeouts() {
        try {
            Asyncio.timeout(Duration.ofMillis(5), () -> worker("slow", 100));
        } catch (TimeoutError _) {
            log("timeout");
        }
        Task<String> shielded = Asyncio.createTask(() -> worker("shielded", 10));
        try {
            Asyncio.waitFor(Asyncio.shield(shielded), Duration.ofMillis(5));
        } catch (TimeoutError _) {
            log("shield timed out");
        }
        log("main got " + shielded.await());
        log("in time: " + Asyncio.waitFor(() -> worker("quick", 1), Duration.ofMillis(5)));
    }

    private void completions(EventLoop loop) {
        List<Task<String>> tasks = new ArrayList<>();
        for (String name : List.of("z", "y", "x")) {
            int delay = name.charAt(0) - 'w';
            tasks.add(Asyncio.createTask(() -> worker(name, delay)));
        }
        var first = Asyncio.wait(tasks, ReturnWhen.FIRST_COMPLETED);
        log("wait: " + first.done().size() + " done, " + first.pending().size() + " pending");
        var timedOut = Asyncio.wait(tasks, Duration.ofNanos(100_000));
        log("wait: " + timedOut.done().size() + " done, " + timedOut.pending().size() + " pending");
        log("all: " + Asyncio.await(Asyncio.gather(tasks)));
        Future<String> future = loop.createFuture();
        List<Task<?>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            waiters.add(Asyncio.createTask(() -> log("waiter " + number + " got " + future.await())));
        }
        sleep(0);
        future.setResult("it");
        log("result is set");
        var _ = Asyncio.wait(waiters);
    }

    private void callbacks(EventLoop loop) {
        Future<String> future = loop.createFuture();
        future.addDoneCallback(_ -> log("callback 1"));
        future.addDoneCallback(_ -> loop.callSoon(() -> log("soon from callback 2")));
        future.addDoneCallback(_ -> Asyncio.createTask(() -> log("task from callback 3")));
        Handle cancelled = loop.callSoon(() -> log("cancelled callback"));
        loop.callSoon(cancelled::cancel);
        loop.callSoon(() -> future.setResult("done"));
        loop.callSoon(() -> log("after the result"));
        loop.callLater(Duration.ofMillis(2), () -> log("second timer"));
        loop.callLater(Duration.ofMillis(1), () -> log("first timer"));
        cancelled.cancel();
        sleep(3);
        future.addDoneCallback(_ -> log("late callback"));
        sleep(0);
        log("callbacks are over");
    }

    private String worker(String name, long millis) {
        log(name + " starts");
        Asyncio.getRunningLoop().callSoon(() -> log(name + " soon"));
        sleep(millis);
        log(name + " slept");
        for (int turn = 0; turn < 2; turn++) {
            sleep(0);
            log(name + " turn " + turn);
        }
        return name.toUpperCase(Locale.ROOT);
    }

    private static void sleep(long millis) {
        Asyncio.sleep(Duration.ofMillis(millis));
    }

    private void log(String what) {
        trace.add(Asyncio.getRunningLoop().time().minus(start).toMillis() + " " + what);
    }
}
