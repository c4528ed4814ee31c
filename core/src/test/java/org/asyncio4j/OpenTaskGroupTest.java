package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The task group of a {@code try} statement: what {@code join} and {@code close} do, each without the other too. */
@ExtendWith(NothingLeft.class)
class OpenTaskGroupTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    private static void waitForever() {
        getRunningLoop().createFuture().await();
    }

    private static void failAfter(int seconds) throws IOException {
        sleep(ofSeconds(seconds));
        throw new IOException("failed after " + seconds);
    }

    private void cleanUpFor(int seconds) {
        try {
            waitForever();
        } finally {
            sleep(ofSeconds(seconds));
            trace.add("cleaned up");
        }
    }

    private static void assertNothingPending() {
        assertThat(self().cancelling()).isZero();
        sleep(ofMillis(1));
    }

    // ---- join ----

    @Test
    void join_waitsForAllTasks() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                Task<Integer> one = tg.createTask(() -> sleep(ofSeconds(2), 1));
                Task<Integer> two = tg.createTask(() -> sleep(ofSeconds(1), 2));
                tg.join();
                assertThat(one.result() + two.result()).isEqualTo(3);
            }
            assertNothingPending();
        });
    }

    @Test
    void join_throwsTheErrorsAndCloseAddsNothing() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> failAfter(1));
                    tg.createTask(() -> cleanUpFor(3));
                    tg.join();
                }
            })
                    .withMessage("unhandled errors in a TaskGroup (1 sub-exception)")
                    .satisfies(group -> assertThat(group.suppressedByOthers()).isEmpty());
            assertThat(trace).containsExactly("cleaned up");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G13")
    void failingTask_leavesTheBodyAloneAndJoinTellsIt() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(() -> failAfter(1));
                Task<?> sibling = tg.createTask(OpenTaskGroupTest::waitForever);
                sleep(ofSeconds(5));

                assertThat(self().cancelling()).isZero();
                assertThat(sibling.cancelled()).isTrue();
                assertThatIllegalStateException().isThrownBy(() -> tg.createTask(() -> {}))
                        .withMessage("TaskGroup <TaskGroup errors=1 cancelling> is shutting down");
                assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(tg::join);
            }
            assertNothingPending();
        });
    }

    @Test
    void parentCancelledInJoin_tasksEndFirstAndThenItGoesOn() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> cleanUpFor(1));
                    tg.join();
                }
            });
            sleep(ofSeconds(1));
            parent.cancel("enough");
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await)
                    .withMessage("enough")
                    .satisfies(error -> assertThat(error.getSuppressed()).isEmpty());
            assertThat(trace).containsExactly("cleaned up");
        });
    }

    @Test
    void join_twice_isRefused() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                tg.join();
                assertThatIllegalStateException().isThrownBy(tg::join)
                        .withMessage("TaskGroup <TaskGroup entered> is finished; it is joined once");
            }
        });
    }

    @Test
    void joinAndClose_inAnotherTask_areRefused() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                self().setName("parent");
                Task<?> other = createTask(() -> {
                    assertThatIllegalStateException().isThrownBy(tg::join)
                            .withMessageMatching("TaskGroup <TaskGroup entered> is not this task's; join and close it"
                                    + " in the task that opened it, <Task pending name='parent' .*>");
                    assertThatIllegalStateException().isThrownBy(tg::close)
                            .withMessageContaining("is not this task's");
                });
                other.await();
                tg.join();
            }
        });
    }

    @Test
    void open_outsideOfATask_isRefused() {
        assertThatIllegalStateException().isThrownBy(TaskGroup::open)
                .withMessageStartingWith("no running event loop in ");
    }

    // ---- leaving without join ----

    @Test
    @Rule("G13")
    void leftWithoutJoin_cancelsTheTasksWaitsForThemAndSaysSo() {
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> cleanUpFor(1));
                    tg.createTask(() -> sleep(ZERO));
                    sleep(ofSeconds(1));
                }
            })
                    .withMessage(
                            "TaskGroup <TaskGroup tasks=1 entered> was left without join(): unfinished tasks that were"
                                    + " cancelled: 1, tasks that failed: 0. Call join() as the last statement of the block, or cancel()"
                                    + " before leaving it early");
            assertThat(trace).containsExactly("cleaned up");
            assertNothingPending();
        });
    }

    @Test
    void leftWithoutJoin_isAnErrorEvenIfAllTasksHaveEnded() {
        TestLoop.run(() -> assertThatIllegalStateException().isThrownBy(() -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(() -> "done").await();
            }
        }).withMessageContaining("left without join(): unfinished tasks that were cancelled: 0, tasks that failed: 0"));
    }

    @Test
    void leftWithoutJoin_beforeAnyTaskWasCreated_isFine() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                trace.add(tg.toString());
            }
            assertThat(trace).containsExactly("<TaskGroup entered>");
        });
    }

    @Test
    void leftByAnException_thatOneIsThrownAndHasTheOtherAsSuppressed() {
        var body = new IOException("body");
        TestLoop.run(() -> {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> cleanUpFor(1));
                    sleep(ZERO);
                    throw body;
                }
            }).isSameAs(body);
            assertThat(trace).containsExactly("cleaned up");
            assertThat(body.getSuppressed()).singleElement()
                    .satisfies(error -> assertThat(error).isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("left without join()"));
        });
    }

    @Test
    void leftWithErrors_theyAreSuppressedAndReported() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            IllegalStateException misuse = catchThrowableOfType(IllegalStateException.class, () -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> failAfter(1));
                    tg.createTask(OpenTaskGroupTest::waitForever);
                    sleep(ofSeconds(2));
                }
            });
            assertThat(misuse).hasMessageContaining(
                    "TaskGroup <TaskGroup errors=1 cancelling> was left without join(): unfinished tasks that were"
                            + " cancelled: 0, tasks that failed: 1");
            assertThat(misuse.getSuppressed()).singleElement()
                    .satisfies(error -> assertThat(error).hasMessage("failed after 1"));
        });
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo(
                    "TaskGroup task exception was not propagated because the block was left without join()");
            assertThat(report.exception()).hasMessage("failed after 1");
        });
    }

    @Test
    void leftByACancellation_tasksEndFirstAndItGoesOn() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> cleanUpFor(1));
                    waitForever();
                } finally {
                    sleep(ofSeconds(1));
                    trace.add("cleaned up after the block");
                }
            });
            sleep(ofSeconds(1));
            parent.cancel("enough");
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await).withMessage("enough");
            assertThat(trace).containsExactly("cleaned up", "cleaned up after the block");
        });
    }

    @Test
    void parentCancelledInClose_isDeliveredAtTheNextWait() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                try (var tg = TaskGroup.open()) {
                    tg.createTask(() -> cleanUpFor(10));
                    sleep(ZERO);
                } catch (IllegalStateException misuse) {
                    trace.add("misuse");
                }
                sleep(ZERO);
                trace.add("never");
            });
            sleep(ofSeconds(1));
            parent.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await);
            assertThat(trace).containsExactly("cleaned up", "misuse");
            assertThat(parent.cancelling()).isOne();
        });
    }

    @Test
    void leftByTheEndOfTheProgramOfATask_thatIsThrown() {
        var exit = new SystemExit(2);
        assertThatExceptionOfType(SystemExit.class).isThrownBy(() -> TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(() -> {
                    throw exit;
                });
                tg.join();
            }
        })).isSameAs(exit);
    }

    @Test
    void leftByTheEndOfTheProgramThatATaskThrew_thatIsThrown() {
        var exit = new SystemExit(2);
        assertThatExceptionOfType(SystemExit.class).isThrownBy(() -> TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                Task<?> task = tg.createTask(() -> {
                    throw exit;
                });
                try {
                    waitForever();
                } finally {
                    task.result();
                }
            }
        })).isSameAs(exit);
    }

    @Test
    void abandonedGroup_ofATaskThatIsDone_reportsWhatFails() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Task<?> parent = createTask(() -> {
                @SuppressWarnings("resource") // the mistake this test is about
                TaskGroup tg = TaskGroup.open();
                tg.createTask(() -> failAfter(1), "orphan");
            }, "parent");
            parent.await();
            sleep(ofSeconds(2));
        });
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Task <Task finished name='orphan' exception=java.io.IOException:"
                    + " failed after 1> has errored out but its parent task <Task finished name='parent' result=null>"
                    + " is already completed");
            assertThat(report.exception()).hasMessage("failed after 1");
            assertThat(report.get("task")).isInstanceOf(Task.class);
        });
    }

    // ---- cancel() ----

    @Test
    void cancel_cancelsTheTasksAndNotTheBody() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(() -> cleanUpFor(0));
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    tg.cancel();
                });
                tg.join();
                trace.add("body goes on");
            }
            assertThat(trace).containsExactly("cleaned up", "body goes on");
            assertNothingPending();
        });
    }

    @Test
    void cancel_allowsToLeaveWithoutJoin() {
        TestLoop.run(() -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(() -> cleanUpFor(1));
                sleep(ZERO);
                tg.cancel();
            }
            assertThat(trace).containsExactly("cleaned up");
            assertNothingPending();
        });
    }
}
