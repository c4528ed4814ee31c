package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createEagerTaskFactory;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that run up to their first wait before createTask returns. */
@ExtendWith(NothingLeft.class)
class EagerTaskTest {

    private static final TaskOptions EAGER = TaskOptions.defaults().withEagerStart(true);

    private final List<String> events = new ArrayList<>();

    // ---- what runs when ----

    @Test
    @Rule("A1")
    void bodyThatNeverWaits_isDoneWhenCreateTaskReturns() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> "done", EAGER);
            assertThat(task.done()).isTrue();
            assertThat(task.result()).isEqualTo("done");
            assertThat(Asyncio.allTasks()).doesNotContain(task);
        });
    }

    @Test
    @Rule("A1")
    void bodyThatWaits_goesOnWhenWhatItWaitsForIsDone() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            Task<String> task = createTask(() -> {
                events.add("before");
                return future.await() + " after";
            }, EAGER);
            events.add("creator");
            assertThat(Asyncio.allTasks()).contains(task);
            future.setResult("value");
            assertThat(task.await()).isEqualTo("value after");
            assertThat(events).containsExactly("before", "creator");
        });
    }

    @Test
    @Rule("A1")
    void start_takesNoTick_andNothingElseRunsMeanwhile() {
        TestLoop.run(() -> {
            createTask(() -> events.add("lazy"));
            long before = Ticks.now();
            createTask(() -> {
                events.add("eager");
                sleep(ZERO);
                events.add("eager, later");
            }, EAGER);
            assertThat(Ticks.now()).isEqualTo(before);
            assertThat(events).containsExactly("eager");
            sleep(ZERO);
            sleep(ZERO);
            assertThat(events).containsExactly("eager", "lazy", "eager, later");
        });
    }

    @Test
    void eagerTasksInEagerTasks_runInnermostFirst() {
        TestLoop.run(() -> {
            createTask(() -> {
                events.add("outer");
                createTask(() -> {
                    events.add("middle");
                    createTask(() -> {
                        events.add("inner");
                        sleep(ZERO);
                    }, EAGER);
                    events.add("middle again");
                    sleep(ZERO);
                }, EAGER);
                events.add("outer again");
                sleep(ZERO);
            }, EAGER);
            events.add("main");
            assertThat(events)
                    .containsExactly("outer", "middle", "inner", "middle again", "outer again", "main");
        });
    }

    @Test
    void aChainOfTenThousand_isStartedByTheFirst() {
        int depth = 10_000;
        TestLoop.run(() -> assertThat(chain(depth)).isEqualTo(depth));
    }

    private static int chain(int depth) {
        return depth == 0 ? 0 : 1 + createTask(() -> chain(depth - 1), EAGER).result();
    }

    // ---- who is current ----

    @Test
    @Rule("A2")
    void currentTask_isTheNewOneAndThenTheCreatorAgain() {
        TestLoop.run(() -> {
            Task<?> creator = currentTask();
            Task<@Nullable Task<?>> task = createTask(Asyncio::currentTask, EAGER);
            assertThat(task.result()).isSameAs(task);
            assertThat(currentTask()).isSameAs(creator);
        });
    }

    @Test
    @Rule("A2")
    void contextVariables_areACopyOfTheCreators() {
        var variable = new ContextVar<>("variable", "default");
        TestLoop.run(() -> {
            variable.set("creator");
            Task<String> task = createTask(() -> {
                String seen = variable.get();
                variable.set("task");
                return seen;
            }, EAGER);
            assertThat(task.result()).isEqualTo("creator");
            assertThat(variable.get()).isEqualTo("creator");
        });
    }

    @Test
    void inACallback_runsAtOnceAndTheCallbackGoesOn() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            loop.callSoon(() -> {
                events.add("callback");
                loop.createTask(() -> {
                    events.add("task of " + (currentTask() != null));
                    sleep(ZERO);
                    events.add("task, later");
                }, EAGER);
                events.add("callback again, of " + (currentTask() != null));
            });
            loop.callSoon(() -> events.add("next callback"));
            sleep(ofSeconds(1));
            assertThat(events).containsExactly("callback", "task of true", "callback again, of false",
                    "next callback", "task, later");
        });
    }

    // ---- failures and cancellation ----

    @Test
    @Rule("A3")
    void error_isKeptInTheTask() {
        TestLoop.run(() -> {
            var error = new IllegalStateException("in the first step");
            Task<@Nullable Void> task = createTask(() -> {
                throw error;
            }, EAGER);
            assertThat(task.exception()).isSameAs(error);
        });
    }

    @Test
    @Rule("A3")
    void endOfTheProgram_isThrownByCreateTask() {
        try (EventLoop loop = TestLoop.create()) {
            assertThatThrownBy(() -> loop.runUntilComplete(() -> {
                try {
                    createTask(() -> {
                        throw new SystemExit(3);
                    }, EAGER);
                } finally {
                    events.add("creator saw it");
                }
            })).isInstanceOf(SystemExit.class);
        }
        assertThat(events).containsExactly("creator saw it");
    }

    @Test
    void cancelAfterTheFirstStep_reachesTheWait() {
        TestLoop.run(() -> {
            Task<@Nullable Void> task = createTask(() -> {
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError cancelled) {
                    events.add("cancelled in its wait");
                    throw cancelled;
                }
            }, EAGER);
            task.cancel();
            Asyncio.wait(List.of(task));
            assertThat(task.cancelled()).isTrue();
            assertThat(events).containsExactly("cancelled in its wait");
        });
    }

    @Test
    void creatorCancelledByTheFirstStep_hearsOfItAtItsNextWait() {
        TestLoop.run(() -> {
            Task<?> creator = requireNonNull(currentTask());
            createTask(() -> creator.cancel("by the child"), EAGER);
            events.add("creator goes on");
            assertThatThrownBy(() -> sleep(ofSeconds(1))).isInstanceOf(CancelledError.class).hasMessage("by the child");
            creator.uncancel();
            assertThat(events).containsExactly("creator goes on");
        });
    }

    @Test
    @Rule("A4")
    void failureInAGroup_cancelsTheBodyAtItsNextWaitAndNotBefore() {
        TestLoop.run(() -> assertThatThrownBy(() -> taskGroup(tg -> {
            tg.createTask(() -> {
                throw new IllegalStateException("child");
            }, EAGER);
            events.add("body goes on");
            sleep(ofSeconds(1));
            events.add("not reached");
        })).isInstanceOf(ExceptionGroup.class));
        assertThat(events).containsExactly("body goes on");
    }

    // ---- factories and options ----

    @Test
    @Rule("A6")
    void eagerTaskFactory_makesEveryTaskEager_unlessAskedOtherwise() {
        TestLoop.run(() -> {
            getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
            assertThat(createTask(() -> 1).done()).isTrue();
            assertThat(gather(() -> 1, () -> 2).done()).isTrue();
            Task<Integer> lazy = createTask(() -> 3, TaskOptions.defaults().withEagerStart(false));
            assertThat(lazy.done()).isFalse();
            lazy.await();
        });
    }

    @Test
    void createEagerTaskFactory_leavesTheRestToTheConstructor() {
        TestLoop.run(() -> {
            getRunningLoop().setTaskFactory(createEagerTaskFactory(EagerTaskTest::namedTask));
            Task<Integer> task = createTask(() -> 1);
            assertThat(task.getName()).isEqualTo("made by the test");
            assertThat(task.done()).isTrue();
        });
    }

    private static <T extends @Nullable Object> Task<T> namedTask(EventLoop loop, Coroutine<T> coroutine,
            TaskOptions options) {
        return new Task<>(coroutine, loop, options.withName("made by the test"));
    }

    @Test
    @Rule("A5")
    void loopThatDoesNotRun_startsLazily() {
        try (EventLoop loop = TestLoop.create()) {
            Task<String> task = loop.createTask(() -> "done", EAGER);
            assertThat(task.done()).isFalse();
            assertThat(loop.runUntilComplete(task)).isEqualTo("done");
        }
    }

    // ---- blocking code in the first step ----

    @Test
    @Tag("mounted-only")
    void interruptThatStandsForADeadline_andThatNoCallHasConsumed_staysTheDeadline() {
        var permits = new Semaphore(0);
        TestLoop.run(() -> {
            Task<?> self = requireNonNull(currentTask());
            createTask(() -> {
                sleep(ofSeconds(2));
                permits.release();
            });
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                permits.acquireUninterruptibly();
                createTask(() -> events.add("eager"), EAGER);
                assertThat(self.cancelling()).isEqualTo(1);
                sleep(ofSeconds(1));
            })).isInstanceOf(TimeoutError.class);
            assertThat(events).containsExactly("eager");
            assertThat(self.cancelling()).isZero();
            sleep(ofSeconds(1));
        });
    }

    @Test
    @Rule("A7")
    void interruptOfTheCreator_isLeftToTheCreator() {
        TestLoop.run(() -> {
            Thread.currentThread().interrupt();
            Task<Boolean> task = createTask(() -> Thread.currentThread().isInterrupted(), EAGER);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(task.result()).isFalse();
            sleep(ZERO);
            assertThat(requireNonNull(currentTask()).cancelling()).isZero();
        });
    }

    @Test
    @Rule("A7")
    void interruptOfTheCreator_inACallback_isLeftToTheCallback() {
        TestLoop.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            loop.callSoon(() -> {
                Thread.currentThread().interrupt();
                Task<?> _ = loop.createTask(() -> events.add("eager"), EAGER);
                events.add("interrupted " + Thread.interrupted());
            });
            sleep(ZERO);

            assertThat(events).containsExactly("eager", "interrupted true");
        });
    }

    @Test
    void lockHeldByTheCreator_isNotTheTasks() {
        var lock = new ReentrantLock();
        TestLoop.run(() -> {
            lock.lock();
            try {
                assertThat(createTask(() -> lock.tryLock(), EAGER).result()).isFalse();
            } finally {
                lock.unlock();
            }
        });
    }
}
