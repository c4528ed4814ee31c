package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many ticks pass from a call on a queue to its effect in a task that waits there; the numbers are CPython's. */
@ExtendWith(NothingLeft.class)
class QueueLatencyTest {

    private static Queue<String> queueOf(int maxsize, String... items) {
        var queue = new Queue<String>(maxsize);
        List.of(items).forEach(queue::putNowait);
        return queue;
    }

    @Test
    void putNowait_resumptionOfTheGetter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(0);
            createTask(() -> {
                queue.get();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.putNowait("a");
        })).containsExactly(1L);
    }

    @Test
    void getNowait_resumptionOfThePutter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(1, "a");
            createTask(() -> {
                queue.put("b");
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.getNowait();
        })).containsExactly(1L);
    }

    @Test
    @Rule("S2")
    void getAndPutAndJoin_thatNeedNotWait_takeNoTick() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(1);
            ticks.cause();
            queue.put("a");
            queue.get();
            queue.taskDone();
            queue.join();
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void put_thatFreesAPutterThroughAGetter_takesOneTickForEach() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(1);
            createTask(() -> {
                queue.get();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.putNowait("a");
            createTask(() -> {
                queue.put("b");
                ticks.effect();
            });
        })).containsExactly(1L, 1L);
    }

    @Test
    void putsInOneStep_resumptionOfTheGetters_isInTheSameTick() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(0);
            for (int i = 0; i < 3; i++) {
                createTask(() -> {
                    queue.get();
                    ticks.effect();
                });
            }
            sleep(ZERO);
            ticks.cause();
            List.of("a", "b", "c").forEach(queue::putNowait);
        })).containsExactly(1L, 1L, 1L);
    }

    @Test
    void cancelOfAWokenGetter_resumptionOfTheNext_isTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(0);
            Task<String> cancelled = createTask(() -> queue.get());
            createTask(() -> {
                queue.get();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.putNowait("a");
            cancelled.cancel();
        })).containsExactly(2L);
    }

    @Test
    void lastTaskDone_resumptionOfTheJoiner_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(0, "a");
            createTask(() -> {
                queue.join();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.taskDone();
        })).containsExactly(1L);
    }

    @Test
    void shutdown_resumptionOfEveryoneWhoWaits_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var queue = queueOf(1, "a");
            for (int i = 0; i < 2; i++) {
                createTask(() -> {
                    try {
                        queue.put("b");
                    } catch (QueueShutDown _) {
                        ticks.effect();
                    }
                });
            }
            createTask(() -> {
                queue.join();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            queue.shutdown(true);
        })).containsExactly(1L, 1L, 1L);
    }
}
