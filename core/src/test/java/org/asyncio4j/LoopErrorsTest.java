package org.asyncio4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The exception handler, the default one, and what happens when they fail themselves. */
@ExtendWith(NothingLeft.class)
class LoopErrorsTest {

    private final List<String> trace = new ArrayList<>();
    private final EventLoop loop = TestLoop.create();
    private final LogLines log = new LogLines();
    private final IOException error = new IOException("broken");

    @AfterEach
    void closeLoop() {
        loop.close();
        log.close();
    }

    // ---- the default ----

    @Test
    void withoutAHandler_oneRecordTellsEverything() {
        loop.callExceptionHandler(ExceptionContext.of("What happened")
                .with("zebra", "last")
                .withException(error)
                .with("apple", "first"));

        assertThat(log.records()).singleElement().satisfies(logged -> {
            assertThat(logged.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(logged.getLoggerName()).isEqualTo("asyncio");
            assertThat(logged.getMessage()).isEqualTo("What happened\napple: first\nzebra: last");
            assertThat(logged.getThrown()).isSameAs(error);
        });
    }

    @Test
    void defaultExceptionHandler_canBeCalledByOthers() {
        loop.setExceptionHandler((self, report) -> {
            trace.add("mine");
            self.defaultExceptionHandler(report);
        });
        loop.callExceptionHandler(ExceptionContext.of("delegated"));

        assertThat(trace).containsExactly("mine");
        assertThat(log.messages()).containsExactly("delegated");
    }

    @Test
    @Rule("E5")
    void defaultHandlerThatFails_isLoggedItself() {
        loop.callExceptionHandler(ExceptionContext.of("cannot be told").with("value", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }));

        assertThat(log.records()).singleElement().satisfies(logged -> {
            assertThat(logged.getMessage()).isEqualTo("Exception in default exception handler");
            assertThat(logged.getThrown()).hasMessage("no text");
        });
    }

    @Test
    @Rule("E5")
    void logThatFails_isToldOnStandardError_andTheLoopGoesOn() {
        var lack = new NoClassDefFoundError("no descriptor to read a class with");
        var stderr = new ByteArrayOutputStream();
        PrintStream original = System.err;
        System.setErr(new PrintStream(stderr, true, UTF_8));
        try {
            log.failWith(lack);
            loop.callSoon(() -> {
                throw Rethrow.unchecked(error);
            });
            loop.callSoon(() -> trace.add("next"));
            loop.runUntilComplete(() -> {});
        } finally {
            System.setErr(original);
        }

        assertThat(trace).containsExactly("next");
        assertThat(stderr.toString(UTF_8)).startsWith("asyncio4j could not log 'Exception in callback ")
                .contains("': java.io.IOException: broken")
                .contains("java.lang.NoClassDefFoundError: no descriptor to read a class with");
    }

    // ---- another one ----

    @Test
    void handler_isToldInsteadOfTheLog() {
        ExceptionHandler handler = (self, report) -> trace.add(self.equals(loop) + " " + report.message());
        loop.setExceptionHandler(handler);
        assertThat(loop.getExceptionHandler()).isSameAs(handler);
        loop.callExceptionHandler(ExceptionContext.of("told"));

        assertThat(trace).containsExactly("true told");
        assertThat(log.records()).isEmpty();
    }

    @Test
    void nullHandler_restoresTheDefault() {
        loop.setExceptionHandler((_, _) -> trace.add("not called"));
        loop.setExceptionHandler(null);
        loop.callExceptionHandler(ExceptionContext.of("logged"));

        assertThat(loop.getExceptionHandler()).isNull();
        assertThat(trace).isEmpty();
        assertThat(log.messages()).containsExactly("logged");
    }

    @Test
    @Rule("E5")
    void handlerThatThrows_isLoggedTogetherWithWhatItWasTold() {
        var inHandler = new IllegalStateException("in the handler");
        loop.setExceptionHandler((_, _) -> {
            throw inHandler;
        });
        loop.callExceptionHandler(ExceptionContext.of("original").withException(error));

        assertThat(log.records()).singleElement().satisfies(logged -> {
            assertThat(logged.getMessage()).startsWith("Unhandled error in exception handler\ncontext: ")
                    .contains("original", "broken");
            assertThat(logged.getThrown()).isSameAs(inHandler);
        });
    }

    @Test
    @Rule("E5")
    void requestToEndTheProgram_passesThroughTheHandler() {
        var exit = new SystemExit(3);
        loop.setExceptionHandler((_, _) -> {
            throw exit;
        });

        assertThatThrownBy(() -> loop.callExceptionHandler(ExceptionContext.of("any"))).isSameAs(exit);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void requestToEndTheProgram_fromTheHandlerOfACallbacksError_leavesTheLoop() {
        var exit = new SystemExit(3);
        loop.setExceptionHandler((_, _) -> {
            throw exit;
        });
        loop.callSoon(() -> {
            throw Rethrow.unchecked(error);
        });
        loop.callSoon(() -> trace.add("kept"));

        assertThatThrownBy(loop::runForever).isSameAs(exit);
        assertThat(trace).isEmpty();
        loop.setExceptionHandler(null);
        loop.runUntilComplete(() -> {});
        assertThat(trace).containsExactly("kept");
    }

    // ---- where it is called ----

    @Test
    @Rule("E6")
    void handler_runsInTheContextOfTheCallback() {
        var variable = new ContextVar<String>("variable", "unset");
        loop.setExceptionHandler((_, _) -> trace.add(variable.get()));
        loop.runUntilComplete(() -> {
            variable.set("of the callback");
            loop.callSoon(() -> {
                throw Rethrow.unchecked(error);
            });
            variable.set("later");
            sleep(ZERO);
        });

        assertThat(trace).containsExactly("of the callback");
    }

    @Test
    @Rule("E6")
    void handler_runsInTheContextOfTheTask() {
        var variable = new ContextVar<String>("variable", "unset");
        loop.setExceptionHandler((_, _) -> trace.add(variable.get()));
        loop.runUntilComplete(() -> {
            Task<?> task = createTask(() -> variable.set("of the task"));
            sleep(ZERO);
            loop.callExceptionHandler(ExceptionContext.of("about the task").with("task", task));
            loop.callExceptionHandler(ExceptionContext.of("about the future").with("future", task));
            loop.callExceptionHandler(ExceptionContext.of("about neither"));
        });

        assertThat(trace).containsExactly("of the task", "of the task", "unset");
    }

    // ---- what it is told ----

    @Test
    void context_isExtendedByCopy() {
        ExceptionContext first = ExceptionContext.of("message");
        ExceptionContext second = first.with("key", "value").with("nothing", null).withException(error);

        assertThat(first.values()).containsOnlyKeys("message");
        assertThat(first.exception()).isNull();
        assertThat(second.message()).isEqualTo("message");
        assertThat(second.exception()).isSameAs(error);
        assertThat(second.get("key")).isEqualTo("value");
        assertThat(second.contains("nothing")).isTrue();
        assertThat(second.get("nothing")).isNull();
        assertThat(second.contains("missing")).isFalse();
        assertThat(second.get("missing")).isNull();
        assertThat(second.values()).isUnmodifiable();
        assertThat(second).hasToString(
                "{message=message, key=value, nothing=null, exception=java.io.IOException: broken}");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        ExceptionContext context = ExceptionContext.of("message");

        assertThatThrownBy(() -> ExceptionContext.of(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("message");
        assertThatThrownBy(() -> context.with(null, "value")).isInstanceOf(NullPointerException.class)
                .hasMessage("key");
        assertThatThrownBy(() -> context.withException(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("error");
    }
}
