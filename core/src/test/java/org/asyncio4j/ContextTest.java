package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Variables that belong to the running task. */
@ExtendWith(NothingLeft.class)
class ContextTest {

    private final List<String> trace = new ArrayList<>();
    private final ContextVar<String> variable = new ContextVar<>("variable", "unset");

    // ---- values ----

    @Test
    void variableWithADefault_givesThatUntilItIsSet() {
        TestLoop.run(() -> {
            assertThat(variable.get()).isEqualTo("unset");
            variable.set("set");
            assertThat(variable.get()).isEqualTo("set");
            assertThat(variable.name()).isEqualTo("variable");
        });
    }

    @Test
    void variableWithoutADefault_isRefusedUntilItIsSet() {
        var bare = new ContextVar<@Nullable String>("bare");
        TestLoop.run(() -> {
            assertThatThrownBy(bare::get).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no value of <ContextVar name='bare'> in the current context;"
                            + " set one, or give it a default");
            bare.set(null);
            assertThat(bare.get()).isNull();
        });
    }

    @Test
    void context_knowsSetValuesButNoDefaults() {
        var context = new Context();
        assertThat(context.contains(variable)).isFalse();
        assertThatThrownBy(() -> context.get(variable)).isInstanceOf(NoSuchElementException.class)
                .hasMessage("no value of <ContextVar name='variable'> in this context; set one first");

        context.run(() -> variable.set("set"));

        assertThat(context.contains(variable)).isTrue();
        assertThat(context.get(variable)).isEqualTo("set");
        assertThat(context).hasToString("<Context of 1 variables>");
    }

    @Test
    void copy_isIndependent() {
        var original = new Context();
        original.run(() -> variable.set("before"));
        Context copy = original.copy();
        original.run(() -> variable.set("original"));
        copy.run(() -> variable.set("copy"));

        assertThat(original.get(variable)).isEqualTo("original");
        assertThat(copy.get(variable)).isEqualTo("copy");
    }

    // ---- running code in a context ----

    @Test
    void run_returnsTheResultAndRestoresTheContext() {
        TestLoop.run(() -> {
            variable.set("outer");
            var inner = new Context();

            assertThat(inner.<String>run(() -> {
                variable.set("inner");
                return variable.get();
            })).isEqualTo("inner");
            assertThat(variable.get()).isEqualTo("outer");
        });
    }

    @Test
    void run_ofCodeThatFails_restoresTheContextToo() {
        TestLoop.run(() -> {
            variable.set("outer");
            var error = new IOException("broken");

            assertThatThrownBy(() -> new Context().run((Callable<String>) () -> {
                throw error;
            })).isSameAs(error);
            assertThat(variable.get()).isEqualTo("outer");
        });
    }

    @Test
    void run_acrossASuspension_keepsTheContext() {
        TestLoop.run(() -> {
            variable.set("outer");
            createTask(() -> {
                variable.set("other task");
            });
            new Context().run(() -> {
                variable.set("inner");
                sleep(ofSeconds(1));
                trace.add(variable.get());
            });
            trace.add(variable.get());

            assertThat(trace).containsExactly("inner", "outer");
        });
    }

    @Test
    void run_inTheCurrentContext_isRefused() {
        var context = new Context();
        context.run(() -> assertThatThrownBy(() -> context.run(() -> trace.add("twice")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot enter context: <Context of 0 variables> is already entered"));
        assertThat(trace).isEmpty();
    }

    @Test
    void run_inAContextEnteredFurtherOut_isRefused() {
        var context = new Context();
        context.run(() -> new Context().run(() -> assertThatThrownBy(() -> context.run(() -> trace.add("twice")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot enter context: ")));
        assertThat(trace).isEmpty();
    }

    // ---- tasks and callbacks ----

    @Test
    void task_startsWithACopyOfItsCreatorsContext() {
        TestLoop.run(() -> {
            variable.set("creator");
            Task<String> task = createTask(() -> {
                String seen = variable.get();
                variable.set("task");
                return seen;
            });
            variable.set("creator, later");

            assertThat(await(task)).isEqualTo("creator");
            assertThat(task.getContext().get(variable)).isEqualTo("task");
            assertThat(variable.get()).isEqualTo("creator, later");
        });
    }

    @Test
    void tasks_keepTheirValuesApartWhileTheyTakeTurns() {
        TestLoop.run(() -> {
            List<Coroutine<String>> coroutines = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                coroutines.add(() -> {
                    variable.set(name);
                    sleep(ZERO);
                    sleep(ofSeconds(1));
                    return variable.get();
                });
            }
            assertThat(await(gather(coroutines))).containsExactly("a", "b", "c");
        });
    }

    @Test
    void taskInAGivenContext_sharesIt() {
        TestLoop.run(() -> {
            var shared = new Context();
            TaskOptions options = TaskOptions.defaults().withContext(shared);
            Task<?> writer = createTask(() -> variable.set("written"), options);
            Task<String> reader = createTask(() -> variable.get(), options);

            assertThat(await(reader)).isEqualTo("written");
            assertThat(writer.getContext()).isSameAs(shared);
            assertThat(variable.get()).isEqualTo("unset");
        });
    }

    @Test
    void awaitedCoroutine_runsInTheContextOfItsCaller() {
        TestLoop.run(() -> {
            await(() -> variable.set("set inside"));

            assertThat(variable.get()).isEqualTo("set inside");
        });
    }

    @Test
    void callbacks_ofEveryKind_seeTheValuesOfTheMomentTheyWereScheduled() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            Future<String> future = loop.createFuture();
            variable.set("then");
            loop.callSoon(() -> trace.add("soon " + variable.get()));
            loop.callSoonThreadsafe(() -> trace.add("threadsafe " + variable.get()));
            loop.callLater(ZERO, () -> trace.add("later " + variable.get()));
            loop.callAt(loop.time(), () -> trace.add("at " + variable.get()));
            future.addDoneCallback(_ -> trace.add("done " + variable.get()));
            variable.set("now");
            future.setResult("x");
            sleep(ofSeconds(1));

            assertThat(trace).containsExactlyInAnyOrder("soon then", "threadsafe then", "later then", "at then",
                    "done then");
        });
    }

    @Test
    void outsideOfALoop_eachThreadHasAContextOfItsOwn() throws InterruptedException {
        variable.set("this thread");
        try {
            Thread other = Thread.ofPlatform().start(() -> trace.add(variable.get()));
            other.join();

            assertThat(trace).containsExactly("unset");
            assertThat(variable.get()).isEqualTo("this thread");
            assertThat(Context.copyCurrent().get(variable)).isEqualTo("this thread");
        } finally {
            variable.set("unset");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        var context = new Context();

        assertThatThrownBy(() -> new ContextVar<>(null)).isInstanceOf(NullPointerException.class).hasMessage("name");
        assertThatThrownBy(() -> new ContextVar<>(null, "x")).isInstanceOf(NullPointerException.class)
                .hasMessage("name");
        assertThatThrownBy(() -> context.contains(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("variable");
        assertThatThrownBy(() -> context.get(null)).isInstanceOf(NullPointerException.class).hasMessage("variable");
        assertThatThrownBy(() -> context.run((Callable<String>) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("code");
        assertThatThrownBy(() -> context.run((Runnable) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("code");
    }
}
