package org.asyncio4j;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.timeoutAt;
import static org.asyncio4j.Asyncio.timeoutAtValue;
import static org.asyncio4j.Asyncio.timeoutValue;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.asyncio4j.sync.Semaphore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which programs are written: that they compile, infer the types they should, and do what they say. */
@ExtendWith(NothingLeft.class)
class FormsTest {

    private int pings;

    private String fetch(int page) throws IOException {
        sleep(ofMillis(1));
        if (page < 0) {
            throw new IOException("no page " + page);
        }
        return "page " + page;
    }

    private void ping() throws IOException {
        sleep(ofMillis(1));
        pings++;
    }

    private int answer() {
        return 42;
    }

    // ---- running ----

    @Test
    void run_takesAValueAStatementOrAMethod() {
        int value = run(() -> answer());
        int ofMethod = run(this::answer);
        String thrown = run(() -> fetch(1)); // its IOException is neither declared nor wrapped
        run(() -> {
            ping();
        });
        run(this::ping);

        assertThat(value).isEqualTo(42);
        assertThat(ofMethod).isEqualTo(42);
        assertThat(thrown).isEqualTo("page 1");
        assertThat(pings).isEqualTo(2);
    }

    @Test
    void run_ofAMethodThatThrowsACheckedException_throwsIt() {
        assertThatThrownBy(() -> run(() -> fetch(-1))).isInstanceOf(IOException.class).hasMessage("no page -1");
    }

    // ---- tasks ----

    @Test
    void createTask_takesEveryKindOfBody() {
        TestLoop.run(() -> {
            Task<String> value = createTask(() -> fetch(1));
            Task<Integer> ofMethod = createTask(this::answer);
            Task<@Nullable Void> statement = createTask(() -> ping());
            Task<@Nullable Void> ofVoidMethod = createTask(this::ping);
            Task<@Nullable Void> endless = createTask(() -> {
                while (true) {
                    ping();
                }
            });
            Task<@Nullable Void> failing = createTask(() -> {
                throw new IOException("of a body without a value");
            });
            Task<String> named = createTask(() -> {
                ping();
                return "with a name";
            }, "name");

            assertThat(await(value)).isEqualTo("page 1");
            assertThat(await(ofMethod)).isEqualTo(42);
            assertThat(statement.await()).isNull();
            assertThat(ofVoidMethod.await()).isNull();
            assertThatThrownBy(failing::await).isInstanceOf(IOException.class);
            assertThat(await(named)).isEqualTo("with a name");
            endless.cancel();
            assertThatThrownBy(endless::await).isInstanceOf(CancelledError.class);
        });
    }

    // ---- awaiting ----

