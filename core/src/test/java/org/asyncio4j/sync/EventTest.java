package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class EventTest {

    private final List<String> trace = new ArrayList<>();
    private final Event event = new Event();

    private Task<Boolean> waiter(String name) {
        return createTask(() -> {
            boolean result = event.await();
            trace.add(name);
            return result;
        }, name);
    }

    @Test
    void await_whenSet_returnsBeforeAnybodyElseRuns() {
        TestLoop.run(() -> {
            event.set();
            createTask(() -> trace.add("somebody else ran"));
            assertThat(event.await()).isTrue();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    @Rule("S8")
    void set_wakesAllInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b", "c")) {
                waiter(name);
            }
            sleep(ZERO);
            event.set();
            event.set();
            assertThat(trace).isEmpty();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b", "c");
        });
    }

    // ---- T52: what was woken returns ----

    @Test
    @Rule("S8")
    void clear_inTheStepOfSet_doesNotHoldBackThoseWhoWaited() {
        TestLoop.run(() -> {
            Task<Boolean> early = waiter("early");
            sleep(ZERO);
            event.set();
            event.clear();
            assertThat(await(early)).isTrue();
            assertThat(event.isSet()).isFalse();

            Task<Boolean> late = waiter("late");
            sleep(ofSeconds(1));
            assertThat(late.done()).isFalse();
            event.set();
            await(late);
        });
    }

    @Test
    @Rule("S8")
    void taskThatStartsAfterSet_passesBeforeThoseWhoWereWokenLater() {
        TestLoop.run(() -> {
            waiter("waited");
            sleep(ZERO);
            Task<Boolean> starting = waiter("starting");
            event.set();
            await(starting);
            assertThat(trace).containsExactly("starting", "waited");
        });
    }

    @Test
    @Rule("S13")
    void cancel_whileWaiting_leavesNoTrace() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofMillis(10), () -> event.await())).isInstanceOf(TimeoutError.class);
            assertThat(event.statistics()).isEqualTo(new Event.Statistics(false, List.of()));
        });
    }

    @Test
    void cancel_ofAWokenWaiter_isDelivered() {
        TestLoop.run(() -> {
            Task<Boolean> one = waiter("one");
            Task<Boolean> two = waiter("two");
            sleep(ZERO);
            event.set();
            one.cancel();
            await(two);
            assertThat(one.cancelled()).isTrue();
            assertThat(trace).containsExactly("two");
        });
    }

    // ---- where it may be used ----

    @Test
    void set_fromAnotherThread_throwsAndChangesNothing() {
        Asyncio.run(() -> {
            Task<Boolean> waiter = waiter("waiter");
            sleep(ZERO);
            assertThatIllegalStateException().isThrownBy(() -> toThread(event::set));
            assertThat(event.isSet()).isFalse();

            EventLoop loop = getRunningLoop();
            toThread(() -> loop.callSoonThreadsafe(event::set));
            assertThat(await(waiter)).isTrue();
        });
    }

    @Test
    void await_inASecondLoop_isRefusedOnlyIfItHasToWait() {
        var ready = new Event("ready");
        TestLoop.run(() -> assertThatThrownBy(() -> timeout(ZERO, () -> ready.await()))
                .isInstanceOf(TimeoutError.class));
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(ready::await)
                    .withMessage("<Event 'ready' [unset]> is bound to a different event loop");
            ready.set();
            assertThat(ready.await()).isTrue();
        });
    }

    @Test
    void await_withoutALoop_throwsThoughItIsSet() {
        event.set();
        assertThatIllegalStateException().isThrownBy(event::await)
                .withMessageStartingWith("no running event loop in ");
    }

    // ---- what it tells ----

    @Test
    void toString_showsTheStateAndWhoWaits() {
        TestLoop.run(() -> {
            assertThat(new Event("ready")).hasToString("<Event 'ready' [unset]>");
            Task<Boolean> waiter = waiter("waiter");
            sleep(ZERO);
            assertThat(event).hasToString("<Event [unset, waiters:1 ('waiter')]>");
            assertThat(event.statistics()).isEqualTo(new Event.Statistics(false, List.of(waiter)));
            event.set();
            assertThat(event).hasToString("<Event [set, waiters:1 ('waiter')]>");
            await(waiter);
            assertThat(event).hasToString("<Event [set]>");
        });
    }
}
