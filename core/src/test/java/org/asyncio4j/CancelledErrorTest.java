package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cancellation tells of itself: why, who and where. */
@ExtendWith(NothingLeft.class)
class CancelledErrorTest {

    private final List<CancelledError> seen = new ArrayList<>();

    /** Waits for ever, and notes the cancellation that ends it. */
    private void waitToBeCancelled() {
        try {
            getRunningLoop().createFuture().await();
        } catch (CancelledError error) {
            seen.add(error);
            throw error;
        }
    }

    private Task<@Nullable Void> victim() {
        Task<@Nullable Void> task = createTask(this::waitToBeCancelled, "victim");
        sleep(ZERO);
        return task;
    }

    private CancelledError only() {
        assertThat(seen).hasSize(1);
        return seen.getFirst();
    }

    // ---- explicit ----

    @Test
    @Rule("C15")
    void cancel_tellsTheTaskAndTheLineThatCalledIt() {
        TestLoop.run(() -> {
            requireNonNull(currentTask()).setName("requester");
            Task<?> task = victim();
            task.cancel("enough");
            sleep(ZERO);
            CancelledError error = only();
            assertThat(error.kind()).isEqualTo(Kind.EXPLICIT);
            assertThat(error).hasMessage("enough");
            assertThat(error.requester()).isSameAs(currentTask());
            assertThat(requireNonNull(error.site()).getClassName()).isEqualTo(CancelledErrorTest.class.getName());
            assertThat(error.toString()).matches("org.asyncio4j.CancelledError: enough"
                    + " \\[explicit by task 'requester' at .*CancelledErrorTest.*\\(CancelledErrorTest.java:\\d+\\)\\]");
        });
    }

    @Test
    void cancelBeforeTheFirstStep_tellsTheSame() {
        TestLoop.run(() -> {
            Task<?> task = createTask(this::waitToBeCancelled);
            task.cancel("too early");
            assertThatThrownBy(task::await).isInstanceOfSatisfying(CancelledError.class, error -> {
                assertThat(error.requester()).isSameAs(currentTask());
                assertThat(error.site()).isNotNull();
            });
        });
    }

    @Test
    @Rule("C15")
    void cancelInACallback_hasNoRequester() {
        TestLoop.run(() -> {
            Task<?> task = victim();
            getRunningLoop().callSoon(task::cancel);
            sleep(ofSeconds(1));
            assertThat(only().requester()).isNull();
        });
    }

    @Test
    @Rule("C15")
    void whoAwaitsACancelledTask_hearsOfTheRequestToo() {
        TestLoop.run(() -> {
            Task<?> task = victim();
            task.cancel("enough");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(task::await).isInstanceOfSatisfying(CancelledError.class,
                        error -> assertThat(error.requester()).isSameAs(currentTask()));
            }
        });
    }

    @Test
    void cancelOfAGather_reachesItsTasksAsItIs() {
        TestLoop.run(() -> {
            Future<?> both = gather(victim(), victim());
            both.cancel("both");
            assertThatThrownBy(both::await).isInstanceOf(CancelledError.class);
            assertThat(seen).hasSize(2).allSatisfy(error -> {
                assertThat(error).hasMessage("both");
                assertThat(error.requester()).isSameAs(currentTask());
            });
        });
    }

    @Test
    @Rule("C15")
    void errorThatTheProgramThrows_isExplicitAndKnowsNobody() {
        var error = new CancelledError("of my own");
        assertThat(error.kind()).isEqualTo(Kind.EXPLICIT);
        assertThat(error.requester()).isNull();
        assertThat(error.site()).isNull();
        assertThat(error).hasToString("org.asyncio4j.CancelledError: of my own [explicit]");
    }

    // ---- by the library ----

    @Test
    void deadline_isATimeoutOfTheTaskThatSetIt() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), this::waitToBeCancelled)).isInstanceOf(TimeoutError.class);
            assertThat(only().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(only().requester()).isSameAs(currentTask());
            assertThat(only().getMessage()).isNull();
        });
    }

    @Test
    void waitForWithoutTime_isATimeout() {
        TestLoop.run(() -> {
            Task<?> task = victim();
            assertThatThrownBy(() -> waitFor(task, ZERO)).isInstanceOf(TimeoutError.class);
            assertThat(only().kind()).isEqualTo(Kind.TIMEOUT);
        });
    }

    @Test
    void failingTaskOfAGroup_isTheRequesterForTheOthersAndTheBody() {
        TestLoop.run(() -> {
            List<Task<?>> failing = new ArrayList<>();
            assertThatThrownBy(() -> taskGroup(tg -> {
                tg.createTask(this::waitToBeCancelled);
                failing.add(tg.createTask(() -> {
                    throw new IllegalStateException("child");
                }));
                waitToBeCancelled();
            })).isInstanceOf(ExceptionGroup.class);
            assertThat(seen).hasSize(2).allSatisfy(error -> {
                assertThat(error.kind()).isEqualTo(Kind.GROUP);
                assertThat(error.requester()).isSameAs(failing.getFirst());
            });
        });
    }

    @Test
    void endOfTheRun_isAShutdown() {
        TestLoop.run(() -> {
            victim();
        });
        assertThat(only().kind()).isEqualTo(Kind.SHUTDOWN);
    }

    @Test
    void loopThatIsClosed_isAShutdown() {
        EventLoop loop = TestLoop.create();
        loop.setExceptionHandler((_, _) -> {
            // it tells of the task that was left
        });
        loop.runUntilComplete(() -> {
            victim();
        });
        loop.close();
        assertThat(only().kind()).isEqualTo(Kind.SHUTDOWN);
        assertThat(only()).hasMessage("the event loop is being closed");
    }

    @Test
    void interruptOfTheThreadOfATask_isAnInterrupt() {
        TestLoop.run(() -> {
            List<Thread> threads = new ArrayList<>();
            Task<?> task = createTask(() -> {
                threads.add(Thread.currentThread());
                waitToBeCancelled();
            });
            sleep(ZERO);
            threads.getFirst().interrupt();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(only().kind()).isEqualTo(Kind.INTERRUPT);
        });
    }

    // ---- beyond the process ----

    @Test
    void serialized_losesTheTaskOnly() throws Exception {
        TestLoop.run(() -> {
            victim().cancel("enough");
            sleep(ZERO);
        });
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(only());
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var copy = (CancelledError) in.readObject();
            assertThat(copy.kind()).isEqualTo(Kind.EXPLICIT);
            assertThat(copy.site()).isEqualTo(only().site());
            assertThat(copy.requester()).isNull();
        }
    }
}