    @Test
    void await_ofATask_isAFunctionAMethodOrDeclaresAnException() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> fetch(1));
            String byFunction = await(task);
            String byMethod = task.await();
            String declared;
            try {
                declared = createTask(() -> fetch(-1)).await(IOException.class);
            } catch (IOException e) {
                declared = "caught " + e.getMessage();
            }

            assertThat(byFunction).isEqualTo("page 1");
            assertThat(byMethod).isEqualTo("page 1");
            assertThat(declared).isEqualTo("caught no page -1");
        });
    }

    @Test
    void await_takesCoroutinesAndFuturesOfTheJdk() {
        TestLoop.run(() -> {
            String inPlace = await(() -> fetch(2));
            String ofStage = await(CompletableFuture.completedFuture("of a stage"));
            await(this::ping);

            assertThat(inPlace).isEqualTo("page 2");
            assertThat(ofStage).isEqualTo("of a stage");
            assertThat(pings).isOne();
        });
    }

    // ---- combinators ----

    @Test
    void gather_takesLambdasTasksAndFuturesSideBySide() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> fetch(3));
            List<String> pages = await(gather(() -> fetch(1), () -> fetch(2), task));
            List<Object> mixed = await(gather(() -> fetch(1), () -> 3));
            List<Coroutine<String>> coroutines = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int page = i;
                coroutines.add(() -> fetch(page));
            }
            List<String> more = await(gather(coroutines));
            await(gather(this::ping, this::ping));

            assertThat(pages).containsExactly("page 1", "page 2", "page 3");
            assertThat(mixed).containsExactly("page 1", 3);
            assertThat(more).containsExactly("page 0", "page 1", "page 2");
            assertThat(pings).isEqualTo(2);
        });
    }

    @Test
    void otherCombinators_inferTheirTypes() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> fetch(1));
            Future<String> shielded = shield(task);
            String inTime = waitFor(() -> fetch(2), ofSeconds(1));
            waitFor(() -> {
                ping();
            }, ofSeconds(1));
            WaitResult<Future<String>> result = Asyncio.wait(List.of(task, shielded));
            List<String> completed = new ArrayList<>();
            for (Coroutine<String> next : asCompleted(List.of(task, shielded))) {
                completed.add(await(next));
            }

            assertThat(inTime).isEqualTo("page 2");
            assertThat(result.done()).containsExactly(task, shielded);
            assertThat(completed).containsExactly("page 1", "page 1");
        });
    }

    // ---- scopes and resources ----

    @Test
    void timeout_takesAValueOrAStatement() {
        TestLoop.run(() -> {
            String value = timeout(ofSeconds(1), () -> fetch(2));
            timeout(ofSeconds(1), () -> {
                ping();
            });
            timeout(ofSeconds(1), this::ping);

            assertThat(value).isEqualTo("page 2");
            assertThat(pings).isEqualTo(2);
        });
    }

    @Test
    void timeout_handsItselfToABodyWithAParameter() {
        TestLoop.run(() -> {
            timeout(ofSeconds(1), t -> t.reschedule(null));
            timeoutAt(ofSeconds(1), t -> {
                t.reschedule(null);
                ping();
            });
            String value = timeoutValue(ofSeconds(1), _ -> fetch(2));
            int number = timeoutAtValue(null, _ -> answer());

            assertThat(value).isEqualTo("page 2");
            assertThat(number).isEqualTo(42);
            assertThat(pings).isEqualTo(1);
        });
    }

    @Test
    void resource_isGivenBackAtTheEndOfItsBlock() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(1);
            try (var _ = semaphore.acquire()) {
                assertThat(semaphore.locked()).isTrue();
                ping();
            }
            assertThat(semaphore.locked()).isFalse();
        });
    }

    // ---- what must not compile ----

    @Test
    void createTask_ofACoroutine_compiles(@TempDir Path folder) {
        assertThat(errors(folder, "Task<String> again = createTask(() -> task.await());")).isEmpty();
    }

    /** A future has started already: making a task of it is a mistake, and CPython refuses it when it runs. */
    @Test
    void createTask_ofAFuture_doesNotCompile(@TempDir Path folder) {
        assertThat(errors(folder, "Task<String> again = createTask(task);")).isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains("createTask"));
    }

    @Test
    void run_ofAFuture_doesNotCompile(@TempDir Path folder) {
        assertThat(errors(folder, "String result = run(task);")).isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains("run"));
    }

    /** What the compiler has to say against a line of a program. */
    private static List<String> errors(Path folder, String line) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        String program = """
                import static org.asyncio4j.Asyncio.*;
                import org.asyncio4j.*;

                class Program {
                    void main(Task<String> task) {
                        %s
                    }
                }
                """.formatted(line);
        List<String> options = List.of("-proc:none", "-d", folder.toString(), "-classpath", classPath());
        compiler.getTask(null, null, diagnostics, options, null, List.of(new Source(program))).call();
        return diagnostics.getDiagnostics()
                .stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ROOT))
                .toList();
    }

    /** Where the classes come from; the class path of this JVM may be a jar that only refers to others. */
    private static String classPath() {
        return Stream.of(Asyncio.class, NullMarked.class)
                .map(FormsTest::origin)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Program.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
