package org.asyncio4j.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockSendall;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessShell;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.net.EveryTick;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes, their streams and their ends. */
@ExtendWith(NothingLeft.class)
class ProcessTest {

    private static final ProcessOptions OUT = ProcessOptions.defaults().withStdout(Stdio.PIPE);
    private static final ProcessOptions IN_OUT = OUT.withStdin(Stdio.PIPE);

    private static Process sleeper() throws Exception {
        return createSubprocessExec("sleep", "30");
    }

    private static StreamReader stdout(Process process) {
        return Objects.requireNonNull(process.stdout());
    }

    private static StreamWriter stdin(Process process) {
        return Objects.requireNonNull(process.stdin());
    }

    // ---- starting ----

    @Test
    void aProgramThatIsNotThere_isNamedAndLeavesNothing() {
        Leftovers.run(() -> {
            assertThatThrownBy(() -> createSubprocessExec(List.of("no-such-program"), IN_OUT))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage("no-such-program");
            assertThatThrownBy(() -> createSubprocessExec(List.of("true"), IN_OUT.withCwd(Path.of("/no/such/place"))))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage("/no/such/place");
        });
    }

    @Test
    void startThatIsCancelled_givesUpThePipesThatItHasMade() {
        EveryTick.cancelAt(trial -> {
            List<Pipe> pipes = new ArrayList<>();
            Process process = trial.cancel(() -> Process.of(started(pipes), 1), () -> {});
            if (process != null) {
                process.close();
            }
            for (Pipe pipe : pipes) {
                boolean toProcess = pipe.equals(pipes.getFirst());
                assertThatThrownBy(() -> {
                    if (toProcess) {
                        sockSendall(pipe.sink(), new byte[1]);
                    } else {
                        sockRecv(pipe.source(), 1);
                    }
                }).as("no transport has the pipe").isInstanceOf(ClosedChannelException.class);
                pipe.sink().close();
                pipe.source().close();
            }
        });
    }

    private static Launch.Started started(List<Pipe> pipes) throws IOException {
        for (int i = 0; i < 3; i++) {
            pipes.add(Pipe.open());
        }
        return new Launch.Started(new ProcessBuilder("sleep", "30").start(), pipes.get(0).sink(),
                pipes.get(1).source(), pipes.get(2).source());
    }

    @Test
    void aFileThatIsNoProgram_isNotStarted(@TempDir Path directory) {
        Leftovers.run(() -> {
            Path text = Files.writeString(directory.resolve("text"), "no program");
            assertThatThrownBy(() -> createSubprocessExec(text.toString())).isInstanceOf(AccessDeniedException.class);
        });
    }

