package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class ConditionTest {

    private final List<String> trace = new ArrayList<>();
    private final Condition condition = new Condition();

    /** A task that waits for one signal. */
    private Task<?> waiter(String name) {
        return createTask(() -> {
            try (var _ = condition.acquire()) {
                condition.await();
                trace.add(name);
            }
        }, name);
    }

    private void locked(Consumer<Condition> action) {
        try (var _ = condition.acquire()) {
            action.accept(condition);
        }
    }

    // ---- signals ----

    @Test
    void signal_wakesTheFirstThatWaits() {
        TestLoop.run(() -> {
            waiter("a");
            Task<?> b = waiter("b");
            sleep(ZERO);
            locked(Condition::signal);
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a");

            locked(Condition::signal);
            await(b);
            assertThat(trace).containsExactly("a", "b");
        });
    }

    @Test
    void signal_ofANumber_wakesAtMostSoMany() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b", "c", "d")) {
                waiter(name);
            }
            sleep(ZERO);
            locked(each -> each.signal(0));
            locked(each -> each.signal(-1));
            sleep(ofSeconds(1));
            assertThat(trace).isEmpty();

            locked(each -> each.signal(3));
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a", "b", "c");

            locked(each -> each.signal(3));
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a", "b", "c", "d");
        });
    }

    @Test
    void signalAll_wakesAllAndTheyLeaveOneByOne() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b", "c")) {
                createTask(() -> {
                    try (var _ = condition.acquire()) {
                        condition.await();
                        trace.add(name + " in");
                        sleep(ofMillis(1));
                        trace.add(name + " out");
                    }
                });
            }
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                condition.signalAll();
                sleep(ofSeconds(1));
                assertThat(trace).isEmpty();
            }
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a in", "a out", "b in", "b out", "c in", "c out");
        });
    }

    @Test
    void signal_twiceInOneStep_wakesTwo() {
        TestLoop.run(() -> {
            waiter("a");
            waiter("b");
            sleep(ZERO);
            locked(each -> {
                each.signal();
                each.signal();
            });
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a", "b");
        });
    }

    @Test
    void signal_withNobodyWaiting_isForgotten() {
        TestLoop.run(() -> {
            locked(Condition::signal);
            Task<?> late = waiter("late");
            sleep(ofSeconds(1));
            assertThat(late.done()).isFalse();
            late.cancel();
        });
    }

    @Test
    void await_releasesTheLockAndReturnsTrueWithTheLock() {
        TestLoop.run(() -> {
            Task<Boolean> task = createTask(() -> {
                try (var _ = condition.acquire()) {
                    return condition.await() && condition.locked();
                }
            });
            sleep(ZERO);
            assertThat(condition.locked()).isFalse();
            locked(Condition::signal);
            assertThat(await(task)).isTrue();
            assertThat(condition.locked()).isFalse();
        });
    }

    // ---- predicates ----

    @Test
    void waitFor_whenThePredicateHolds_returnsItsValueAtOnce() {
        TestLoop.run(() -> {
            createTask(() -> trace.add("somebody else ran"));
            try (var _ = condition.acquire()) {
                String value = condition.waitFor(() -> "yes");
                assertThat(value).isEqualTo("yes");
                assertThat(condition.waitFor(() -> trace.isEmpty())).isTrue();
            }
        });
    }

    @Test
    void waitFor_waitsWhileThePredicateIsFalseOrNull() {
        TestLoop.run(() -> {
            Queue<String> items = new ArrayDeque<>();
            Map<String, Boolean> flags = new HashMap<>();
            Task<String> item = createTask(() -> {
                try (var _ = condition.acquire()) {
                    return condition.waitFor(items::poll);
                }
            });
            Task<?> flag = createTask(() -> {
                try (var _ = condition.acquire()) {
                    condition.waitFor(() -> flags.get("ready"));
                }
            });
            flags.put("ready", false);
            for (int i = 0; i < 3; i++) {
                sleep(ZERO);
                locked(Condition::signalAll);
            }
            assertThat(item.done() || flag.done()).isFalse();

            items.add("item");
            flags.put("ready", true);
            locked(Condition::signalAll);
            assertThat(await(item)).isEqualTo("item");
            await(flag);
        });
    }

    @Test
    void waitFor_whenThePredicateFails_throwsWithTheLockHeld() {
        TestLoop.run(() -> {
            try (var _ = condition.acquire()) {
                assertThatThrownBy(() -> condition.waitFor(() -> {
                    throw new IllegalArgumentException("bad");
                })).hasMessage("bad");
                assertThat(condition.locked()).isTrue();
            }
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void waitFor_withoutAPredicate_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> condition.waitFor(null)).withMessage("predicate");
    }

    // ---- T50: the lock is taken again before an error leaves, and no signal is lost ----

    @Test
    @Rule("S5")
    void cancel_whileWaiting_waitsForTheLockFirst() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try (var _ = condition.acquire()) {
                    assertThatThrownBy(condition::await).isInstanceOf(CancelledError.class).hasMessage("enough");
                    trace.add("locked " + condition.locked());
                }
            });
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                task.cancel("enough");
                sleep(ofSeconds(1));
                assertThat(trace).isEmpty();
            }
            await(task);
            assertThat(trace).containsExactly("locked true");
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    @Rule("S5")
    void cancel_again_whileWaitingForTheLock_goesOnWaitingAndThrowsTheLast() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try (var _ = condition.acquire()) {
                    assertThatThrownBy(condition::await).isInstanceOf(CancelledError.class).hasMessage("third");
                    trace.add("locked " + condition.locked());
                }
            });
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                for (String message : List.of("first", "second", "third")) {
                    task.cancel(message);
                    sleep(ofSeconds(1));
                    assertThat(task.done()).isFalse();
                }
            }
            await(task);
            assertThat(trace).containsExactly("locked true");
        });
    }

    @Test
    @Rule("S6")
    void cancel_afterTheSignal_passesTheSignalOn() {
        TestLoop.run(() -> {
            Task<?> first = waiter("first");
            Task<?> second = waiter("second");
            sleep(ZERO);
            locked(Condition::signal);
            first.cancel();
            await(second);

            assertThat(first.cancelled()).isTrue();
            assertThat(trace).containsExactly("second");
        });
    }

    @Test
    @Rule("S6")
    void cancel_whileASignalledTaskWaitsForTheLock_passesTheSignalOn() {
        TestLoop.run(() -> {
            Task<?> first = waiter("first");
            Task<?> second = waiter("second");
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                condition.signal();
                sleep(ofSeconds(1)); // it has left the queue of the condition and stands in that of the lock
                first.cancel();
                sleep(ofSeconds(1));
            }
            await(second);

            assertThat(first.cancelled()).isTrue();
            assertThat(trace).containsExactly("second");
        });
    }

    @Test
    void cancel_beforeTheSignalInTheSameStep_leavesTheSignalToTheNext() {
        TestLoop.run(() -> {
            Task<?> first = waiter("first");
            Task<?> second = waiter("second");
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                first.cancel();
                condition.signal();
            }
            await(second);
            assertThat(first.cancelled()).isTrue();
            assertThat(trace).containsExactly("second");
        });
    }

    @Test
    void timeout_whileWaiting_leavesWithTheLockHeld() {
        TestLoop.run(() -> {
            try (var _ = condition.acquire()) {
                assertThatExceptionOfType(TimeoutError.class)
                        .isThrownBy(() -> timeout(ofMillis(10), () -> condition.await()));
                assertThat(condition.locked()).isTrue();
                assertThatExceptionOfType(TimeoutError.class)
                        .isThrownBy(() -> waitFor(condition::await, ofMillis(10)));
                assertThat(condition.locked()).isTrue();
            }
            assertThat(condition.statistics().waiters()).isEmpty();
        });
    }

    // ---- the lock ----

    @Test
    void withoutTheLock_nothingIsAllowed() {
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(condition::await)
                    .withMessage("cannot wait on un-acquired lock");
            assertThatIllegalStateException().isThrownBy(condition::signal)
                    .withMessage("cannot notify on un-acquired lock");
            assertThatIllegalStateException().isThrownBy(() -> condition.signal(2))
                    .withMessage("cannot notify on un-acquired lock");
            assertThatIllegalStateException().isThrownBy(condition::signalAll)
                    .withMessage("cannot notify on un-acquired lock");
            assertThatIllegalStateException().isThrownBy(condition::release).withMessage("Lock is not acquired.");

            var named = new Condition("jobs");
            assertThatIllegalStateException().isThrownBy(named::await)
                    .withMessage("cannot wait on un-acquired lock 'jobs'");
            assertThatIllegalStateException().isThrownBy(named::release).withMessage("Lock 'jobs' is not acquired.");
        });
    }

    @Test
    void theLockOfAnotherTask_isEnough() {
        TestLoop.run(() -> {
            Task<?> waiter = waiter("waiter");
            sleep(ZERO);
            condition.acquire();
            await(createTask(() -> condition.signal()));
            condition.release();
            await(waiter);
        });
    }

    @Test
    void conditions_canShareALock() {
        TestLoop.run(() -> {
            var lock = new Lock();
            var notEmpty = new Condition(lock);
            var notFull = new Condition(lock);
            Task<?> one = createTask(() -> {
                try (var _ = notEmpty.acquire()) {
                    notEmpty.await();
                }
            });
            Task<?> other = createTask(() -> {
                try (var _ = notFull.acquire()) {
                    notFull.await();
                }
            });
            sleep(ZERO);
            try (var _ = lock.acquire()) {
                assertThat(notEmpty.locked() && notFull.locked()).isTrue();
                notFull.signalAll();
            }
            sleep(ofSeconds(1));
            assertThat(other.done()).isTrue();
            assertThat(one.done()).isFalse();
            locked(_ -> assertThat(lock.locked()).isFalse());
            one.cancel();
        });
    }

    @Test
    void await_inASecondLoop_isRefusedBeforeTheLockIsReleased() {
        TestLoop.run(() -> {
            Task<?> waiter = waiter("waiter");
            sleep(ZERO);
            locked(Condition::signal);
            await(waiter);
        });
        TestLoop.run(() -> {
            try (var _ = condition.acquire()) {
                assertThatIllegalStateException().isThrownBy(condition::await)
                        .withMessage("%s is bound to a different event loop", condition);
                assertThat(condition.locked()).isTrue();
            }
        });
    }

    // ---- what it tells ----

    @Test
    void toString_showsTheOwnerAndWhoWaits() {
        TestLoop.run(() -> {
            var jobs = new Condition("jobs");
            assertThat(jobs).hasToString("<Condition 'jobs' [unlocked]>");
            assertThat(new Condition(new Lock("db"))).hasToString("<Condition [unlocked]>");
            Task<?> waiter = createTask(() -> {
                try (var _ = jobs.acquire()) {
                    jobs.await();
                }
            }, "waiter");
            sleep(ZERO);
            await(createTask(() -> jobs.acquire(), "owner"));
            assertThat(jobs).hasToString("<Condition 'jobs' [locked, owner:'owner', waiters:1 ('waiter')]>");

            jobs.signal();
            sleep(ZERO);
            assertThat(waiter).hasToString("<Task pending name='waiter' wait_for=<Waiter pending of "
                    + "<Lock 'jobs' [locked, owner:'owner', waiters:1 ('waiter')]>>>");
            jobs.release();
            await(waiter);
        });
    }

    @Test
    void statistics_tellTheQueueOfSignalsFromThatOfTheLock() {
        TestLoop.run(() -> {
            Task<?> a = waiter("a");
            Task<?> b = waiter("b");
            sleep(ZERO);
            assertThat(condition.statistics())
                    .isEqualTo(new Condition.Statistics(List.of(a, b), new Lock.Statistics(null, List.of())));

            Task<?> owner = createTask(() -> condition.acquire());
            await(owner);
            condition.signal();
            sleep(ZERO);
            assertThat(condition.statistics())
                    .isEqualTo(new Condition.Statistics(List.of(b), new Lock.Statistics(owner, List.of(a))));
            condition.signal();
            getRunningLoop().callSoon(condition::release);
            await(b);
        });
    }
}
