package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadlines beside other requests to cancel: of somebody else, of another deadline, of a group; and code that refuses. */
@ExtendWith(NothingLeft.class)
class TimeoutCancellationTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    // ---- requests of others ----

    @Test
    @Rule("T3")
    void cancellationFromOutside_isNoTimeout() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> timeout(ofSeconds(9), () -> sleep(ofSeconds(5))));
            sleep(ZERO);
            task.cancel("from outside");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("from outside");
        });
    }

    @Test
    @Rule("T3")
    void cancellationFromOutsideAndTimeoutInOneTick_isACancellation() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            Task<?> task = createTask(() -> timeout(ofSeconds(2), () -> sleep(ofSeconds(99))));
            getRunningLoop().callLater(ofSeconds(1), () -> task.cancel());
            sleep(ZERO);
            // a busy step later both are overdue
            getRunningLoop().callSoon(() -> time.advance(ofSeconds(9).toNanos()));

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(task.cancelling()).isOne();
        });
    }

    // ---- in a task that is being cancelled ----

    @Test
    @Rule("T4")
    void afterACancellation_stillConvertsItsOwnAndKeepsTheCount() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError _) {
                    assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                            .isInstanceOf(TimeoutError.class);
                    assertThat(self().cancelling()).isOne();
                }
            });
            sleep(ZERO);
            task.cancel();

            task.await();
        });
    }

    @Test
    @Rule("T3")
    void afterACancellation_anotherOneFromOutside_isACancellation() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError _) {
                    timeout(ofSeconds(5), () -> sleep(ofSeconds(9)));
                }
            });
            sleep(ZERO);
            task.cancel("first");
            sleep(ZERO);
            task.cancel("second");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
        });
    }

    // ---- nested ----

    @Test
    @Rule("T2")
    void nested_innerFires_outerLivesOn() {
        TestLoop.run(() -> {
            String result = timeout(ofSeconds(5), () -> {
                assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                        .isInstanceOf(TimeoutError.class);
                return sleep(ofSeconds(1), "outer went on");
            });

            assertThat(result).isEqualTo("outer went on");
        });
    }

    @Test
    @Rule("T2")
    void nested_outerFires_innerLetsTheCancellationPass() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    timeout(ofSeconds(5), () -> sleep(ofSeconds(9)));
                } catch (CancelledError cancelled) {
                    trace.add("inner: cancelled");
                    throw cancelled;
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("inner: cancelled");
        });
    }

    @Test
    @Rule("T2")
    void nested_bothFireInOneTick_onlyTheOuterConverts() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            getRunningLoop().callSoon(() -> time.advance(ofSeconds(9).toNanos()));
            assertThatThrownBy(() -> timeout(ofSeconds(2), () -> {
                try {
                    timeout(ofSeconds(1), () -> sleep(ofSeconds(99)));
                } catch (CancelledError cancelled) {
                    trace.add("inner: cancelled, " + self().cancelling());
                    throw cancelled;
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("inner: cancelled, 1");
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void inAFinallyBlock_ofAnotherTimeout_convertsItsOwn() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                            .isInstanceOf(TimeoutError.class);
                    trace.add("clean-up timed out");
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("clean-up timed out");
        });
    }

    // ---- what the body makes of it ----

    @Test
    @Rule("T5")
    void cancellationThatIsSwallowed_isNoError() {
        TestLoop.run(() -> {
            String result = timeout(ofSeconds(1), () -> {
                try {
                    return sleep(ofSeconds(2), "never");
                } catch (CancelledError _) {
                    return "swallowed";
                }
            });

            assertThat(result).isEqualTo("swallowed");
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    @Rule("T5")
    void errorBecauseOfTheTimeout_isThrownAndTellsOfIt() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    sleep(ofSeconds(2));
                } catch (CancelledError cancelled) {
                    throw new IOException("while cleaning up", cancelled);
                }
            })).isInstanceOf(IOException.class)
                    .hasMessage("while cleaning up")
                    .satisfies(error -> assertThat(error.getSuppressed()).singleElement()
                            .isInstanceOf(TimeoutError.class));
        });
    }

    // ---- groups ----

    @Test
    void overAGroup_endsItsTasksAndBecomesATimeoutError() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> taskGroup(tg -> {
                tg.createTask(() -> {
                    try {
                        sleep(ofSeconds(9));
                    } finally {
                        trace.add("task cancelled");
                    }
                });
            }))).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("task cancelled");
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void overAGroupWhoseTaskFailsOnTheWayOut_throwsTheGroup() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> taskGroup(tg -> {
                tg.createTask(() -> {
                    try {
                        sleep(ofSeconds(9));
                    } catch (CancelledError cancelled) {
                        throw new IOException("while cleaning up", cancelled);
                    }
                });
            }))).isInstanceOfSatisfying(ExceptionGroup.class,
                    group -> assertThat(group.exceptions()).singleElement()
                            .satisfies(error -> assertThat(error.getSuppressed()).singleElement()
                                    .isInstanceOf(TimeoutError.class)));

            assertThat(self().cancelling()).isZero();
        });
    }
}
