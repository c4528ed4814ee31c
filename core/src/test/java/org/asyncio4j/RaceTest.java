package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.race;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first to succeed wins; nobody is left behind, and no error is lost. */
@ExtendWith(NothingLeft.class)
class RaceTest {

    private final List<String> trace = new ArrayList<>();

    private String after(int millis, String value) {
        trace.add("start " + value);
        try {
            sleep(ofMillis(millis));
            return value;
        } catch (CancelledError cancelled) {
            trace.add("cancel " + value);
            sleep(ofMillis(5));
            trace.add("gone " + value);
            throw cancelled;
        }
    }

    private String failing(int millis, String message) throws IOException {
        sleep(ofMillis(millis));
        throw new IOException(message);
    }

    private static double millisOf(VoidCoroutine body) {
        Duration before = getRunningLoop().time();
        await(body);
        return Math.round(getRunningLoop().time().minus(before).toNanos() / 1e6);
    }

    @Test
    @Rule("W18")
    void first_wins_andTheOthersHaveEndedWhenItReturns() {
        TestLoop.run(() -> {
            String winner = race(() -> after(30, "slow"), () -> after(10, "fast"));

            assertThat(winner).isEqualTo("fast");
            assertThat(trace).containsExactly("start slow", "start fast", "cancel slow", "gone slow");
            assertThat(Asyncio.allTasks()).hasSize(1);
        });
    }

