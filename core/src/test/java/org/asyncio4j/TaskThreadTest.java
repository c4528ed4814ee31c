package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The thread that a body finds itself on. A thread whose task has ended may go on with the next one, and no task can tell
 * whether its thread is new.
 */
@ExtendWith({NothingLeft.class, Watchdog.class})
class TaskThreadTest {

    private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "initial");
    private static final TaskOptions EAGER = TaskOptions.defaults().withEagerStart(true);
    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    /** What one of several tasks in a row saw when its body began. */
    private record Seen(Thread thread, String threadName, String taskName) {

        static Seen now() {
            Thread thread = Thread.currentThread();
            return new Seen(thread, thread.getName(), Objects.requireNonNull(currentTask()).getName());
        }
    }

    private static List<Seen> seenBy(VoidCoroutine... bodies) {
        return seenBy(TaskOptions.defaults(), bodies);
    }

    private static List<Seen> seenEagerlyBy(VoidCoroutine... bodies) {
        return seenBy(EAGER, bodies);
    }

    private static List<Seen> seenBy(TaskOptions options, VoidCoroutine... bodies) {
        var seen = new ArrayList<Seen>();
        TestLoop.run(() -> {
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < bodies.length; i++) {
                VoidCoroutine body = bodies[i];
                VoidCoroutine watched = () -> {
                    seen.add(Seen.now());
                    body.run();
                };
                tasks.add(getRunningLoop().createTask(watched.asCoroutine(), options.withName("task " + i)));
            }
            gather(tasks).await();
        });
        return seen;
    }

    @Test
    @Rule("H9")
    void body_runsUnderTheNameOfItsTask() {
        List<Seen> seen = seenBy(() -> {}, () -> {}, () -> sleep(ZERO), () -> {});

        assertThat(seen).extracting(Seen::taskName).containsExactly("task 0", "task 1", "task 2", "task 3");
        assertThat(seen).extracting(Seen::threadName).containsExactly("task 0", "task 1", "task 2", "task 3");
    }

    @Test
    @Rule("H9")
    void body_thatStartsEagerly_runsUnderTheNameOfItsTask() {
        List<Seen> seen = seenEagerlyBy(() -> {}, () -> {}, () -> sleep(ZERO), () -> {});

        assertThat(seen).extracting(Seen::taskName).containsExactly("task 0", "task 1", "task 2", "task 3");
        assertThat(seen).extracting(Seen::threadName).containsExactly("task 0", "task 1", "task 2", "task 3");
    }

    @Test
    @Tag("mounted-only")
    void tasksThatStartEagerlyAndDoNotWait_shareAThread_andOneThatWaitsKeepsIts() {
        List<Seen> seen = seenEagerlyBy(() -> {}, () -> {}, () -> sleep(ZERO), () -> {}, () -> {});

        assertThat(seen).extracting(Seen::thread)
                .containsExactly(seen.get(0).thread, seen.get(0).thread,
                        seen.get(0).thread, seen.get(3).thread, seen.get(3).thread);
        assertThat(seen.get(3).thread).isNotSameAs(seen.get(0).thread);
    }

    @Test
    @Tag("mounted-only")
    void tasksThatStartEagerlyInOneAnother_haveAThreadForEachLevel() {
        var seen = new ArrayList<Thread>();
        VoidCoroutine leaf = () -> seen.add(Thread.currentThread());
        VoidCoroutine branch = () -> {
            seen.add(Thread.currentThread());
            getRunningLoop().createTask(leaf.asCoroutine(), EAGER);
            getRunningLoop().createTask(leaf.asCoroutine(), EAGER);
        };
        seenEagerlyBy(branch, branch);

        assertThat(seen).hasSize(6);
        assertThat(Set.copyOf(seen)).hasSize(2);
        assertThat(seen.get(1)).isSameAs(seen.get(2)).isNotSameAs(seen.get(0));
    }

    @Test
    void threadsOfTasks_endWithTheLoopAtTheLatest() throws InterruptedException {
        List<Seen> seen = seenEagerlyBy(() -> {}, () -> {}, () -> sleep(ZERO), () -> {}, () -> {});

        for (Seen each : seen) {
            each.thread.join();
        }
    }

    @Test
    @Tag("mounted-only") // elsewhere threads end with their task, and a thread of the JDK may keep the last one it has run
    void threadThatWaitsForATask_keepsNothingOfTheLast() {
        TestLoop.run(() -> {
            WeakReference<Task<?>> ended = new WeakReference<>(
                    getRunningLoop().createTask(() -> "ended", EAGER.withContext(new Context())));
            while (ended.get() != null) {
                System.gc();
                sleep(ZERO);
            }
        });
    }

    @Test
    @Tag("mounted-only")
    void tasksThatDoNotWait_shareAThread_andOneThatWaitsKeepsIts() {
        List<Seen> seen = seenBy(() -> {}, () -> {}, () -> sleep(ZERO), () -> {}, () -> {});

        assertThat(seen).extracting(Seen::thread)
                .containsExactly(seen.get(0).thread, seen.get(0).thread,
                        seen.get(0).thread, seen.get(3).thread, seen.get(3).thread);
        assertThat(seen.get(3).thread).isNotSameAs(seen.get(0).thread);
    }

    @Test
    @Rule("H9")
    void threadLocal_ofATaskThatHasEnded_isNotSeenByTheNext() {
        var values = new ArrayList<String>();
        VoidCoroutine body = () -> {
            values.add(LOCAL.get() + " " + INHERITABLE.get());
            LOCAL.set("of a task");
            INHERITABLE.set("of a task");
        };
        seenBy(body, body);
        seenEagerlyBy(body, body);

        assertThat(values).containsExactly("initial null", "initial null", "initial null", "initial null");
    }

    @Test
    @Rule("H9")
    void interrupt_thatATaskLeavesBehind_isNotSeenByTheNext() {
        var interrupted = new ArrayList<Boolean>();
        VoidCoroutine body = () -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        };
        seenBy(body, body);
        seenEagerlyBy(body, body);

        assertThat(interrupted).containsExactly(false, false, false, false);
    }

    @Test
    @Rule("H9")
    void contextClassLoader_ofATaskThatHasEnded_isNotSeenByTheNext() {
        ClassLoader usual = Thread.currentThread().getContextClassLoader();
        var loaders = new ArrayList<ClassLoader>();
        VoidCoroutine body = () -> {
            loaders.add(Thread.currentThread().getContextClassLoader());
            Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], usual));
        };
        seenBy(body, body);
        seenEagerlyBy(body, body);

        assertThat(loaders).containsExactly(usual, usual, usual, usual);
    }

    @Test
    void contextVariable_ofATaskThatHasEnded_isNotSeenByTheNext() {
        var variable = new ContextVar<String>("variable");
        var values = new ArrayList<String>();
        VoidCoroutine body = () -> {
            values.add(variable.get("unset"));
            variable.set("of a task");
        };
        seenBy(body, body);
        seenEagerlyBy(body, body);

        assertThat(values).containsExactly("unset", "unset", "unset", "unset");
    }

    @Test
    void taskThatFails_leavesTheNextAlone() {
        var seen = new ArrayList<String>();
        TestLoop.run(() -> {
            Task<?> failing = createTask(() -> {
                throw new IllegalStateException("broken");
            });
            Task<?> next = createTask(() -> seen.add("next"));
            next.await();

            assertThat(failing.exception()).hasMessage("broken");
        });

        assertThat(seen).containsExactly("next");
    }

    @Test
    void taskThatIsCancelledBeforeItsFirstStep_doesNotRunOnTheThreadOfAnother() {
        var seen = new ArrayList<String>();
        TestLoop.run(() -> {
            createTask(() -> seen.add("first"));
            Task<?> cancelled = createTask(() -> seen.add("cancelled"));
            Task<?> last = createTask(() -> seen.add("last"));
            cancelled.cancel();
            last.await();

            assertThat(cancelled.cancelled()).isTrue();
        });

        assertThat(seen).containsExactly("first", "last");
    }

    @Test
    void taskMadeByATaskThatHasEnded_beginsInTheNextTick() {
        var order = new ArrayList<String>();
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            createTask(() -> {
                loop.callSoon(() -> order.add("callback"));
                createTask(() -> order.add("child"));
            });
            createTask(() -> order.add("second"));
            sleep(ZERO);
            order.add("parent");
            sleep(ZERO);
        });

        assertThat(order).containsExactly("second", "parent", "callback", "child");
    }

    @Test
    void stop_endsTheLoopAfterTheBatchEvenIfItsTasksShareAThread() {
        var order = new ArrayList<String>();
        try (EventLoop loop = TestLoop.create()) {
            loop.createTask(() -> {
                order.add("first");
                loop.stop();
                loop.createTask(() -> order.add("next batch"));
            });
            loop.createTask(() -> order.add("second"));
            loop.runForever();
            order.add("stopped");
            loop.runUntilComplete(() -> sleep(ZERO));
        }

        assertThat(order).containsExactly("first", "second", "stopped", "next batch");
    }
}
