package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.wrapFuture;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Futures of the JDK and futures of a loop, linked both ways. */
@ExtendWith(NothingLeft.class)
class FutureBridgeTest {

    // ---- from the JDK: stages ----

    @Test
    void await_ofAStage_givesItsResult() {
        TestLoop.run(() -> {
            CompletionStage<String> stage = CompletableFuture.completedStage("stage");
            var later = new CompletableFuture<String>();
            getRunningLoop().callLater(ofSeconds(1), () -> later.complete("later"));

            assertThat(await(stage)).isEqualTo("stage");
            assertThat(await(later)).isEqualTo("later");
            assertThat(ensureFuture(stage).await()).isEqualTo("stage");
        });
    }

    @Test
    @Rule("H8")
    void await_ofAFailedStage_throwsItsErrorWithoutAWrapper() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            CompletableFuture<String> failed = CompletableFuture.failedFuture(error);
            CompletableFuture<String> wrapped = failed.thenApply(String::trim);
            assertThatThrownBy(wrapped::join).as("how the JDK tells it").isInstanceOf(CompletionException.class);

            assertThatThrownBy(() -> await(failed)).isSameAs(error);
            assertThatThrownBy(() -> await(wrapped)).isSameAs(error);
        });
    }

    @Test
    void await_ofAStage_isDoneOneTickAfterIt() {
        TestLoop.run(() -> {
            Future<String> future = ensureFuture(CompletableFuture.completedFuture("x"));

            assertThat(future.done()).isFalse();
            sleep(ZERO);
            assertThat(future.result()).isEqualTo("x");
        });
    }

    @Test
    @Rule("H8")
    void cancel_ofTheTaskThatAwaitsAStage_cancelsTheStage() {
        TestLoop.run(() -> {
            var stage = new CompletableFuture<String>();
            Task<String> task = createTask(() -> await(stage));
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(stage.isCancelled()).isTrue();
        });
    }

    @Test
    void cancel_ofAStage_cancelsItsFuture() {
        TestLoop.run(() -> {
            var stage = new CompletableFuture<String>();
            Future<String> future = wrapFuture(stage);
            stage.cancel(false);

            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void stageThatCompletesAfterItsFutureWasCancelled_changesNothing() {
        TestLoop.run(() -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            Future<String> future = ensureFuture(stage.minimalCompletionStage());
            future.cancel();
            stage.complete("too late");
            sleep(ofSeconds(1));

            assertThat(future.cancelled()).isTrue();
        });
    }

    // ---- from the JDK: plain futures, for which a thread waits ----

    @Test
    void await_ofAPlainFuture_givesItsResult() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "plain");
            getRunningLoop().callSoon(plain);

            assertThat(await(plain)).isEqualTo("plain");
        });
    }

    @Test
    void await_ofAFailedPlainFuture_throwsItsErrorWithoutAWrapper() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            var plain = new FutureTask<String>(() -> {
                throw error;
            });
            plain.run();

            assertThatThrownBy(() -> await(plain)).isSameAs(error);
        });
    }

    @Test
    void await_ofACancelledPlainFuture_isCancelled() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "never");
            plain.cancel(false);
            Future<String> future = wrapFuture(plain);

            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void cancel_ofTheTaskThatAwaitsAPlainFuture_cancelsIt() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "never");
            Task<String> task = createTask(() -> await(plain));
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(plain.isCancelled()).isTrue();
        });
    }

    // ---- to the JDK ----

    @Test
    void toCompletableFuture_hasTheResult() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> sleep(ofSeconds(1), "x"));
            CompletableFuture<String> linked = task.toCompletableFuture();
            assertThat(linked).isNotDone();
            await(task);
            sleep(ZERO);

            assertThat(linked).isCompletedWithValue("x");
            CompletableFuture<String> afterwards = task.toCompletableFuture();
            sleep(ZERO);
            assertThat(afterwards).isCompletedWithValue("x");
        });
    }

    @Test
    void toCompletableFuture_hasTheErrorWhichCountsAsRetrieved() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Future<String> future = getRunningLoop().createFuture();
            CompletableFuture<String> linked = future.toCompletableFuture();
            future.setException(error);
            sleep(ZERO);

            assertThat(linked.exceptionNow()).isSameAs(error);
        });
    }

    @Test
    void toCompletableFuture_cancellingEitherCancelsTheOther() {
        TestLoop.run(() -> {
            Future<String> one = getRunningLoop().createFuture();
            CompletableFuture<String> linkedToOne = one.toCompletableFuture();
            one.cancel();
            sleep(ZERO);
            assertThat(linkedToOne).isCancelled();

            Task<String> other = createTask(() -> sleep(ofSeconds(9), "never"));
            CompletableFuture<String> linkedToOther = other.toCompletableFuture();
            sleep(ZERO);
            linkedToOther.cancel(false);
            assertThatThrownBy(other::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void jdksOwnCancellationError_thrownByATask_isAnOrdinaryError() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                throw new CancellationException("of something else");
            });

            assertThatThrownBy(task::await).isInstanceOf(CancellationException.class);
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> await((CompletionStage<String>) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("stage");
            assertThatThrownBy(() -> wrapFuture(null)).isInstanceOf(NullPointerException.class).hasMessage("future");
        });
    }
}
