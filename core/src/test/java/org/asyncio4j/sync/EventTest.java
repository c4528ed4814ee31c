package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A flag that tasks wait for. */
@ExtendWith(NothingLeft.class)
class EventTest {

    private final List<String> trace = new ArrayList<>();
    private final Event event = new Event();

    private Task<?> waiter(String name) {
        return createTask(() -> {
            trace.add(name + " " + event.await());
        });
    }

    @Test
    void newEvent_isNotSet() {
        assertThat(event.isSet()).isFalse();
        event.set();
        assertThat(event.isSet()).isTrue();
        event.clear();
        assertThat(event.isSet()).isFalse();
    }

    @Test
    void await_ofASetEvent_doesNotSuspend() {
        TestLoop.run(() -> {
            event.set();
            createTask(() -> {
                trace.add("other task");
            });

            assertThat(event.await()).isTrue();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void set_wakesAllInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            waiter("a");
            waiter("b");
            sleep(ofSeconds(1));
            assertThat(trace).isEmpty();
            event.set();
            event.set();
            sleep(ZERO);

            assertThat(trace).containsExactly("a true", "b true");
        });
    }

    @Test
    void setAndClearInOneStep_stillWakesWhoeverWaited() {
        TestLoop.run(() -> {
            waiter("a");
            sleep(ZERO);
            event.set();
            event.clear();
            Task<?> late = waiter("late");
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("a true");
            late.cancel();
        });
    }

    @Test
    void taskThatStartsAfterSet_passesBeforeThoseThatWaited() {
        TestLoop.run(() -> {
            waiter("1");
            waiter("2");
            sleep(ZERO);
            waiter("3");
            event.set();
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("3 true", "1 true", "2 true");
        });
    }

    @Test
    void cancelledWaiter_leaves() {
        TestLoop.run(() -> {
            Task<?> unlucky = waiter("unlucky");
            waiter("lucky");
            sleep(ZERO);
            assertThat(event).hasToString("<Event [unset, waiters:2]>");
            unlucky.cancel();
            assertThatThrownBy(unlucky::await).isInstanceOf(CancelledError.class);
            assertThat(event).hasToString("<Event [unset, waiters:1]>");
            event.set();
            sleep(ZERO);

            assertThat(trace).containsExactly("lucky true");
            assertThat(event).hasToString("<Event [set]>");
        });
    }

    @Test
    void await_inASecondLoop_isRefusedOnceOneHasWaited() {
        TestLoop.run(() -> {
            Task<?> first = waiter("first");
            sleep(ZERO);
            first.cancel();
        });
        TestLoop.run(() -> assertThatThrownBy(event::await).isInstanceOf(IllegalStateException.class)
                .hasMessage("<Event [unset]> is bound to a different event loop"));
    }

    @Test
    void await_withoutWaiting_bindsToNoLoop() {
        event.set();
        TestLoop.run(() -> assertThat(event.await()).isTrue());
        TestLoop.run(() -> assertThat(event.await()).isTrue());
    }

    @Test
    void event_canBeSetWithoutALoop() {
        try (EventLoop loop = TestLoop.create()) {
            Task<?> task = loop.createTask(() -> {
                trace.add("woken " + event.await());
            });
            loop.callLater(ofSeconds(1), loop::stop);
            loop.runForever();
            event.set();
            loop.runUntilComplete(task);

            assertThat(trace).containsExactly("woken true");
        }
    }
}
