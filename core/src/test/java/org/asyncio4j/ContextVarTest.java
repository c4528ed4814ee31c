package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Getting, setting and resetting a variable. */
@ExtendWith(NothingLeft.class)
class ContextVarTest {

    private final ContextVar<String> variable = new ContextVar<>("variable", "unset");
    private final ContextVar<@Nullable String> bare = new ContextVar<>("bare");

    @Test
    void variableWithADefault_givesThatUntilItIsSet() {
        TestLoop.run(() -> {
            assertThat(variable.get()).isEqualTo("unset");
            variable.set("set");
            assertThat(variable.get()).isEqualTo("set");
        });
    }

    @Test
    void variableWithoutADefault_isRefusedUntilItIsSet() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> bare.get()).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no value of <ContextVar name='bare'> in the current context;"
                            + " set one, or give it a default");
            bare.set(null);
            assertThat(bare.get()).isNull();
        });
    }

    @Test
    void get_withAnotherValue_givesThatInsteadOfTheDefault() {
        TestLoop.run(() -> {
            assertThat(variable.get("otherwise")).isEqualTo("otherwise");
            assertThat(bare.get("otherwise")).isEqualTo("otherwise");
            assertThat(bare.get(null)).isNull();
            variable.set("set");
            bare.set(null);
            assertThat(variable.get("otherwise")).isEqualTo("set");
            assertThat(bare.get("otherwise")).isNull();
        });
    }

    @Test
    @Rule("X5")
    void reset_bringsTheFormerValueBack() {
        TestLoop.run(() -> {
            Token<String> first = variable.set("one");
            sleep(ZERO);
            Token<String> second = variable.set("two");

            variable.reset(second);
            assertThat(variable.get()).isEqualTo("one");
            sleep(ZERO);
            variable.reset(first);
            assertThat(variable.get()).isEqualTo("unset");
            assertThat(Context.copyCurrent().contains(variable)).isFalse();
        });
    }

    @Test
    void reset_outOfOrder_bringsBackWhatItsTokenRemembers() {
        TestLoop.run(() -> {
            Token<String> first = variable.set("one");
            Token<String> second = variable.set("two");

            variable.reset(first);
            assertThat(variable.get()).isEqualTo("unset");
            variable.reset(second);
            assertThat(variable.get()).isEqualTo("one");
        });
    }

    @Test
    void reset_toNull_isNotReset_toNothing() {
        TestLoop.run(() -> {
            bare.set(null);
            bare.reset(bare.set("x"));

            assertThat(bare.get("otherwise")).isNull();
        });
    }

    @Test
    @Rule("X5")
    void reset_withAUsedToken_isRefused() {
        TestLoop.run(() -> {
            Token<String> token = variable.set("one");
            variable.reset(token);

            assertThatThrownBy(() -> variable.reset(token)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("<Token used var=<ContextVar name='variable' default=unset>>"
                            + " has already been used once");
        });
    }

    @Test
    @Rule("X5")
    void reset_withATokenOfAnotherVariable_isRefusedAndLeavesTheTokenUsable() {
        var other = new ContextVar<String>("other");
        TestLoop.run(() -> {
            Token<String> token = variable.set("one");

            assertThatThrownBy(() -> other.reset(token)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("<Token var=<ContextVar name='variable' default=unset>> was created by a different"
                            + " ContextVar than <ContextVar name='other'>");
            variable.reset(token);
            assertThat(variable.get()).isEqualTo("unset");
        });
    }

    @Test
    @Rule("X5")
    void reset_inAnotherTask_isRefused() {
        TestLoop.run(() -> {
            Token<String> token = variable.set("one");
            Task<?> other = createTask(() -> variable.reset(token));

            assertThatThrownBy(() -> await(other)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("<Token var=<ContextVar name='variable' default=unset>> was created in a different"
                            + " Context; reset it in the task or callback that made it");
            variable.reset(token);
            assertThat(variable.get()).isEqualTo("unset");
        });
    }

    @Test
    void variable_showsItsNameAndDefault() {
        assertThat(variable.name()).isEqualTo("variable");
        assertThat(variable).hasToString("<ContextVar name='variable' default=unset>");
        assertThat(bare).hasToString("<ContextVar name='bare'>");
        assertThat(new ContextVar<@Nullable String>("null", null)).hasToString("<ContextVar name='null' default=null>");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        assertThatThrownBy(() -> new ContextVar<>(null)).isInstanceOf(NullPointerException.class).hasMessage("name");
        assertThatThrownBy(() -> new ContextVar<>(null, "x")).isInstanceOf(NullPointerException.class)
                .hasMessage("name");
        assertThatThrownBy(() -> variable.reset(null)).isInstanceOf(NullPointerException.class).hasMessage("token");
    }
}
