package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.copyContext;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.Asyncio.waitFor;

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
    void context_knowsSetValuesButNoDefaults() {
        var context = new Context();
        assertThat(context.contains(variable)).isFalse();
        assertThatThrownBy(() -> context.get(variable)).isInstanceOf(NoSuchElementException.class)
                .hasMessage("no value of <ContextVar name='variable' default=unset> in this context;"
                        + " set one first");

        context.run(() -> variable.set("set"));

        assertThat(context.contains(variable)).isTrue();
        assertThat(context.get(variable)).isEqualTo("set");
        assertThat(context).hasToString("<Context of 1 variables>");
    }

    @Test
    void get_withAnotherValue_givesThatWhereNoneWasSet() {
        var context = new Context();
        assertThat(context.get(variable, "otherwise")).isEqualTo("otherwise");

        context.run(() -> variable.set("set"));

        assertThat(context.get(variable, "otherwise")).isEqualTo("set");
    }

    @Test
    void items_areInTheOrderInWhichTheirVariablesWereCreated() {
        var first = new ContextVar<@Nullable Integer>("first");
        var second = new ContextVar<Integer>("second");
        var third = new ContextVar<Integer>("third");
        var context = new Context();
        assertThat(context.size()).isZero();
        assertThat(context).isEmpty();
        context.run(() -> {
            third.set(3);
            first.set(null);
            second.set(2);
        });

        assertThat(context.size()).isEqualTo(3);
        assertThat(context).containsExactly(first, second, third);
        assertThat(context.items().values()).containsExactly(null, 2, 3);
        assertThat(context.copy().items()).isEqualTo(context.items());
        assertThatThrownBy(() -> context.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void iteration_doesNotSeeWhatIsSetMeanwhile() {
        var other = new ContextVar<String>("other");
        var context = new Context();
        context.run(() -> {
            variable.set("set");
            for (ContextVar<?> each : context) {
                other.set("meanwhile");
                trace.add(each.name());
            }
        });
        assertThat(trace).containsExactly("variable");
        assertThat(context.contains(other)).isTrue();
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
    @Rule("X6")
    void run_inTheCurrentContext_isRefused() {
        var context = new Context();
        context.run(() -> assertThatThrownBy(() -> context.run(() -> trace.add("twice")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot enter context: <Context of 0 variables> is already entered"));
        assertThat(trace).isEmpty();
    }

    @Test
    @Rule("X6")
    void run_inAContextEnteredFurtherOut_isRefused() {
        var context = new Context();
        context.run(() -> new Context().run(() -> assertThatThrownBy(() -> context.run(() -> trace.add("twice")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot enter context: ")));
        assertThat(trace).isEmpty();
    }

    @Test
    void run_inAContextEnteredByAnotherThread_isRefused() throws InterruptedException {
        var context = new Context();
        context.run(() -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    context.run(() -> trace.add("twice"));
                } catch (IllegalStateException e) {
                    trace.add(e.getMessage());
                }
            });
            other.join();
        });
        assertThat(trace).singleElement().asString().startsWith("cannot enter context: ");
    }

    @Test
    @Rule("X6")
    void run_inAContextThatWasLeft_isAllowedAgain() {
        var context = new Context();
        assertThatThrownBy(() -> context.run(() -> {
            throw new IOException("broken");
        })).isInstanceOf(IOException.class);
        context.run(() -> trace.add("again"));

        assertThat(trace).containsExactly("again");
    }

    @Test
    void run_inTheContextOfATaskThatWaits_isSeenByThatTask() {
        TestLoop.run(() -> {
            Task<String> waiting = createTask(() -> {
                sleep(ofSeconds(1));
                return variable.get();
            });
            sleep(ZERO);
            waiting.getContext().run(() -> variable.set("from outside"));

            assertThat(await(waiting)).isEqualTo("from outside");
        });
    }

    // ---- tasks and callbacks ----

    @Test
    @Rule("X1")
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
    @Rule("X1")
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
    @Rule("X1")
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
    @Rule("X3")
    void awaitedCoroutine_runsInTheContextOfItsCaller() {
        TestLoop.run(() -> {
            await(() -> variable.set("set inside"));

            assertThat(variable.get()).isEqualTo("set inside");
        });
    }

    @Test
    @Rule("X2")
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
    void callback_setsItsOwnCopyOrTheContextThatWasGiven() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            variable.set("mine");
            Context given = copyContext();
            Handle handle = loop.callSoon(() -> variable.set("callback"));
            Handle inGiven = loop.callSoon(() -> variable.set("given"), given);
            sleep(ZERO);

            assertThat(variable.get()).isEqualTo("mine");
            assertThat(handle.getContext().get(variable)).isEqualTo("callback");
            assertThat(inGiven.getContext()).isSameAs(given);
            assertThat(given.get(variable)).isEqualTo("given");
        });
    }

    @Test
    void childrenOfEveryKind_startWithACopy() {
        TestLoop.run(() -> {
            variable.set("parent");
            Coroutine<String> child = () -> {
                String seen = variable.get();
                variable.set("child");
                return seen;
            };
            assertThat(await(gather(child, child))).containsExactly("parent", "parent");
            assertThat(await(shield(child))).isEqualTo("parent");
            assertThat(Asyncio.<String>taskGroupValue(tg -> await(tg.createTask(child)))).isEqualTo("parent");
            assertThat(toThread(() -> child.await())).isEqualTo("parent");
            assertThat(variable.get()).isEqualTo("parent");
        });
    }

    @Test
    @Rule("X3")
    void waitForOfACoroutine_sharesTheContext() {
        TestLoop.run(() -> {
            waitFor(() -> variable.set("inside"), ofSeconds(1));

            assertThat(variable.get()).isEqualTo("inside");
        });
    }

    @Test
    void coroutineFromAnotherThread_startsWithACopyOfTheContextOfThatThread() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            variable.set("task");
            var seen = toThread(() -> {
                variable.set("thread");
                return runCoroutineThreadsafe(() -> variable.get(), loop);
            });

            assertThat(await(seen)).isEqualTo("thread");
        });
    }

    @Test
    void exceptionHandler_seesTheContextOfTheCallbackThatFailed() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            loop.setExceptionHandler((_, _) -> trace.add(variable.get()));
            variable.set("then");
            loop.callSoon(() -> {
                throw new IllegalArgumentException("broken");
            });
            variable.set("now");
            sleep(ZERO);

            assertThat(trace).containsExactly("then");
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

        assertThatThrownBy(() -> context.contains(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("variable");
        assertThatThrownBy(() -> context.get(null)).isInstanceOf(NullPointerException.class).hasMessage("variable");
        assertThatThrownBy(() -> context.get(null, "x")).isInstanceOf(NullPointerException.class)
                .hasMessage("variable");
        assertThatThrownBy(() -> context.run((Callable<String>) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("code");
        assertThatThrownBy(() -> context.run((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("code");
    }
}