    @Test
    void optionsThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> OUT.withStdout(Stdio.STDOUT)).hasMessageContaining("only stderr can be merged");
        assertThatThrownBy(() -> OUT.withStdin(Stdio.append(Path.of("x")))).hasMessageContaining("for output");
        assertThatThrownBy(() -> OUT.withLimit(0)).hasMessage("Limit cannot be <= 0");
        Leftovers.run(() -> assertThatThrownBy(() -> createSubprocessExec(List.of(), OUT))
                .hasMessageContaining("the command is empty"));
    }

    @Test
    void filesAndNowhere_standForStreams(@TempDir Path directory) {
        Leftovers.run(() -> {
            Path in = Files.writeString(directory.resolve("in"), "from a file\n");
            Path out = directory.resolve("out");
            ProcessOptions options = ProcessOptions.defaults().withStdin(Stdio.file(in));
            createSubprocessExec(List.of("cat"), options.withStdout(Stdio.file(out))).await();
            createSubprocessExec(List.of("cat"), options.withStdout(Stdio.append(out))).await();
            createSubprocessExec(List.of("cat"), options.withStdout(Stdio.DEVNULL)).await();
            assertThat(out).hasContent("from a file\nfrom a file\n");

            Process nothing = createSubprocessExec(List.of("cat"), OUT.withStdin(Stdio.DEVNULL));
            assertThat(nothing.communicate().stdout()).isEmpty();
        });
    }

    @Test
    void anEnvironmentThatIsGiven_isTheWholeOne() {
        Leftovers.run(() -> {
            Process env = createSubprocessExec(List.of("env"), OUT.withEnv(Map.of("ONLY", "this")));
            assertThat(env.communicate().stdout(UTF_8)).isEqualTo("ONLY=this\n");
        });
    }

    @Test
    @Rule("P2")
    void aTaskCancelledWhileItStartsAProcess_leavesNoProcess() {
        Leftovers.run(() -> {
            for (int turns = 0; turns < 20; turns++) {
                Task<Process> starting = createTask(() -> createSubprocessExec(List.of("sleep", "30"), IN_OUT));
                for (int i = 0; i < turns; i++) {
                    sleep(ofMillis(i % 2));
                }
                starting.cancel();
                try (Process _ = starting.await()) {
                    // it was faster than the cancellation
                } catch (CancelledError _) {
                    // nobody has it: it must not run on
                }
            }
        });
    }

    // ---- streams ----

    @Test
    void noThreadWaitsAtAPipe() {
        Leftovers.run(() -> {
            Set<String> before = threads();
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                processes.add(createSubprocessExec(List.of("cat"), IN_OUT.withStderr(Stdio.PIPE)));
            }
            sleep(ofMillis(300)); // the threads that started them have ended
            Set<String> more = threads();
            more.removeAll(before);
            assertThat(more).noneMatch(name -> name.startsWith("asyncio4j") || name.startsWith("asyncio_"));
            processes.forEach(Process::close);
        });
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @Test
    void aProcess_isTalkedToLineByLine() {
        Leftovers.run(() -> {
            Process cat = createSubprocessExec(List.of("cat"), IN_OUT);
            for (int i = 0; i < 100; i++) {
                stdin(cat).write("line " + i + "\n", UTF_8);
                stdin(cat).drain();
                assertThat(stdout(cat).readline(UTF_8)).isEqualTo("line " + i + "\n");
            }
            stdin(cat).close();
            assertThat(stdout(cat).read()).isEmpty();
            assertThat(cat.await()).isZero();
        });
    }

    @Test
    void aProcessThatEndsWhileItIsWrittenTo_makesDrainFail() {
        Leftovers.run(() -> {
            Process head = createSubprocessExec(List.of("true"), IN_OUT);
            head.await();
            stdin(head).write(new byte[100_000]);
            assertThatThrownBy(() -> {
                stdin(head).drain();
                stdin(head).drain();
            }).isInstanceOf(IOException.class);
            stdout(head).read();
        });
    }

    @Test
    void theInputOfAProcessThatHasEnded_isClosed() {
        Leftovers.run(() -> {
            Process process = createSubprocessExec(List.of("sleep", "0.05"),
                    ProcessOptions.defaults().withStdin(Stdio.PIPE));
            assertThat(process.await()).isZero();
            stdin(process).waitClosed();
        });
    }

    @Test
    void aReaderThatPauses_holdsTheProcessUp() {
        Leftovers.run(() -> {
            try (Process yes = createSubprocessExec(List.of("yes"), OUT.withLimit(1000))) {
                sleep(ofMillis(50));
                assertThat(stdout(yes).toString()).contains("paused");
                assertThat(stdout(yes).readexactly(1_000_000)).hasSize(1_000_000);
            }
        });
    }

    // ---- communicate ----

    @Test
    void bothOutputsOfAProcess_areReadAtTheSameTime() {
        Leftovers.run(() -> {
            Process both = createSubprocessShell(
                    "for i in 1 2 3 4 5; do head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2; done",
                    OUT.withStderr(Stdio.PIPE));
            ProcessOutput output = both.communicate();
            assertThat(output.stdout()).hasSize(1_000_000);
            assertThat(output.stderr()).hasSize(1_000_000);
            assertThat(output).hasToString("<ProcessOutput stdout=1000000 bytes stderr=1000000 bytes>");
        });
    }

    @Test
    void inputThatNobodyReads_isNoError() {
        Leftovers.run(() -> {
            Process deaf = createSubprocessExec(List.of("true"), IN_OUT);
            assertThat(deaf.communicate(new byte[1_000_000]).stdout()).isEmpty();
            assertThat(deaf.returncode()).isZero();
        });
    }

    @Test
    @Rule("P3")
    void communicateThatRanOutOfTime_losesNothing() {
        Leftovers.run(() -> {
            byte[] input = new byte[500_000];
            Arrays.fill(input, (byte) 'x');
            Process slow = createSubprocessShell("echo early; echo oops >&2; sleep 0.3; cat",
                    IN_OUT.withStderr(Stdio.PIPE));
            assertThatThrownBy(() -> slow.communicate(input, ofMillis(100))).isInstanceOf(TimeoutError.class);
            assertThat(slow.returncode()).isNull();
            assertThatThrownBy(() -> slow.communicate(input))
                    .hasMessage("Cannot send input after starting communication");
            ProcessOutput output = slow.communicate();
            assertThat(output.stdout(UTF_8)).startsWith("early\nxxx").hasSize(input.length + "early\n".length());
            assertThat(output.stderr(UTF_8)).isEqualTo("oops\n");
        });
    }

    @Test
    @Rule("P3")
    void communicateCancelledAtAnyTime_losesNothing() {
        Leftovers.run(() -> {
            Process counting = createSubprocessShell("seq 1 200000; seq 1 1000 >&2; sleep 0.1",
                    OUT.withStderr(Stdio.PIPE));
            @Nullable
            ProcessOutput output = null;
            int cancelled = 0;
            while (output == null) {
                Task<ProcessOutput> reading = createTask(() -> counting.communicate());
                sleep(ofMillis(1 + cancelled % 7));
                reading.cancel();
                try {
                    output = reading.await();
                } catch (CancelledError _) {
                    cancelled++;
                }
            }
            assertThat(cancelled).isPositive();
            assertThat(output.stdout(UTF_8).lines()).hasSize(200_000).last().isEqualTo("200000");
            assertThat(output.stderr(UTF_8).lines()).hasSize(1000);
        });
    }

    @Test
    void inputForAProcessWithoutAPipe_isRefused() {
        Leftovers.run(() -> {
            Process process = createSubprocessExec("true");
            assertThatThrownBy(() -> process.communicate(new byte[1]))
                    .hasMessage("Cannot send input to " + process + ": its stdin is not a pipe");
            assertThat(process.communicate().stdout()).isNull();
            assertThat(process).hasToString("<Process " + process.pid() + ">");
        });
    }

    // ---- the end ----

    @Test
    @Rule("P4")
    void severalTasksWaitForOneProcess_andCancellingOneHarmsNobody() {
        Leftovers.run(() -> {
            Process process = createSubprocessShell("sleep 0.1; exit 5");
            Task<Integer> first = createTask(() -> process.await());
            Task<Integer> second = createTask(() -> process.await());
            sleep(ofMillis(10));
            first.cancel();
            assertThat(second.await()).isEqualTo(5);
            assertThat(first.cancelled()).isTrue();
        });
    }

    @Test
    @Rule("P4")
    void theEndOfAProcess_isNoticedWhileItsPipesAreStillOpen() {
        Leftovers.run(() -> {
            Process parent = createSubprocessShell("sleep 0.5 & exit 0", OUT);
            assertThat(waitFor(() -> parent.await(), ofMillis(400))).isZero();
            assertThat(stdout(parent).read()).isEmpty();
        });
    }

    @Test
    void signals_endAProcessWithTheirNegativeNumber() {
        Leftovers.run(() -> {
            for (String signal : List.of("SIGTERM", "TERM", "SIGKILL", "SIGUSR1", "USR2")) {
                Process process = sleeper();
                process.sendSignal(signal);
                assertThat(process.await())
                        .isEqualTo(Map.of("SIGTERM", -15, "TERM", -15, "SIGKILL", -9, "SIGUSR1", -10, "USR2", -12)
                                .get(signal));
            }
        });
    }

    @Test
    void aSignalThatDoesNotExist_isRefused() {
        Leftovers.run(() -> {
            try (Process process = sleeper()) {
                assertThatThrownBy(() -> process.sendSignal("SIGNOTHING")).hasMessage("invalid signal SIGNOTHING");
                assertThatThrownBy(() -> process.sendSignal("9; reboot")).hasMessage("invalid signal 9; reboot");
            }
        });
    }

    @Test
    void aSignalForAProcessThatHasEnded_isALookupError() {
        Leftovers.run(() -> {
            Process process = createSubprocessExec("true");
            process.await();
            assertThatThrownBy(process::kill).isInstanceOf(ProcessLookupError.class)
                    .hasMessage(process + " has ended with 0");
            assertThatThrownBy(process::terminate).isInstanceOf(ProcessLookupError.class);
            assertThatThrownBy(() -> process.sendSignal("USR1")).isInstanceOf(ProcessLookupError.class);
        });
    }

    @Test
    void closing_killsAndDropsWhatWasNotRead() {
        Leftovers.run(() -> {
            Process yes = createSubprocessExec(List.of("yes"), IN_OUT.withStderr(Stdio.PIPE));
            sleep(ofMillis(20));
            yes.close();
            assertThat(yes.returncode()).isEqualTo(-9);
            yes.close();
        });
    }

    @Test
    void aTaskCancelledInABlockWithAProcess_killsIt() {
        Leftovers.run(() -> {
            Task<@Nullable Void> task = createTask(() -> {
                try (Process process = sleeper()) {
                    process.await();
                }
            });
            sleep(ofMillis(50));
            task.cancel();
            assertThatThrownBy(() -> waitFor(task, ofSeconds(5))).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void aLoopThatIsClosedBeforeAProcessEnds_isNotToldOfIt() throws Exception {
        List<Process> started = new ArrayList<>();
        Asyncio.run(() -> {
            started.add(createSubprocessExec("sleep", "0.2"));
        });
        ProcessHandle handle = ProcessHandle.of(started.getFirst().pid()).orElseThrow();
        handle.onExit().get();
        assertThat(started.getFirst().returncode()).isNull();
    }
}
