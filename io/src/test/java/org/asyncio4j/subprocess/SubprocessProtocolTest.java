package org.asyncio4j.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.subprocess.Subprocess.subprocessExec;
import static org.asyncio4j.subprocess.Subprocess.subprocessShell;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.transport.SubprocessProtocol;
import org.asyncio4j.transport.SubprocessTransport;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a protocol is told of a process; compared with what CPython's is. */
@ExtendWith(NothingLeft.class)
class SubprocessProtocolTest {

    private static final ProcessOptions OUT = ProcessOptions.defaults().withStdout(Stdio.PIPE);

    /** Writes down what it is told. */
    private static final class Recorder implements SubprocessProtocol {

        private final List<String> events = new ArrayList<>();
        private final StringBuilder output = new StringBuilder();
        private final Future<Boolean> exited = getRunningLoop().createFuture();
        private final Future<Boolean> end = getRunningLoop().createFuture();
        private @Nullable SubprocessTransport transport;

        @Override
        public void connectionMade(SubprocessTransport made) {
            transport = made;
            events.add("made");
        }

        @Override
        public void pipeDataReceived(int fd, byte[] data) {
            output.append(new String(data, UTF_8));
            events.add("data " + fd);
        }

        @Override
        public void pipeConnectionLost(int fd, @Nullable Throwable error) {
            events.add("lost " + fd + (error instanceof IOException ? " by an error" : ""));
        }

        @Override
        public void processExited() {
            events.add("exited " + Objects.requireNonNull(transport).getReturncode());
            exited.setResult(true);
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            events.add("end " + error);
            end.setResult(true);
        }

        @Override
        public void pauseWriting() {
            events.add("pause");
        }
    }

    private static Transport pipe(ConnectedProcess<?> process, int fd) {
        return Objects.requireNonNull(process.transport().getPipeTransport(fd));
    }

    // ---- the order ----

    @Test
    @Rule("P1")
    void connectionMade_comesFirst_andConnectionLostLast() {
        Leftovers.run(() -> {
            for (int i = 0; i < 10; i++) {
                var process = subprocessShell(Recorder::new, "echo hi; echo oops >&2; exit 3");
                assertThat(process.protocol().events).startsWith("made");
                process.protocol().end.await();
                assertThat(process.protocol().events).startsWith("made")
                        .endsWith("end null")
                        .containsExactlyInAnyOrder("made", "data 1", "lost 1", "data 2", "lost 2", "lost 0", "exited 3",
                                "end null")
                        .containsSubsequence("data 1", "lost 1")
                        .containsSubsequence("data 2", "lost 2");
                assertThat(process.transport().isClosing()).isFalse();
            }
        });
    }

    @Test
    @Rule("P1")
    void processWithoutPipes_hasNothingToWaitForButItsEnd() {
        Leftovers.run(() -> {
            var process = subprocessShell(Recorder::new, "exit 4", ProcessOptions.defaults());
            process.protocol().end.await();
            assertThat(process.protocol().events).containsExactly("made", "exited 4", "end null");
            assertThat(process.transport().getPipeTransport(1)).isNull();
        });
    }

    @Test
    @Rule("P1")
    void outputThatIsHeldOpenByAnother_isWaitedFor() {
        Leftovers.run(() -> {
            var process = subprocessShell(Recorder::new, "(sleep 0.3; echo late) & exit 0", OUT);
            process.protocol().exited.await();
            assertThat(process.protocol().events).containsExactly("made", "exited 0");
            process.transport().kill(); // nobody is there
            process.protocol().end.await();
            assertThat(process.protocol().events).containsExactly("made", "exited 0", "data 1", "lost 1", "end null");
        });
    }

    // ---- pipes ----

    @Test
    void input_isWrittenAndEnded() {
        Leftovers.run(() -> {
            var process = subprocessExec(Recorder::new, "cat");
            pipe(process, 0).write("text".getBytes(UTF_8));
            pipe(process, 0).writeEof();
            process.protocol().end.await();
            assertThat(process.protocol().output).hasToString("text");
            assertThat(process.protocol().events).containsSubsequence("lost 0", "data 1", "lost 1", "end null");
        });
    }

    @Test
    void inputThatNobodyReads_isLostByAnErrorWithTheProcess() {
        Leftovers.run(() -> {
            var process = subprocessShell(Recorder::new, "exec sleep 0.1",
                    ProcessOptions.defaults().withStdin(Stdio.PIPE));
            pipe(process, 0).write(new byte[200_000]);
            process.protocol().end.await();
            assertThat(process.protocol().events)
                    .containsExactlyInAnyOrder("made", "pause", "lost 0 by an error", "exited 0", "end null")
                    .startsWith("made", "pause")
                    .endsWith("end null");
        });
    }

    @Test
    void errorsMerged_comeByTheOutput() {
        Leftovers.run(() -> {
            var process = subprocessShell(Recorder::new, "echo a; echo b >&2", OUT.withStderr(Stdio.STDOUT));
            process.protocol().end.await();
            assertThat(process.protocol().output).hasToString("a\nb\n");
            assertThat(process.transport().getPipeTransport(2)).isNull();
        });
    }

