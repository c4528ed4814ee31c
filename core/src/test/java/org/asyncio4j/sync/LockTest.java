package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.VoidCoroutine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class LockTest {

    private final List<String> trace = new ArrayList<>();
    private final Lock lock = new Lock();

    /** A task that takes the lock, says so, and gives it back a tick later. */
    private Task<?> worker(String name) {
        return createTask(() -> {
            try (var _ = lock.acquire()) {
                trace.add(name);
                sleep(ZERO);
            }
        }, name);
    }

    // ---- one at a time, in order ----

    @Test
    void acquire_whenFree_returnsBeforeAnybodyElseRuns() {
        TestLoop.run(() -> {
            Task<?> other = createTask(() -> trace.add("other"));
            try (var _ = lock.acquire()) {
                assertThat(lock.locked()).isTrue();
                assertThat(trace).isEmpty();
            }
            assertThat(lock.locked()).isFalse();
            await(other);
        });
    }

    @Test
    void acquire_byMany_servesThemOneAtATimeAsTheyCame() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b", "c")) {
                createTask(() -> {
                    try (var _ = lock.acquire()) {
                        trace.add(name + " in");
                        sleep(ofMillis(1));
                        trace.add(name + " out");
                    }
                });
            }
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("a in", "a out", "b in", "b out", "c in", "c out");
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void acquire_againByItsOwner_waitsForSomebodyElseToRelease() {
        TestLoop.run(() -> {
            lock.acquire();
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> lock.acquire())).isInstanceOf(TimeoutError.class);

            getRunningLoop().callLater(ofSeconds(1), lock::release);
            lock.acquire();
            assertThat(lock.locked()).isTrue();
        });
    }

    // ---- T48: between release and the step of the waiter ----

    @Test
    @Rule("S3")
    void release_toAWaiter_leavesTheLockFreeButPromised() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> waiter = worker("waiter");
            sleep(ZERO);
            held.close();
            assertThat(lock.locked()).isFalse();

            try (var _ = lock.acquire()) {
                trace.add("newcomer");
            }
            assertThat(trace).containsExactly("waiter", "newcomer");
            await(waiter);
        });
    }

    @Test
    @Rule("S3")
    void acquire_whenFreeAndAllWaitersAreCancelled_doesNotQueueUpBehindThem() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> one = worker("one");
            Task<?> two = worker("two");
            sleep(ZERO);
            one.cancel();
            two.cancel();
            held.close();
            createTask(() -> trace.add("somebody else ran"));

            try (var _ = lock.acquire()) {
                assertThat(trace).isEmpty();
                sleep(ZERO); // the two leave, and find it taken
                assertThat(lock.locked()).isTrue();
                assertThat(lock.statistics().waiters()).isEmpty();
            }
        });
    }

    @Test
    @Rule("S3")
    void acquire_whenFreeAndOneWaiterIsLeft_queuesUpBehindIt() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> cancelled = worker("cancelled");
            worker("left");
            sleep(ZERO);
            cancelled.cancel();
            held.close();
            try (var _ = lock.acquire()) {
                trace.add("newcomer");
            }
            assertThat(trace).containsExactly("left", "newcomer");
        });
    }

    // ---- T49: cancellation loses no wake-up and makes no second owner ----

    @Test
    void cancel_whileWaiting_leavesTheLockToTheNext() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> one = worker("one");
            Task<?> two = worker("two");
            sleep(ZERO);
            one.cancel("not needed any more");
            sleep(ZERO);
            assertThatThrownBy(one::result).isInstanceOf(CancelledError.class).hasMessage("not needed any more");
            assertThat(lock.locked()).isTrue();

            held.close();
            await(two);
            assertThat(trace).containsExactly("two");
        });
    }

    @Test
    @Rule("S4")
    void cancel_ofAWaiterThatWasWoken_wakesTheNext() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> one = worker("one");
            Task<?> two = worker("two");
            sleep(ZERO);
            held.close();
            one.cancel();
            await(two);

            assertThat(one.cancelled()).isTrue();
            assertThat(trace).containsExactly("two");
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void cancel_inTheStepBeforeTheRelease_wakesTheNextAllTheSame() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            Task<?> one = worker("one");
            Task<?> two = worker("two");
            sleep(ZERO);
            one.cancel();
            held.close();
            await(two);

            assertThat(one.cancelled()).isTrue();
            assertThat(trace).containsExactly("two");
        });
    }

    @Test
    @Rule("S4")
    void cancel_ofAWaiterFurtherBack_makesNoSecondOwner() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            worker("one");
            Task<?> two = worker("two");
            worker("three");
            sleep(ZERO);
            held.close();
            two.cancel();
            sleep(ZERO); // one has it, two leaves
            assertThat(trace).containsExactly("one");
            assertThat(lock).hasToString("<Lock [locked, owner:'one', waiters:1 ('three')]>");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("one", "three");
        });
    }

    @Test
    @Rule("S4")
    void release_againWhileTheHeadIsOnItsWay_wakesNobodyElse() {
        TestLoop.run(() -> {
            lock.acquire();
            Task<?> one = createTask(() -> lock.acquire(), "one");
            Task<?> two = createTask(() -> lock.acquire(), "two");
            sleep(ZERO);
            lock.release();
            assertThatIllegalStateException().isThrownBy(lock::release).withMessage("Lock is not acquired.");
            sleep(ZERO);
            sleep(ZERO);

            assertThat(one.done()).isTrue();
            assertThat(two.done()).isFalse();
            lock.release();
            await(two);
        });
    }

    @Test
    @Rule("S13")
    void timeout_whileWaiting_leavesNoTrace() {
        TestLoop.run(() -> {
            try (var _ = lock.acquire()) {
                Task<?> late = createTask(() -> timeout(ofMillis(10), () -> lock.acquire()));
                sleep(ofSeconds(1));
                assertThatThrownBy(late::result).isInstanceOf(TimeoutError.class);
            }
            assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(null, List.of()));
        });
    }

    @Test
    void cancel_beforeAFreeLockIsTaken_comesAtTheNextWaitWithTheLockHeld() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                Objects.requireNonNull(currentTask()).cancel();
                try (var _ = lock.acquire()) {
                    trace.add("held " + lock.locked());
                    sleep(ZERO);
                }
            });
            sleep(ofSeconds(1));

            assertThat(task.cancelled()).isTrue();
            assertThat(trace).containsExactly("held true");
            assertThat(lock.locked()).isFalse();
        });
    }

    // ---- releasing ----

    @Test
    void release_whenNotLocked_says() {
        assertThatIllegalStateException().isThrownBy(lock::release).withMessage("Lock is not acquired.");
        assertThatIllegalStateException().isThrownBy(new Lock("db")::release)
                .withMessage("Lock 'db' is not acquired.");
    }

    @Test
    void release_byAnotherTaskOrACallback_isAllowed() {
        TestLoop.run(() -> {
            lock.acquire();
            await(createTask(lock::release));
            assertThat(lock.locked()).isFalse();

            lock.acquire();
            getRunningLoop().callSoon(lock::release);
            sleep(ZERO);
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void close_twice_releasesOnce() {
        TestLoop.run(() -> {
            Lock.Held held = lock.acquire();
            held.close();
            lock.acquire();
            held.close();
            assertThat(lock.locked()).isTrue();
        });
    }

    @Test
    void close_whenTheLockWasReleasedByHand_says() {
        TestLoop.run(() -> assertThatIllegalStateException().isThrownBy(() -> {
            try (var _ = lock.acquire()) {
                lock.release();
            }
        }).withMessage("Lock is not acquired."));
    }

    @Test
    void close_afterTheLockWasLentOutInTheBlock_releases() {
        TestLoop.run(() -> {
            try (var _ = lock.acquire()) {
                Task<?> other = worker("other");
                lock.release();
                await(other);
                lock.acquire();
            }
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void body_thatFails_releases() {
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> {
                try (var _ = lock.acquire()) {
                    throw new IllegalStateException("body failed");
                }
            }).withMessage("body failed");
            assertThat(lock.locked()).isFalse();
        });
    }

    // ---- where it may be used ----

    @Test
    @Rule("S1")
    void acquire_uncontendedInTwoLoops_bindsToNone() {
        VoidCoroutine use = () -> {
            try (var _ = lock.acquire()) {
                sleep(ZERO);
            }
        };
        TestLoop.run(use);
        TestLoop.run(use);
        TestLoop.run(this::contend);
    }

    @Test
    @Rule("S1")
    void acquire_contendedInASecondLoop_refusesToWait() {
        TestLoop.run(this::contend);
        TestLoop.run(() -> {
            lock.acquire();
            assertThatIllegalStateException().isThrownBy(lock::acquire)
                    .withMessage("%s is bound to a different event loop", lock)
                    .withMessageStartingWith("<Lock [locked, owner:'Task-")
                    .withMessageEndingWith("']> is bound to a different event loop");
            lock.release();
            lock.acquire();
        });
    }

    private void contend() {
        Lock.Held held = lock.acquire();
        Task<?> other = worker("other");
        sleep(ZERO);
        held.close();
        await(other);
    }

    @Test
    void acquire_inACallback_saysToCreateATask() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            Future<String> message = loop.createFuture();
            loop.callSoon(() -> {
                try {
                    lock.acquire();
                } catch (IllegalStateException error) {
                    message.setResult(String.valueOf(error.getMessage()));
                }
            });
            assertThat(await(message)).isEqualTo(
                    "<Lock [unlocked]> cannot be waited for in a callback of " + loop + "; use createTask in it");
        });
    }

    @Test
    void acquire_withoutALoop_throws() {
        assertThatIllegalStateException().isThrownBy(lock::acquire)
                .withMessageStartingWith("no running event loop in ");
    }

    @Test
    void release_onAnotherThread_throwsAndChangesNothing() {
        Asyncio.run(() -> {
            lock.acquire();
            Task<?> waiter = worker("waiter");
            sleep(ZERO);
            assertThatIllegalStateException().isThrownBy(() -> toThread(lock::release))
                    .withMessageContaining("asyncio_");

            assertThat(lock.locked()).isTrue();
            assertThat(waiter.done()).isFalse();
            lock.release();
            await(waiter);
        });
    }

    // ---- what it tells ----

    @Test
    void toString_namesTheOwnerAndTheFirstWaiters() {
        TestLoop.run(() -> {
            var db = new Lock("db");
            assertThat(db).hasToString("<Lock 'db' [unlocked]>");

            Task<?> owner = createTask(() -> db.acquire(), "owner");
            for (String name : List.of("a", "b", "c", "d", "e")) {
                createTask(() -> db.acquire(), name);
            }
            await(owner);
            assertThat(db).hasToString(
                    "<Lock 'db' [locked, owner:'owner', waiters:5 ('a', 'b', 'c', 'd', 'e')]>");

            createTask(() -> db.acquire(), "f");
            sleep(ZERO);
            assertThat(db).hasToString(
                    "<Lock 'db' [locked, owner:'owner', waiters:6 ('a', 'b', 'c', 'd', 'e', ...)]>");

            db.release();
            assertThat(db.toString()).startsWith("<Lock 'db' [unlocked, waiters:6 (");
            for (int i = 0; i < 6; i++) {
                sleep(ZERO);
                db.release();
            }
            assertThat(db).hasToString("<Lock 'db' [unlocked]>");
        });
    }

    @Test
    void toString_ofATaskThatWaits_namesTheLockAndItsOwner() {
        TestLoop.run(() -> {
            var db = new Lock("db");
            await(createTask(() -> db.acquire(), "owner"));
            Task<?> waiter = createTask(() -> db.acquire(), "waiter");
            sleep(ZERO);
            assertThat(waiter).hasToString("<Task pending name='waiter' wait_for="
                    + "<Waiter pending of <Lock 'db' [locked, owner:'owner', waiters:1 ('waiter')]>>>");
            db.release();
            await(waiter);
        });
    }

    @Test
    void statistics_holdTheTasks() {
        TestLoop.run(() -> {
            assertThat(lock.statistics().locked()).isFalse();
            lock.acquire();
            Task<?> one = worker("one");
            Task<?> two = worker("two");
            sleep(ZERO);
            assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(currentTask(), List.of(one, two)));
            assertThat(lock.statistics().locked()).isTrue();

            lock.release();
            assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(null, List.of(one, two)));
            sleep(ZERO);
            assertThat(lock.statistics()).isEqualTo(new Lock.Statistics(one, List.of(two)));
            await(two);
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void name_ofNull_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> new Lock(null)).withMessage("name");
    }
}
