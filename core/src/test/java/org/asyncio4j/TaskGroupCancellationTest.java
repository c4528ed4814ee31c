package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.taskGroupValue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whom a task group cancels, whose requests reach whom, and that none is lost or left over. */
@ExtendWith(NothingLeft.class)
class TaskGroupCancellationTest {

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

    /** Waits until cancelled, and notes how often that was. */
    private void waitAndCount(String name) {
        try {
            waitForever();
        } finally {
            trace.add(name + " cancelled, asked " + self().cancelling());
        }
    }

    private static void assertNothingPending() {
        assertThat(self().cancelling()).isZero();
        sleep(ofMillis(1));
    }

    // ---- what the group asks for itself ----

    @Test
    @Rule("G2")
    void failingTask_cancelsTheBodyAndTheRequestIsTakenBack() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> failAfter(1));
                waitAndCount("body");
            }));
            assertThat(trace).containsExactly("body cancelled, asked 1");
            assertNothingPending();
        });
    }

    @Test
    void failingTask_whileTheBlockWaits_leavesNoRequest() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> failAfter(1));
                tg.createTask(() -> waitAndCount("sibling"));
            }));
            assertThat(trace).containsExactly("sibling cancelled, asked 1");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G3")
    void bodyThatSwallowsTheCancellation_runsOnAndTheGroupStillThrows() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> failAfter(1));
                try {
                    waitForever();
                } catch (CancelledError swallowed) {
                    trace.add("swallowed");
                }
                sleep(ofSeconds(5));
                trace.add("ran on");
            }));
            assertThat(trace).containsExactly("swallowed", "ran on");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G2")
    void requestFromBeforeTheBlock_isLeftAsItWas() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    waitForever();
                } catch (CancelledError swallowed) {
                    trace.add("swallowed");
                }
                taskGroup(tg -> tg.createTask(() -> sleep(ofSeconds(1))));
                trace.add("asked " + self().cancelling());
            });
            sleep(ZERO);
            task.cancel();
            task.await();
            assertThat(trace).containsExactly("swallowed", "asked 1");
        });
    }

    @Test
    @Rule("G7")
    void taskCancelledForItself_failsNothing() {
        TestLoop.run(() -> {
            taskGroup(tg -> {
                Task<?> cancelled = tg.createTask(TaskGroupCancellationTest::waitForever);
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    trace.add("sibling went on");
                });
                sleep(ZERO);
                cancelled.cancel();
            });
            assertThat(trace).containsExactly("sibling went on");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G8")
    void bodyThatThrowsACancellationOfItsOwn_cancelsTheTasksAndItGoesOnUnchanged() {
        TestLoop.run(() -> {
            var own = new CancelledError("own");
            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> waitAndCount("task"));
                sleep(ZERO);
                throw own;
            })).isSameAs(own);
            assertThat(trace).containsExactly("task cancelled, asked 1");
            assertNothingPending();
        });
    }

    // ---- what others ask of the parent ----

    @Test
    @Rule("G4")
    void parentCancelledInTheBody_tasksEndFirstAndThenItGoesOn() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                try {
                    taskGroup(tg -> {
                        tg.createTask(() -> waitAndCount("task"));
                        waitForever();
                    });
                } finally {
                    trace.add("block left");
                }
            });
            sleep(ofSeconds(1));
            parent.cancel("enough");
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await).withMessage("enough");
            assertThat(trace).containsExactly("task cancelled, asked 1", "block left");
            assertThat(parent.cancelling()).isOne();
        });
    }

    @Test
    @Rule("G4")
    void parentCancelledWhileATaskFails_errorsWinAndTheRequestFollowsAtTheNextWait() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                try {
                    taskGroup(tg -> tg.createTask(() -> {
                        try {
                            waitForever();
                        } finally {
                            failAfter(0);
                        }
                    }));
                } catch (ExceptionGroup group) {
                    trace.add("group, asked " + self().cancelling());
                }
                sleep(ofSeconds(1));
                trace.add("never");
            });
            sleep(ofSeconds(1));
            parent.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await);
            assertThat(trace).containsExactly("group, asked 1");
            assertThat(parent.cancelling()).isOne();
        });
    }

    @Test
    @Rule("G5")
    void parentCancelledSeveralTimes_tasksAreAskedOnceAndWaitedFor() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> taskGroup(tg -> tg.createTask(() -> {
                try {
                    waitForever();
                } finally {
                    sleep(ofSeconds(10));
                    trace.add("cleaned up, asked " + self().cancelling());
                }
            })));
            sleep(ofSeconds(1));
            for (String message : List.of("first", "second", "third")) {
                parent.cancel(message);
                sleep(ofSeconds(1));
                assertThat(parent.done()).isFalse();
            }
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await).withMessage("first");
            assertThat(trace).containsExactly("cleaned up, asked 1");
            assertThat(parent.cancelling()).isEqualTo(3);
        });
    }

    @Test
    @Rule("G6")
    void nestedGroupsThatFailInTheSameTick_bothThrow() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> taskGroup(outer -> {
                outer.createTask(() -> failAfter(1));
                try {
                    taskGroup(inner -> {
                        inner.createTask(() -> failAfter(1));
                        waitForever();
                    });
                } catch (ExceptionGroup inner) {
                    trace.add("inner, asked " + self().cancelling());
                }
                waitAndCount("outer body");
            })).satisfies(group -> assertThat(group.matching(IOException.class)).hasSize(1));
            assertThat(trace).containsExactly("inner, asked 1", "outer body cancelled, asked 1");
            assertNothingPending();
        });
    }

    // ---- cancel() ----

    @Test
    @Rule("G11")
    void cancel_byATask_endsTheBlockWithoutAnError() {
        TestLoop.run(() -> {
            taskGroup(tg -> {
                tg.createTask(() -> waitAndCount("task"));
                tg.createTask(() -> {
                    sleep(ofSeconds(1));
                    tg.cancel();
                });
                waitAndCount("body");
            });
            assertThat(trace).containsExactlyInAnyOrder("task cancelled, asked 1", "body cancelled, asked 1");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G11")
    void cancel_byTheBody_takesEffectAtItsNextWait() {
        TestLoop.run(() -> {
            taskGroup(tg -> {
                tg.createTask(() -> trace.add("never starts"));
                tg.cancel();
                tg.cancel();
                trace.add("body runs to its next wait");
                assertThatIllegalStateException().isThrownBy(() -> tg.createTask(() -> {}))
                        .withMessage("TaskGroup <TaskGroup tasks=1 cancelling> is shutting down");
                sleep(ZERO);
                trace.add("never");
            });
            assertThat(trace).containsExactly("body runs to its next wait");
            assertNothingPending();
        });
    }

    @Test
    void cancel_byABodyThatNeverWaits_leavesNoRequest() {
        TestLoop.run(() -> {
            taskGroup(TaskGroup::cancel);
            assertNothingPending();
        });
    }

    @Test
    @Rule("G11")
    void cancel_beforeTheGroupBegins_isRemembered() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            group.cancel();
            group.run(_ -> {
                trace.add("begins");
                sleep(ZERO);
                trace.add("never");
            });
            assertThat(trace).containsExactly("begins");
            assertNothingPending();
        });
    }

    @Test
    @Rule("G11")
    void cancel_whileTheBlockWaitsAndAfterTheEnd_leavesNoRequest() {
        TestLoop.run(() -> {
            var group = new TaskGroup();
            getRunningLoop().callLater(ofSeconds(1), group::cancel);
            group.run(tg -> tg.createTask(() -> waitAndCount("task")));
            assertThat(trace).containsExactly("task cancelled, asked 1");
            group.cancel();
            assertNothingPending();
        });
    }

    @Test
    @Rule("G11")
    void cancel_doesNotHideErrors() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> {
                    try {
                        waitForever();
                    } finally {
                        failAfter(0);
                    }
                });
                sleep(ZERO);
                tg.cancel();
                throw new IOException("body");
            }))
                    .satisfies(group -> assertThat(group.exceptions()).extracting(Throwable::getMessage)
                            .containsExactly("failed after 0", "body"));
            assertNothingPending();
        });
    }

    @Test
    void cancel_ofAParentThatOthersCancelledToo_letsTheirRequestGoOn() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> taskGroup(tg -> {
                self().cancel("others");
                tg.cancel();
                waitForever();
            }));
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await);
            assertThat(parent.cancelling()).isOne();
        });
    }

    @Test
    @Rule("G12")
    void requestOfOthers_whileTheCancelledTasksCleanUp_isDeliveredAfterTheBlock() {
        TestLoop.run(() -> {
            Task<?> parent = createTask(() -> {
                taskGroup(tg -> {
                    tg.createTask(() -> {
                        try {
                            waitForever();
                        } finally {
                            sleep(ofSeconds(10));
                        }
                    });
                    sleep(ZERO);
                    tg.cancel();
                });
                trace.add("block left");
                sleep(ZERO);
                trace.add("never");
            });
            sleep(ofSeconds(1));
            parent.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(parent::await);
            assertThat(trace).containsExactly("block left");
            assertThat(parent.cancelling()).isOne();
        });
    }

    @Test
    void cancel_ofABodyThatWasToReturnAValue_isAnErrorForWantOfOne() {
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> taskGroupValue(tg -> {
                tg.cancel();
                sleep(ZERO);
                return "never";
            }))
                    .withMessage(
                            "TaskGroup <TaskGroup cancelling> has no value: cancel() ended its body before it returned"
                                    + " one; use taskGroup(...) where that may happen");
            String value = taskGroupValue(tg -> {
                tg.createTask(TaskGroupCancellationTest::waitForever);
                tg.cancel();
                return "returned in time";
            });
            assertThat(value).isEqualTo("returned in time");
            assertNothingPending();
        });
    }

    @Test
    void taskThatStartsEagerly_andCancelsItsGroupInItsFirstStep_isCancelledToo() {
        List<String> trace = new ArrayList<>();
        TestLoop.run(() -> {
            taskGroup(tg -> tg.createTask(() -> {
                tg.cancel();
                try {
                    sleep(ofSeconds(60));
                } catch (CancelledError cancelled) {
                    trace.add("cancelled");
                    throw cancelled;
                }
            }, TaskOptions.defaults().withEagerStart(true)));
            trace.add("end");
        });

        assertThat(trace).containsExactly("cancelled", "end");
    }
}
