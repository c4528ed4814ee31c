package org.asyncio4j;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Protection from the cancellation of those who wait. */
@ExtendWith(NothingLeft.class)
class ShieldTest {

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    @Test
    void result_isPassedOn() {
        TestLoop.run(() -> assertThat(await(shield(() -> sleep(ofSeconds(1), "x")))).isEqualTo("x"));
    }

    @Test
    void error_isPassedOnAsItIs() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Coroutine<String> failing = () -> {
                throw error;
            };

            assertThatThrownBy(() -> await(shield(failing))).isSameAs(error);
        });
    }

    @Test
    @Rule("W7")
    void doneFuture_isReturnedItself() {
        TestLoop.run(() -> {
            Future<String> done = newFuture();
            done.setResult("x");

            assertThat(shield(done)).isSameAs(done);
        });
    }

    @Test
    @Rule("W7")
    void cancellationOfTheWaiter_leavesTheInnerRunning() {
        TestLoop.run(() -> {
            Task<String> inner = createTask(() -> sleep(ofSeconds(5), "to the end"));
            Task<String> waiter = createTask(() -> await(shield(inner)));
            sleep(ofSeconds(1));
            waiter.cancel("of the waiter");

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class).hasMessage("of the waiter");
            assertThat(inner.cancelling()).isZero();
            assertThat(await(inner)).isEqualTo("to the end");
        });
    }

    @Test
    @Rule("W8")
    void cancellationOfTheInner_cancelsTheWaiterWithoutAMessageOrRequest() {
        TestLoop.run(() -> {
            Future<String> inner = newFuture();
            Future<String> outer = shield(inner);
            inner.cancel("of the inner");

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class).hasMessage(null);
            assertThat(outer.cancelled()).isTrue();
            assertThat(Objects.requireNonNull(currentTask()).cancelling()).isZero();
        });
    }

    @Test
    @Rule("W7")
    void errorOfTheInner_afterTheWaiterWasCancelled_isReportedOnce() {
        var error = new IOException("nobody waits any more");
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Task<String> inner = createTask(() -> {
                sleep(ofSeconds(5));
                throw error;
            });
            for (int i = 0; i < 2; i++) {
                Task<String> waiter = createTask(() -> await(shield(inner)));
                sleep(ofSeconds(1));
                waiter.cancel();
            }
            sleep(ofSeconds(9));
        });

        assertThat(reports).singleElement().satisfies(report -> assertThat(report.exception()).isSameAs(error));
    }

    @Test
    void errorOfTheInner_afterTheWaiterWasCancelled_isNotReportedIfSomebodyElseSeesIt() {
        TestLoop.run(() -> {
            Task<String> inner = createTask(() -> {
                sleep(ofSeconds(5));
                throw new IOException("seen below");
            });
            Task<String> waiter = createTask(() -> await(shield(inner)));
            sleep(ofSeconds(1));
            waiter.cancel();

            assertThatThrownBy(inner::await).isInstanceOf(IOException.class);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> assertThatThrownBy(() -> shield((Awaitable<String>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("awaitable"));
    }
}