    @Test
    void pausedOutput_waits() {
        Leftovers.run(() -> {
            var process = subprocessShell(Recorder::new, "read go; echo text", OUT.withStdin(Stdio.PIPE));
            pipe(process, 1).pauseReading();
            pipe(process, 0).write("go\n".getBytes(UTF_8));
            process.protocol().exited.await();
            assertThat(process.protocol().events).doesNotContain("lost 1");
            pipe(process, 1).resumeReading();
            process.protocol().end.await();
            assertThat(process.protocol().output).hasToString("text\n");
        });
    }

    @Test
    void anotherProtocol_isToldOfWhatComesFromThenOn() {
        Leftovers.run(() -> {
            var process = subprocessExec(Recorder::new, "cat");
            var next = new Recorder();
            next.transport = process.transport();
            process.transport().setProtocol(next);
            assertThat(process.transport().getProtocol()).isSameAs(next);
            pipe(process, 0).close();
            next.end.await();
            assertThat(process.protocol().events).containsExactly("made");
            assertThat(next.events).endsWith("end null");
        });
    }

    // ---- the end ----

    @Test
    void closing_killsAndTellsOfEverything() {
        Leftovers.run(() -> {
            var process = subprocessExec(Recorder::new, "sleep", "30");
            process.transport().close();
            process.transport().close();
            assertThat(process.transport().isClosing()).isTrue();
            process.protocol().end.await();
            assertThat(process.protocol().events)
                    .containsExactly("made", "lost 0", "lost 1", "lost 2", "exited -9", "end null");
            assertThat(process.transport())
                    .hasToString("<SubprocessTransport pid=" + process.transport().getPid() + " returncode=-9 closed>");
        });
    }

    @Test
    void signals_areSentWithoutWaiting() {
        Leftovers.run(() -> {
            var process = subprocessExec(Recorder::new, "sleep", "30");
            process.transport().sendSignal("SIGUSR1");
            process.protocol().end.await();
            assertThat(process.transport().getReturncode()).isEqualTo(-10);

            var other = subprocessExec(Recorder::new, "sleep", "30");
            assertThatThrownBy(() -> other.transport().sendSignal("SIGNOTHING").await())
                    .hasMessage("invalid signal SIGNOTHING");
            assertThatThrownBy(() -> other.transport().sendSignal("9; x")).hasMessage("invalid signal 9; x");
            other.transport().terminate();
            other.protocol().end.await();
            assertThat(other.transport().getReturncode()).isEqualTo(-15);
        });
    }

    @Test
    void processWhoseConnectionIsLost_isNotThereAnyMore() {
        Leftovers.run(() -> {
            var process = subprocessExec(Recorder::new, "true");
            SubprocessTransport transport = process.transport();
            process.protocol().end.await();
            assertThatThrownBy(transport::kill).isInstanceOf(ProcessLookupError.class)
                    .hasMessage("<SubprocessTransport pid=" + transport.getPid() + " returncode=0> has ended with 0");
            assertThatThrownBy(transport::terminate).isInstanceOf(ProcessLookupError.class);
            assertThatThrownBy(() -> transport.sendSignal("USR1")).isInstanceOf(ProcessLookupError.class);
            transport.close();
        });
    }

    @Test
    void programThatIsNotThere_tellsTheProtocolNothing() {
        Leftovers.run(() -> {
            List<Recorder> made = new ArrayList<>();
            assertThatThrownBy(() -> subprocessExec(() -> {
                made.add(new Recorder());
                return made.getFirst();
            }, "no-such-program")).isInstanceOf(NoSuchFileException.class);
            assertThat(made.getFirst().events).isEmpty();
        });
    }

    @Test
    @Rule("P2")
    void startCancelledAtAnyTime_leavesNoProcess_andTellsOfBothEndsOrNone() {
        Leftovers.run(() -> {
            for (int turns = 0; turns < 30; turns++) {
                List<Recorder> made = new ArrayList<>();
                Task<?> starting = createTask(() -> subprocessExec(() -> {
                    made.add(new Recorder());
                    return made.getFirst();
                }, "sleep", "30").transport());
                for (int i = 0; i < turns; i++) {
                    sleep(ofMillis(i % 2));
                }
                starting.cancel();
                try {
                    ((SubprocessTransport) starting.await()).close();
                } catch (CancelledError _) {
                    // nobody has it
                }
                if (!made.isEmpty() && made.getFirst().transport != null) {
                    made.getFirst().end.await();
                    assertThat(made.getFirst().events).startsWith("made")
                            .containsOnlyOnce("exited -9")
                            .endsWith("end null");
                }
            }
        });
    }

    @Test
    void errorInTheProtocol_isReportedAndTheTransportGoesOn() {
        assertThat(RealLoop.reportsOf(() -> {
            var process = subprocessShell(() -> new SubprocessProtocol() {
                @Override
                public void pipeDataReceived(int fd, byte[] data) throws Exception {
                    throw new Exception("in the protocol");
                }
            }, "echo a", OUT);
            while (process.transport().getReturncode() == null) {
                sleep(ofMillis(5));
            }
        })).singleElement()
                .satisfies(report -> assertThat(report.exception()).hasMessage("in the protocol"));
    }
}
