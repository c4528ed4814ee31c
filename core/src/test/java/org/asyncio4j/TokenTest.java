package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What setting a variable returns. */
@ExtendWith(NothingLeft.class)
class TokenTest {

    private final ContextVar<@Nullable String> variable = new ContextVar<>("variable", "default");

    @Test
    void token_knowsItsVariableAndTheOldValue() {
        new Context().run(() -> {
            variable.set("one");
            Token<@Nullable String> token = variable.set("two");

            assertThat(token.var()).isSameAs(variable);
            assertThat(token.wasMissing()).isFalse();
            assertThat(token.oldValue()).isEqualTo("one");
        });
    }

    @Test
    void oldValue_ofAVariableThatWasNotSet_isMissingEvenIfThereIsADefault() {
        new Context().run(() -> {
            Token<@Nullable String> token = variable.set("one");

            assertThat(token.wasMissing()).isTrue();
            assertThatThrownBy(token::oldValue).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("<Token var=<ContextVar name='variable' default=default>> has no old value: the"
                            + " variable was not set before; ask wasMissing() first");
        });
    }

    @Test
    void oldValue_thatWasNull_isNotMissing() {
        new Context().run(() -> {
            variable.set(null);
            Token<@Nullable String> token = variable.set("one");

            assertThat(token.wasMissing()).isFalse();
            assertThat(token.oldValue()).isNull();
        });
    }

    @Test
    void tryStatement_resetsTheVariableAtItsEnd() {
        TestLoop.run(() -> {
            try (var _ = variable.set("outer")) {
                try (var _ = variable.set("inner")) {
                    sleep(ZERO);
                    assertThat(variable.get()).isEqualTo("inner");
                }
                assertThat(variable.get()).isEqualTo("outer");
            }
            assertThat(variable.get()).isEqualTo("default");
        });
    }

    @Test
    void tryStatement_thatFails_resetsTheVariableToo() {
        new Context().run(() -> {
            assertThatThrownBy(() -> {
                try (var _ = variable.set("inner")) {
                    throw new IOException("broken");
                }
            }).isInstanceOf(IOException.class).hasNoSuppressedExceptions();
            assertThat(variable.get()).isEqualTo("default");
        });
    }

    @Test
    void close_afterAReset_isRefused() {
        new Context().run(() -> {
            Token<@Nullable String> token = variable.set("one");
            variable.reset(token);

            assertThatThrownBy(token::close).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(" has already been used once");
        });
    }

    @Test
    void token_showsWhetherItWasUsed() {
        new Context().run(() -> {
            Token<@Nullable String> token = variable.set("one");
            assertThat(token).hasToString("<Token var=<ContextVar name='variable' default=default>>");
            token.close();
            assertThat(token).hasToString("<Token used var=<ContextVar name='variable' default=default>>");
        });
    }
}
