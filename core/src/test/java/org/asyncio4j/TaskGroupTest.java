package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.taskGroupValue;
import static org.asyncio4j.Asyncio.timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task group waits for, throws and refuses; {@link TaskGroupCancellationTest} has what it cancels. */
@ExtendWith(NothingLeft.class)
class TaskGroupTest {

    private final List<String> trace = new ArrayList<>();

    private static void fail(String message) throws IOException {
        throw new IOException(message);
    }

    /** Waits until cancelled and fails then. */
    private static void failWhenCancelled(String message) throws IOException {
        try {
            getRunningLoop().createFuture().await();
        } catch (CancelledError cancelled) {
            throw new IOException(message, cancelled);
        }
    }

    private static ExceptionGroup groupOf(TaskGroup.Body body) {
        return Objects.requireNonNull(catchThrowableOfType(ExceptionGroup.class, () -> taskGroup(body)),
                "the group should have failed");
    }

    private static List<String> messages(ExceptionGroup group) {
        return group.exceptions().stream().map(Throwable::getMessage).toList();
    }

    // ---- waiting ----

    @Test
    @Rule("G1")
    void block_endsWhenAllTasksHave() {
        TestLoop.run(() -> {
            taskGroup(tg -> {
                for (int seconds : List.of(3, 1, 2)) {
                    tg.createTask(() -> {
                        sleep(ofSeconds(seconds));
                        trace.add("task " + seconds);
                    });
                }
                trace.add("body");
            });
            assertThat(trace).containsExactly("body", "task 1", "task 2", "task 3");
        });
    }

    @Test
    void value_isTheBodysAndComesAfterTheTasks() {
        TestLoop.run(() -> {
            String value = taskGroupValue(tg -> {
                tg.createTask(() -> trace.add("task"));
                return "value";
            });
            assertThat(value).isEqualTo("value");
            assertThat(trace).containsExactly("task");
            @Nullable
            String none = taskGroupValue(_ -> null);
            assertThat(none).isNull();
        });
    }

    @Test
    void allFormsOfCreateTask_makeTasksOfTheGroup() {
        TestLoop.run(() -> {
            var variable = new ContextVar<>("variable", "outside");
            Context context = Context.copyCurrent();
            context.run(() -> variable.set("inside"));
            TaskOptions options = TaskOptions.defaults().withName("with options").withContext(context);
            List<Task<?>> tasks = taskGroupValue(tg -> List.of(
                    tg.createTask(() -> "value"),
                    tg.createTask(() -> "value", "named"),
                    tg.createTask(() -> variable.get(), options),
                    tg.createTask(() -> trace.add("1")),
                    tg.createTask(() -> {
                        trace.add("2");
                    }),
                    tg.createTask(() -> {
                        trace.add("3");
                    }, "void named"),
                    tg.createTask(() -> {
                        trace.add("4 " + variable.get());
                    }, options)));

            assertThat(tasks).allMatch(Task::done);
            assertThat(tasks.get(0).result()).isEqualTo("value");
            assertThat(tasks.get(2).result()).isEqualTo("inside");
            assertThat(tasks).extracting(Task::getName)
                    .contains("named", "with options", "void named");
            assertThat(trace).containsExactly("1", "2", "3", "4 inside");
        });
    }

