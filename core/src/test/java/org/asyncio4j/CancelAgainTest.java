package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Task#cancelAgain}: a request that was heard too early is delivered once more. */
@ExtendWith(NothingLeft.class)
class CancelAgainTest {

    private static Task<?> self() {
        return requireNonNull(currentTask());
    }

    @Test
    @Rule("C19")
    void deliversTheRequestOnceMore_ofTheSameKind() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                assertThatThrownBy(() -> sleep(ofSeconds(2))).isInstanceOf(CancelledError.class);
                self().cancelAgain("once more");
                assertThat(self().cancelling()).isOne();
                assertThatThrownBy(() -> sleep(ofSeconds(2)))
                        .isInstanceOfSatisfying(CancelledError.class,
                                again -> assertThat(again.kind()).isEqualTo(CancelledError.Kind.TIMEOUT))
                        .hasMessage("once more");
                self().cancelAgain(null);
                sleep(ofSeconds(2));
            })).isInstanceOf(TimeoutError.class);
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    @Rule("C19")
    void keepsRequesterAndSite() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError _) {
                    self().cancelAgain(null);
                }
                sleep(ofSeconds(1));
            });
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOfSatisfying(CancelledError.class, error -> {
                assertThat(error.requester()).isSameAs(self());
                assertThat(error.site()).isNotNull();
            });
        });
    }

    @Test
    @Rule("C19")
    void withoutARequest_doesNothing() {
        TestLoop.run(() -> {
            self().cancelAgain("never asked");
            sleep(ZERO);
            assertThat(self().cancelling()).isZero();
        });
    }
}