    @Test
    void winnerThatEndsAsItStarts_keepsTheOthersFromStarting() {
        TestLoop.run(() -> {
            getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);

            assertThat(Asyncio.<String>race(() -> "at once", () -> after(10, "late"))).isEqualTo("at once");
            assertThat(trace).isEmpty();
        });
    }

    @Test
    @Rule("W18")
    void failures_beforeTheWinner_arePassedOver() {
        TestLoop.run(() -> assertThat(Asyncio.<String>race(() -> failing(1, "a"), () -> after(10, "b")))
                .isEqualTo("b"));
    }

    @Test
    void null_wins() {
        TestLoop.run(() -> {
            @Nullable
            String winner = Asyncio.<@Nullable String>race(() -> null, () -> after(10, "b"));

            assertThat(winner).isNull();
        });
    }

    @Test
    @Rule("W18")
    void allFail_throwsAGroupInTheOrderOfTheArguments() {
        TestLoop.run(() -> assertThatExceptionOfType(ExceptionGroup.class)
                .isThrownBy(() -> race(() -> failing(20, "late"), () -> failing(10, "soon")))
                .withMessage("race() has no winner (2 sub-exceptions)")
                .satisfies(group -> assertThat(group.exceptions()).extracting(Throwable::getMessage)
                        .containsExactly("late", "soon")));
    }

    @Test
    void oneFailsAlone_throwsAGroupAllTheSame() {
        TestLoop.run(() -> assertThatThrownBy(() -> race(() -> failing(1, "only")))
                .isInstanceOf(ExceptionGroup.class));
    }

    @Test
    void everyoneIsCancelled_throwsCancelledError() {
        TestLoop.run(() -> {
            Task<String> racer = createTask(() -> after(10, "a"));
            createTask(() -> {
                sleep(ZERO);
                racer.cancel();
            });

            assertThatThrownBy(() -> race(racer)).isInstanceOf(CancelledError.class)
                    .hasMessage("race() has no winner: everyone in it was cancelled");
            assertThat(Objects.requireNonNull(Asyncio.currentTask()).cancelling()).isZero();
        });
    }

    @Test
    void taskThatLoses_isCancelled_unlessItIsShielded() {
        TestLoop.run(() -> {
            Task<String> loser = createTask(() -> after(50, "loser"));
            Task<String> guarded = createTask(() -> after(60, "guarded"));

            race(loser, shield(guarded), () -> "fast");

            assertThat(loser.cancelled()).isTrue();
            assertThat(await(guarded)).isEqualTo("guarded");
        });
    }

    @Test
    void loserThatFailsWhileItIsCancelled_isReported() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            String winner = race(() -> after(1, "a"), () -> {
                try {
                    return after(50, "b");
                } finally {
                    throwUnclean();
                }
            });

            assertThat(winner).isEqualTo("a");
        });

        assertThat(reports).singleElement()
                .satisfies(report -> {
                    assertThat(report.message()).isEqualTo("What lost a race() failed when it was over");
                    assertThat(report.exception()).hasMessage("unclean");
                });
    }

    private static void throwUnclean() {
        throw new IllegalStateException("unclean");
    }

    @Test
    void loserThatRefuses_isWaitedFor_andDoesNotWin() {
        TestLoop.run(() -> {
            String winner = race(() -> after(1, "a"), () -> {
                try {
                    return after(50, "b");
                } catch (CancelledError _) {
                    sleep(ofMillis(20));
                    return "refused";
                }
            });

            assertThat(winner).isEqualTo("a");
        });
    }

    @Test
    void callerIsCancelled_cancelsAllAndWaits() {
        TestLoop.run(() -> {
            Task<String> racing = createTask(() -> race(() -> after(30, "a"), () -> after(40, "b")));
            sleep(ofMillis(10));
            racing.cancel("enough");

            assertThatThrownBy(racing::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("start a", "start b", "cancel a", "cancel b", "gone a", "gone b");
        });
    }

    @Test
    @Rule("W19")
    void callerIsCancelledWhenThereIsAWinner_returnsItAndHearsOfItAtTheNextWait() {
        for (@Nullable
        Duration stagger : new Duration[] {null, ofSeconds(1)}) {
            TestLoop.run(() -> {
                Task<String> racing = createTask(() -> {
                    List<Coroutine<String>> racers = List.of(() -> after(10, "a"), () -> after(50, "b"));
                    String winner = stagger == null ? race(racers) : race(stagger, racers);
                    trace.add("won " + winner);
                    sleep(ofSeconds(1));
                    return winner;
                });
                sleep(ofMillis(12));
                racing.cancel();

                assertThatThrownBy(racing::await).isInstanceOf(CancelledError.class);
                assertThat(trace).contains("won a");
            });
        }
    }

    @Test
    @Rule("W19")
    void deadlineThatComesWhenThereIsAWinner_isStillADeadlineAtTheNextWait() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofMillis(12), () -> {
                trace.add("won " + race(() -> after(10, "a"), () -> after(50, "b")));
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError again) {
                    trace.add("cancelled by a " + again.kind());
                    throw again;
                }
            })).isInstanceOf(TimeoutError.class);
            assertThat(trace).endsWith("won a", "cancelled by a TIMEOUT");
        });
    }

    @Test
    void deadline_cancelsTheRaceAndBecomesATimeout() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofMillis(20), () -> race(() -> after(30, "a"), () -> after(40, "b"))))
                    .isInstanceOf(TimeoutError.class);
            assertThat(trace).contains("gone a", "gone b");
        });
    }

    @Test
    void nobody_isRefused() {
        TestLoop.run(() -> assertThatThrownBy(() -> race(List.<Coroutine<String>>of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("race() needs somebody who can win: give it at least one awaitable"));
    }

    @Test
    void outsideOfATask_isRefused() {
        assertThatThrownBy(() -> race(() -> "a")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("await outside of a task");
    }

    @Test
    void voidForms_returnWhenTheFirstDoes() {
        TestLoop.run(() -> {
            assertThat(millisOf(() -> race(() -> sleep(ofMillis(10)), () -> sleep(ofMillis(30))))).isEqualTo(10);
            assertThat(millisOf(() -> race(ofMillis(5), () -> sleep(ofMillis(40)), () -> sleep(ofMillis(10)))))
                    .isEqualTo(15);
        });
    }

    // ---- staggered ----

    @Test
    void stagger_startsTheNextWhenTheDelayHasPassed() {
        TestLoop.run(() -> {
            assertThat(Asyncio.<String>race(ofMillis(10), () -> after(100, "a"), () -> after(15, "b"),
                    () -> after(100, "c"))).isEqualTo("b");
            assertThat(trace).startsWith("start a", "start b", "start c").endsWith("gone a", "gone c");
        });
    }

    @Test
    void stagger_startsNobodyWhenThereIsAWinner() {
        TestLoop.run(() -> {
            assertThat(millisOf(() -> race(ofSeconds(1), () -> after(10, "a"), () -> after(10, "b")))).isEqualTo(10);
            assertThat(trace).containsExactly("start a");
        });
    }

    @Test
    void stagger_startsTheNextAtOnceWhenTheLastHasFailed() {
        TestLoop.run(() -> {
            assertThat(millisOf(() -> race(ofSeconds(1), () -> failing(10, "a"), () -> after(10, "b")))).isEqualTo(20);
        });
    }

    @Test
    void stagger_isNotCutShortByTheFailureOfAnEarlierOne() {
        TestLoop.run(() -> assertThat(millisOf(
                () -> race(ofMillis(20), () -> failing(25, "a"), () -> after(100, "b"), () -> after(5, "c"))))
                .isEqualTo(50)); // "b" takes 5 ms to go
    }

    @Test
    void stagger_allFail_throwsAllOfThem() {
        TestLoop.run(() -> assertThatExceptionOfType(ExceptionGroup.class)
                .isThrownBy(() -> race(ofMillis(5), () -> failing(20, "a"), () -> failing(1, "b")))
                .satisfies(group -> assertThat(group.exceptions()).extracting(Throwable::getMessage)
                        .containsExactly("a", "b")));
    }
}
