package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Thread locals that go where context variables go. */
@ExtendWith(NothingLeft.class)
class ThreadLocalBridgeTest {

    private final ThreadLocal<@Nullable String> user = new ThreadLocal<>();
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
    private final ThreadLocalBridge bridge = ThreadLocalBridge.of(user).and(ThreadLocalBridge.of(depth));
    private final List<String> trace = new ArrayList<>();

    private String seen() {
        return user.get() + " " + depth.get();
    }

    private void become(String name, int level) {
        user.set(name);
        depth.set(level);
    }

    @Test
    void task_withoutABridge_hasThreadLocalsOfItsOwn() {
        TestLoop.run(() -> {
            become("ann", 1);

            assertThat(await(createTask(this::seen))).isEqualTo("null 0");
            assertThat(seen()).isEqualTo("ann 1");
        });
    }

    @Test
    void capturedValues_areThoseOfTheMomentAndLastAcrossWaits() {
        TestLoop.run(() -> {
            become("ann", 1);
            ThreadLocalBridge.Captured captured = bridge.capture();
            Task<String> task = createTask(() -> captured.run(() -> {
                sleep(ZERO);
                String seen = seen();
                become("eve", 9);
                return seen;
            }));
            become("bob", 2);

            assertThat(await(task)).isEqualTo("ann 1");
            assertThat(seen()).isEqualTo("bob 2");
            assertThat(captured.<String>run(() -> seen())).isEqualTo("ann 1");
        });
    }

    @Test
    void run_bringsBackTheValuesFromBefore() {
        ThreadLocalBridge.Captured nothing = bridge.capture();
        become("ann", 1);
        try {
            nothing.run(() -> {
                trace.add(seen());
                become("eve", 9);
            });
            assertThatThrownBy(() -> nothing.run((Callable<String>) () -> {
                become("eve", 9);
                throw new IOException("broken");
            })).isInstanceOf(IOException.class);

            assertThat(trace).containsExactly("null 0");
            assertThat(seen()).isEqualTo("ann 1");
        } finally {
            user.remove();
            depth.remove();
        }
    }

    @Test
    void callback_seesTheValuesAndLeavesThoseOfTheTasksAlone() {
        TestLoop.run(() -> {
            become("ann", 1);
            ThreadLocalBridge.Captured captured = bridge.capture();
            getRunningLoop().callSoon(() -> captured.run(() -> {
                trace.add(seen());
                become("eve", 9);
            }));
            become("bob", 2);
            sleep(ZERO);

            assertThat(trace).containsExactly("ann 1");
            assertThat(seen()).isEqualTo("bob 2");
        });
    }

    @Test
    void threadOfAPool_seesTheValuesAndKeepsNone() {
        TestLoop.run(() -> {
            become("ann", 1);
            ThreadLocalBridge.Captured captured = bridge.capture();

            assertThat(toThread(() -> captured.<String>run(() -> seen()))).isEqualTo("ann 1");
            assertThat(toThread(this::seenByThread)).isEqualTo("null 0");
        });
    }

    private String seenByThread() {
        return seen();
    }

    @Test
    void taskFactory_carriesTheValuesOfTheCreatorIntoEveryTask() {
        TestLoop.run(() -> {
            getRunningLoop().setTaskFactory(bridge.taskFactory());
            become("ann", 1);
            Coroutine<String> child = () -> {
                sleep(ZERO);
                String seen = seen();
                become("child", 9);
                return seen + ", its child " + await(createTask(this::seen, "grandchild"));
            };

            assertThat(await(gather(child, child))).containsOnly("ann 1, its child child 9");
            assertThat(Asyncio.<String>taskGroupValue(tg -> await(tg.createTask(this::seen)))).isEqualTo("ann 1");
            assertThat(seen()).isEqualTo("ann 1");
        });
    }

    @Test
    void coroutineFromAnotherThread_takesCapturedValuesAlong() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var result = toThread(() -> {
                become("thread", 3);
                ThreadLocalBridge.Captured captured = bridge.capture();
                return runCoroutineThreadsafe(() -> captured.<String>run(() -> seen()), loop);
            });

            assertThat(await(result)).isEqualTo("thread 3");
        });
    }

    @Test
    void bridgeThatIsExtended_staysAsItIs() {
        ThreadLocalBridge one = ThreadLocalBridge.of(user);
        one.and(ThreadLocalBridge.of(depth));
        become("ann", 1);
        try {
            ThreadLocalBridge.Captured captured = one.capture();
            become("bob", 2);

            assertThat(captured.<String>run(this::seenByThread)).isEqualTo("ann 2");
        } finally {
            user.remove();
            depth.remove();
        }
    }

    @Test
    void writerThatFails_leavesWhatWasInstalledBeforeItRestored() {
        var broken = ThreadLocalBridge.of(() -> "x", _ -> {
            throw new IllegalArgumentException("not settable");
        });
        user.set("ann");
        try {
            ThreadLocalBridge.Captured captured = ThreadLocalBridge.of(user).and(broken).capture();
            user.set("bob");

            assertThatThrownBy(() -> captured.run(() -> trace.add("ran"))).hasMessage("not settable");
            assertThat(user.get()).isEqualTo("bob");
            assertThat(trace).isEmpty();
        } finally {
            user.remove();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        ThreadLocalBridge.Captured captured = bridge.capture();
        assertThatThrownBy(() -> ThreadLocalBridge.of(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("local");
        assertThatThrownBy(() -> ThreadLocalBridge.of((Supplier<String>) null, _ -> {}))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("reader");
        assertThatThrownBy(() -> ThreadLocalBridge.of(() -> "x", null)).isInstanceOf(NullPointerException.class)
                .hasMessage("writer");
        assertThatThrownBy(() -> bridge.and(null)).isInstanceOf(NullPointerException.class).hasMessage("other");
        assertThatThrownBy(() -> captured.run((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("code");
    }
}
