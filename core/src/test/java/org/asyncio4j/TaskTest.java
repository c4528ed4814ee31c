package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks from creation to their end; {@link TaskCancellationTest} has what happens when they are cancelled. */
@ExtendWith(NothingLeft.class)
class TaskTest {

    private final List<String> trace = new ArrayList<>();

    // ---- steps ----

    @Test
    @Rule("O7")
    void createTask_startsInOrderOfCreationAmongTheCallbacks() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            createTask(() -> {
                trace.add("task 1");
            });
            loop.callSoon(() -> trace.add("callback 1"));
            createTask(() -> {
                trace.add("task 2");
            });
            loop.callSoon(() -> trace.add("callback 2"));
            trace.add("creator");
            sleep(ZERO);

            assertThat(trace).containsExactly("creator", "task 1", "callback 1", "task 2", "callback 2");
        });
    }

    @Test
    void await_ofATask_givesItsResult() {
        TestLoop.run(() -> {
            Task<Integer> task = createTask(() -> {
                sleep(ofSeconds(1));
                return 42;
            });

            assertThat(await(task)).isEqualTo(42);
            assertThat(task.done()).isTrue();
            assertThat(task.result()).isEqualTo(42);
        });
    }

    @Test
    @Rule({"F6", "E7"})
    void await_ofAFailedTask_throwsTheVeryObject() {
        TestLoop.run(() -> {
            var error = new IOException("checked");
            Task<String> task = createTask(() -> {
                throw error;
            });

            assertThatThrownBy(() -> await(task)).isSameAs(error);
            assertThatThrownBy(task::await).isSameAs(error);
            assertThat(task.exception()).isSameAs(error);
        });
    }

    @Test
    @Rule("E3")
    void body_thatThrowsAnError_failsAndStopsNothing() {
        TestLoop.run(() -> {
            var error = new AssertionError("an Error, but no request to end the program");
            Task<String> task = createTask(() -> {
                throw error;
            });
            sleep(ZERO);

            assertThat(task.exception()).isSameAs(error);
        });
    }

    @Test
    void sleepOfZero_letsTasksTakeTurns() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b")) {
                createTask(() -> {
                    for (int i = 0; i < 3; i++) {
                        trace.add(name + i);
                        sleep(ZERO);
                    }
                });
            }
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
        });
    }

    @Test
    @Rule("E4")
    void await_ofItself_throwsIntoTheBodyWhichCanCatchIt() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                Task<?> self = Objects.requireNonNull(currentTask());
                assertThatThrownBy(self::await).isInstanceOf(IllegalStateException.class)
                        .hasMessage("Task cannot await on itself: " + self);
                return "went on";
            });

            assertThat(await(task)).isEqualTo("went on");
        });
    }

    @Test
    @Rule("E3")
    void systemExit_leavesTheLoopAtOnceAndIsStored() {
        try (EventLoop loop = TestLoop.create()) {
            var exit = new SystemExit(3);
            Task<String> task = loop.createTask(() -> {
                throw exit;
            });
            loop.createTask(() -> {
                trace.add("waiter got " + assertThatThrownBy(() -> await(task)).actual());
            });
            loop.callSoon(() -> trace.add("callback"));

            assertThatThrownBy(loop::runForever).isSameAs(exit);
            assertThat(trace).isEmpty();
            assertThat(task.exception()).isSameAs(exit);

            // the rest of the batch was kept, and no stop is left over that would cut this run short
            loop.runUntilComplete(() -> sleep(ofSeconds(1)));
            assertThat(trace).containsExactly("waiter got " + exit, "callback");
        }
    }

    @Test
    @Rule("E3")
    void keyboardInterrupt_leavesTheLoopAtOnce() {
        try (EventLoop loop = TestLoop.create()) {
            var interrupt = new KeyboardInterrupt();

            assertThatThrownBy(() -> loop.runUntilComplete(() -> {
                sleep(ZERO);
                throw interrupt;
            })).isSameAs(interrupt);

            assertThat(loop.runUntilComplete(() -> sleep(ofSeconds(1), "not cut short"))).isEqualTo("not cut short");
        }
    }

    // ---- creation ----

    @Test
    void createTask_withoutALoop_isRefused() {
        assertThatThrownBy(() -> createTask(() -> "x")).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
    }

    @Test
    void createTask_onALoopThatDoesNotRun_waitsForIt() {
        try (EventLoop loop = TestLoop.create()) {
            Task<String> task = loop.createTask(() -> "later");

            assertThat(task.done()).isFalse();
            assertThat(loop.runUntilComplete(task)).isEqualTo("later");
        }
    }

    @Test
    void createTask_onAClosedLoop_isRefused() {
        EventLoop loop = TestLoop.create();
        loop.close();

        assertThatThrownBy(() -> loop.createTask(() -> "x")).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
    }

    @Test
    void name_isGivenOrNumbered() {
        TestLoop.run(() -> {
            Task<?> numbered = createTask(() -> 1);
            Task<?> next = createTask(() -> 2);
            Task<?> named = createTask(() -> 3, "mine");
            Task<?> withoutResult = createTask(() -> {}, "without result");

            assertThat(numbered.getName()).matches("Task-\\d+");
            assertThat(number(next)).isEqualTo(number(numbered) + 1);
            assertThat(named.getName()).isEqualTo("mine");
            assertThat(withoutResult.getName()).isEqualTo("without result");
        });
    }

    private static long number(Task<?> task) {
        return Long.parseLong(task.getName().substring("Task-".length()));
    }

    @Test
    void setName_renamesTheTaskAndItsThread() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> Thread.currentThread().getName());
            task.setName("renamed");

            assertThat(task.getName()).isEqualTo("renamed");
            assertThat(await(task)).isEqualTo("renamed");
        });
    }

    @Test
    void thread_inheritsThreadLocalsFromTheCreator_asTheyWereThen() {
        var local = new InheritableThreadLocal<String>();
        TestLoop.run(() -> {
            local.set("then");
            Task<String> child = createTask(local::get);
            local.set("later");

            assertThat(child.await()).isEqualTo("then");
        });
    }

    @Test
    void thread_inheritsTheContextClassLoaderOfTheCreator_asItWasThen() {
        TestLoop.run(() -> {
            Thread creator = Thread.currentThread();
            ClassLoader before = creator.getContextClassLoader();
            var then = new ClassLoader(before) {};
            creator.setContextClassLoader(then);
            Task<ClassLoader> child = createTask(() -> Thread.currentThread().getContextClassLoader());
            creator.setContextClassLoader(before);

            assertThat(child.await()).isSameAs(then);
        });
    }

    @Test
    void getCoro_isWhatWasGivenAlsoAfterwards() {
        TestLoop.run(() -> {
            Coroutine<String> coroutine = () -> "x";
            Task<String> task = createTask(coroutine);
            await(task);

            assertThat(task.getCoro()).isSameAs(coroutine);
        });
    }

    @Test
    void coroutine_canBeUsedMoreThanOnce() {
        TestLoop.run(() -> {
            Coroutine<Boolean> coroutine = () -> trace.add("run");
            await(createTask(coroutine));
            await(createTask(coroutine));
            await(coroutine);

            assertThat(trace).containsExactly("run", "run", "run");
        });
    }

    @Test
    @Rule("F4")
    void setResultAndSetException_areNotForTasks() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> "x");

            assertThatThrownBy(() -> task.setResult("y")).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Task does not support set_result operation");
            assertThatThrownBy(() -> task.setException(new IOException())).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Task does not support set_exception operation");
        });
    }

    // ---- factories ----

    /** Notes the name that was asked for. */
    private final class NotingFactory implements TaskFactory {
        @Override
        public <T extends @Nullable Object> Task<T> createTask(
                EventLoop loop, Coroutine<T> coroutine, TaskOptions options) {
            trace.add("made " + options.name());
            return new Task<>(coroutine, loop, options);
        }
    }

    @Test
    void taskFactory_makesTheTasksOfItsLoop() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var factory = new NotingFactory();
            loop.setTaskFactory(factory);
            assertThat(loop.getTaskFactory()).isSameAs(factory);

            assertThat(await(createTask(() -> 1, "one"))).isEqualTo(1);
            assertThat(await(loop.createTask(() -> 2))).isEqualTo(2);
            loop.setTaskFactory(null);
            assertThat(loop.getTaskFactory()).isNull();
            assertThat(await(createTask(() -> 3, "three"))).isEqualTo(3);

            assertThat(trace).containsExactly("made one", "made null");
        });
    }

    // ---- who is there ----

    @Test
    @Rule("O14")
    void currentTask_isTheOneWhoseStepItIs() {
        TestLoop.run(() -> {
            Task<?> main = currentTask();
            assertThat(main).isNotNull();
            for (String name : List.of("a", "b")) {
                createTask(() -> {
                    for (int i = 0; i < 2; i++) {
                        trace.add(Objects.requireNonNull(currentTask()).getName());
                        sleep(ZERO);
                    }
                }, name);
            }
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("a", "b", "a", "b");
            assertThat(currentTask()).isSameAs(main);
        });
    }

    @Test
    @Rule("O14")
    void currentTask_inCallbacks_isNull() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            getRunningLoop().callSoon(() -> trace.add("callback: " + currentTask()));
            future.addDoneCallback(_ -> trace.add("done callback: " + currentTask()));
            getRunningLoop().callLater(ofSeconds(1), () -> trace.add("timer: " + currentTask()));
            future.setResult("x");
            sleep(ofSeconds(2));

            assertThat(trace).containsExactly("callback: null", "done callback: null", "timer: null");
        });
    }

    @Test
    void currentTask_withoutALoop_isRefused() {
        assertThatThrownBy(Asyncio::currentTask).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
    }

    @Test
    @Rule("O15")
    void allTasks_areThoseThatAreNotDoneOldestFirst() {
        TestLoop.run(() -> {
            Task<?> main = Objects.requireNonNull(currentTask());
            Task<?> brief = createTask(() -> 1);
            Task<?> waiting = createTask(() -> sleep(ofSeconds(1)));
            assertThat(allTasks()).containsExactly(main, brief, waiting);

            sleep(ZERO);
            Task<?> another = createTask(() -> 2);
            assertThat(brief.done()).isTrue();
            assertThat(allTasks()).containsExactly(main, waiting, another);
            assertThat(allTasks(getRunningLoop())).isEqualTo(allTasks());

            await(waiting);
            assertThat(allTasks()).containsExactly(main);
        });
    }

    @Test
    void allTasks_afterManyCameAndWent_listsNoneTwiceAndMissesNone() {
        TestLoop.run(() -> {
            List<Task<?>> expected = new ArrayList<>(List.of(Objects.requireNonNull(currentTask())));
            for (int i = 0; i < 1000; i++) {
                boolean stays = i % 7 == 0;
                Task<?> task = createTask(() -> {
                    if (stays) {
                        sleep(ofSeconds(1));
                    }
                });
                if (stays) {
                    expected.add(task);
                }
                if (i % 100 == 0) {
                    sleep(ZERO);
                }
            }
            sleep(ZERO);

            assertThat(allTasks()).containsExactlyElementsOf(expected);
        });
    }

    // ---- what it says of itself ----

    @Test
    void toString_showsStateNameAndWhatItWaitsFor() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            Task<String> inner = createTask(() -> future.await(), "inner");
            Task<String> outer = createTask(() -> inner.await(), "outer");
            assertThat(inner).hasToString("<Task pending name='inner'>");

            sleep(ZERO);
            assertThat(inner).hasToString("<Task pending name='inner' wait_for=<Future pending>>");
            assertThat(outer).hasToString("<Task pending name='outer' wait_for=<Task pending name='inner'>>");

            future.setResult("x");
            await(outer);
            assertThat(inner).hasToString("<Task finished name='inner' result=x>");
        });
    }

    @Test
    void toString_ofAFailedAndOfACancelledTask_tellsThem() {
        TestLoop.run(() -> {
            Task<String> failed = createTask(() -> {
                throw new IOException("broken");
            }, "failed");
            Task<?> cancelled = createTask(() -> sleep(ofSeconds(1)), "cancelled");
            cancelled.cancel();
            assertThat(cancelled).hasToString("<Task cancelling name='cancelled'>");
            sleep(ZERO);

            assertThat(failed.exception()).isNotNull();
            assertThat(failed).hasToString("<Task finished name='failed' exception=java.io.IOException: broken>");
            assertThat(cancelled).hasToString("<Task cancelled name='cancelled'>");
        });
    }

    @Test
    void toString_ofATaskThatReturnsItself_ends() {
        TestLoop.run(() -> {
            Task<Object> task = createTask(() -> Objects.requireNonNull(currentTask()), "narcissus");
            await(task);

            assertThat(task.toString()).startsWith("<Task finished name='narcissus' result=");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            Task<String> task = createTask(() -> "x");

            assertThatThrownBy(() -> createTask((Coroutine<String>) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("coroutine");
            assertThatThrownBy(() -> createTask((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("coroutine");
            assertThatThrownBy(() -> createTask(() -> "x", (TaskOptions) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("options");
            assertThatThrownBy(() -> createTask(() -> "x", (String) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("name");
            assertThatThrownBy(() -> new Task<>(null, loop, TaskOptions.defaults()))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("coroutine");
            assertThatThrownBy(() -> task.setName(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("newName");
            assertThatThrownBy(() -> allTasks(null)).isInstanceOf(NullPointerException.class).hasMessage("loop");
            assertThatThrownBy(() -> TaskOptions.defaults().withContext(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("context");
        });
    }
}