    @Test
    void taskThatFailsWhileTheBodyAwaitsIt_failsTheGroupAndTheBodyIsCancelled() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(tg -> {
                Task<?> task = tg.createTask(() -> fail("task"));
                try {
                    task.await();
                } catch (CancelledError cancelled) {
                    trace.add("body cancelled");
                    throw cancelled;
                }
            });
            assertThat(messages(group)).containsExactly("task");
            assertThat(trace).containsExactly("body cancelled");
        });
    }

    // ---- errors ----

    @Test
    @Rule("G7")
    void errors_areThoseOfTheTasksInOrderOfTheirEndAndThenTheBodys() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(tg -> {
                tg.createTask(() -> failWhenCancelled("third"));
                tg.createTask(() -> {
                    sleep(ofSeconds(2));
                    fail("second, in the same tick as the first");
                });
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    sleep(ofSeconds(1));
                    fail("never, it is cancelled");
                });
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    fail("first");
                });
                failWhenCancelled("body");
            });
            assertThat(group).hasMessage("unhandled errors in a TaskGroup (3 sub-exceptions)").hasNoCause();
            assertThat(messages(group)).containsExactly("first", "third", "body");
        });
    }

    @Test
    void bodyThatFails_cancelsTheTasksAndItsExceptionIsAMember() {
        TestLoop.run(() -> {
            var thrown = new IOException("body");
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = groupOf(tg -> {
                tasks.add(tg.createTask(() -> trace.add("never starts")));
                throw thrown;
            });
            assertThat(group.exceptions()).containsExactly(thrown);
            assertThat(tasks.getFirst().cancelled()).isTrue();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void errorOfTheVirtualMachine_isAMemberLikeAnyOther() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(tg -> tg.createTask(() -> {
                throw new StackOverflowError("deep");
            }));
            assertThat(group.matching(Error.class)).hasSize(1);
        });
    }

    @Test
    void groupInAGroup_isAMember() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(outer -> outer.createTask(
                    () -> taskGroup(inner -> inner.createTask(() -> fail("deep")))));
            assertThat(group.exceptions()).hasOnlyElementsOfType(ExceptionGroup.class);
            assertThat(group.matching(IOException.class)).extracting(Throwable::getMessage).containsExactly("deep");
        });
    }

    @Test
    @Rule("G7")
    void noMember_isACancellation() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(tg -> {
                Task<?> waits = tg.createTask(() -> getRunningLoop().createFuture().await());
                tg.createTask(() -> {
                    throw new CancelledError("own");
                });
                tg.createTask(() -> fail("failure"));
                waits.await();
            });
            assertThat(messages(group)).containsExactly("failure");
        });
    }

    @Test
    void noErrorIsReportedOnTop() {
        assertThat(TestLoop.reportsOf(() -> groupOf(tg -> {
            tg.createTask(() -> fail("one"));
            tg.createTask(() -> fail("two"));
        }))).isEmpty();
    }

    // ---- the end of the program ----

    @Test
    @Rule("G9")
    void bodyThatEndsTheProgram_isThrownAsItIsAndTheOtherErrorsAreReported() {
        var exit = new SystemExit(3);
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> assertThatExceptionOfType(SystemExit.class)
                .isThrownBy(() -> taskGroup(tg -> {
                    tg.createTask(() -> failWhenCancelled("while cleaning up"));
                    sleep(ZERO);
                    throw exit;
                }))
                .isSameAs(exit));

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("TaskGroup task exception was not propagated because the TaskGroup"
                    + " body is being closed with a BaseException");
            assertThat(report.exception()).hasMessage("while cleaning up");
            assertThat(report.get("task_group")).isInstanceOf(TaskGroup.class);
        });
    }

    @Test
    @Rule("G9")
    void taskThatEndsTheProgram_stopsTheLoopAndItsErrorLeavesTheBlock() {
        var interrupt = new KeyboardInterrupt();
        assertThatExceptionOfType(KeyboardInterrupt.class).isThrownBy(() -> TestLoop.run(() -> {
            try {
                taskGroup(tg -> {
                    tg.createTask(() -> {
                        sleep(ofSeconds(1));
                        throw interrupt;
                    });
                    tg.createTask(() -> {
                        try {
                            sleep(ofSeconds(2));
                        } finally {
                            trace.add("sibling cleaned up");
                        }
                    });
                });
            } catch (KeyboardInterrupt seen) {
                trace.add("block threw the same: " + (seen == interrupt));
                throw seen;
            }
        })).isSameAs(interrupt);
        assertThat(trace).containsExactly("sibling cleaned up", "block threw the same: true");
    }

    // ---- adding tasks ----

    @Test
    @Rule("G10")
    void task_mayAddTasksWhileTheBlockWaits() {
        TestLoop.run(() -> {
            taskGroup(tg -> tg.createTask(() -> {
                sleep(ofSeconds(1));
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    tg.createTask(() -> trace.add("grandchild"));
                });
            }));
            assertThat(trace).containsExactly("grandchild");
        });
    }

    @Test
    @Rule("G10")
    void createTask_beforeTheGroupBegan_isRefused() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            assertThatIllegalStateException().isThrownBy(() -> group.createTask(() -> trace.add("never")))
                    .withMessage("TaskGroup <TaskGroup> has not been entered");
        });
    }

    @Test
    @Rule("G10")
    void createTask_afterTheEnd_isRefused() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            group.run(tg -> tg.createTask(() -> sleep(ZERO)));
            assertThatIllegalStateException().isThrownBy(() -> group.createTask(() -> trace.add("never")))
                    .withMessage("TaskGroup <TaskGroup entered> is finished");
        });
    }

    @Test
    @Rule("G10")
    void createTask_whileTasksAreCancelled_isRefused() {
        TestLoop.run(() -> {
            groupOf(tg -> {
                tg.createTask(() -> {
                    try {
                        getRunningLoop().createFuture().await();
                    } finally {
                        assertThatIllegalStateException().isThrownBy(() -> tg.createTask(() -> trace.add("never")))
                                .withMessage("TaskGroup <TaskGroup tasks=1 errors=1 cancelling> is shutting down");
                        trace.add("refused");
                    }
                });
                tg.createTask(() -> fail("stop"));
            });
            assertThat(trace).containsExactly("refused");
        });
    }

    @Test
    void createTask_withoutACoroutine_isRefused() {
        TestLoop.run(() -> taskGroup(tg -> assertThatNullPointerException()
                .isThrownBy(() -> tg.createTask(noCoroutine()))
                .withMessage("coroutine")));
    }

    @SuppressWarnings("NullAway") // what a caller without the checks may do
    private static Coroutine<String> noCoroutine() {
        return null;
    }

    // ---- entering ----

    @Test
    void run_twice_isRefused() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            group.run(tg -> assertThatIllegalStateException().isThrownBy(() -> tg.run(_ -> {}))
                    .withMessage("TaskGroup <TaskGroup entered> has already been entered"));
            assertThatIllegalStateException().isThrownBy(() -> group.runValue(_ -> "again"))
                    .withMessage("TaskGroup <TaskGroup entered> has already been entered");
        });
    }

    @Test
    void run_inACallback_isRefusedAndTheGroupStaysNew() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            getRunningLoop().callSoon(() -> assertThatIllegalStateException().isThrownBy(() -> group.run(_ -> {}))
                    .withMessage("TaskGroup <TaskGroup> cannot determine the parent task"));
            sleep(ZERO);
            group.run(_ -> trace.add("ran"));
            assertThat(trace).containsExactly("ran");
        });
    }

    @Test
    void run_withoutALoop_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> taskGroup(_ -> {}))
                .withMessageStartingWith("no running event loop in ");
    }

    // ---- what it is called ----

    @Test
    void toString_tellsTheState() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            trace.add(group.toString());
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> group.run(tg -> {
                trace.add(group.toString());
                tg.createTask(() -> failWhenCancelled("a"));
                tg.createTask(() -> fail("b"));
                trace.add(group.toString());
                try {
                    getRunningLoop().createFuture().await();
                } finally {
                    trace.add(group.toString());
                }
            }));
            trace.add(group.toString());
            assertThat(trace).containsExactly("<TaskGroup>", "<TaskGroup entered>", "<TaskGroup tasks=2 entered>",
                    "<TaskGroup tasks=1 errors=1 cancelling>", "<TaskGroup cancelling>");
        });
    }

    // ---- deadlines ----

    @Test
    void timeoutAroundAGroup_cancelsItAndThrowsTimeoutError() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(TimeoutError.class).isThrownBy(() -> timeout(ofSeconds(1),
                    () -> taskGroup(tg -> tg.createTask(() -> sleep(ofSeconds(2))))));
            assertThat(Objects.requireNonNull(currentTask()).cancelling()).isZero();
            sleep(ofMillis(1));
        });
    }

    @Test
    void timeoutAroundAGroupThatFailsBecauseOfIt_isNotedOnItsMembers() {
        TestLoop.run(() -> {
            ExceptionGroup group = Objects.requireNonNull(catchThrowableOfType(ExceptionGroup.class,
                    () -> timeout(ofSeconds(1), () -> taskGroup(tg -> {
                        tg.createTask(() -> failWhenCancelled("because of the timeout"));
                        tg.createTask(() -> {
                            try {
                                sleep(ofSeconds(2));
                            } finally {
                                fail("for itself");
                            }
                        });
                    }))));
            assertThat(messages(group)).containsExactly("because of the timeout", "for itself");
            assertThat(group.exceptions().get(0).getSuppressed()).singleElement()
                    .isInstanceOfSatisfying(TimeoutError.class,
                            noted -> assertThat(noted.getCause()).isInstanceOf(CancelledError.class));
            assertThat(group.exceptions().get(1).getSuppressed()).isEmpty();
            sleep(ofMillis(1));
        });
    }

    // ---- blocking calls ----

    @Test
    @Tag("mounted-only")
    void failingTask_interruptsABodyInABlockingCall() {
        TestLoop.run(() -> {
            ExceptionGroup group = groupOf(tg -> {
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    fail("task");
                });
                new CountDownLatch(1).await();
            });
            assertThat(messages(group)).containsExactly("task");
            assertThat(Objects.requireNonNull(currentTask()).cancelling()).isZero();
            sleep(ofMillis(1));
        });
    }
}
