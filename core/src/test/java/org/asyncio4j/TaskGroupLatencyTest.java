package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many ticks a task group takes; the numbers are those of CPython. */
@ExtendWith(NothingLeft.class)
class TaskGroupLatencyTest {

    @Test
    void createTask_firstStep_isOneTickLater() {
        assertThat(Ticks.of(ticks -> taskGroup(tg -> {
            ticks.cause();
            tg.createTask(ticks::effect);
        }))).containsExactly(1L);
    }

    @Test
    @Rule("G1")
    void emptyGroup_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            taskGroup(_ -> {});
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    @Rule("G1")
    void lastChildReturns_blockEndsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            taskGroup(tg -> {
                tg.createTask(() -> sleep(ofSeconds(1)));
                tg.createTask(() -> {
                    sleep(ofSeconds(2));
                    ticks.cause();
                });
            });
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void lastChildReturns_joinReturnsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            try (var tg = TaskGroup.open()) {
                tg.createTask(ticks::cause);
                tg.join();
            }
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void childFails_bodySeesTheCancellationTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> {
                    ticks.cause();
                    throw new IllegalStateException("child");
                });
                try {
                    getRunningLoop().createFuture().await();
                } finally {
                    ticks.effect();
                }
            })).isInstanceOf(ExceptionGroup.class);
        })).containsExactly(2L);
    }

    @Test
    void onlyChildFails_blockEndsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> taskGroup(tg -> tg.createTask(() -> {
                ticks.cause();
                throw new IllegalStateException("child");
            }))).isInstanceOf(ExceptionGroup.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void childFails_siblingSeesTheCancellationTwoTicksLaterAndTheBlockEndsTwoAfterThat() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> taskGroup(tg -> {
                tg.createTask(() -> {
                    try {
                        getRunningLoop().createFuture().await();
                    } finally {
                        ticks.effect();
                    }
                });
                tg.createTask(() -> {
                    ticks.cause();
                    throw new IllegalStateException("child");
                });
            })).isInstanceOf(ExceptionGroup.class);
            ticks.effect();
        })).containsExactly(2L, 4L);
    }

    @Test
    void parentCancelledAtTheEnd_childSeesItTwoTicksLaterAndTheBlockEndsTwoAfterThat() {
        assertThat(Ticks.of(ticks -> {
            Task<?> parent = createTask(() -> {
                try {
                    taskGroup(tg -> tg.createTask(() -> {
                        try {
                            getRunningLoop().createFuture().await();
                        } finally {
                            ticks.effect();
                        }
                    }));
                } finally {
                    ticks.effect();
                }
            });
            sleep(ZERO);
            sleep(ZERO);
            ticks.cause();
            parent.cancel();
        })).containsExactly(2L, 4L);
    }
}
