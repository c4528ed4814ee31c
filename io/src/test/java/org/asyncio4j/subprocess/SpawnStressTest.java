package org.asyncio4j.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Random;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.sync.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many processes, which leave no zombie and no descriptor. */
@ExtendWith(NothingLeft.class)
class SpawnStressTest {

    private static final int AT_ONCE = 16;

    @Test
    void twoHundredProcesses_leaveNothing() {
        spawn(200, 1);
    }

    @Test
    @Tag("slow")
    void tenThousandProcesses_leaveNothing() {
        spawn(10_000, 2);
    }

    /** Processes that echo, that fail to start, and that are killed in the middle, in an order given by a seed. */
    private static void spawn(int count, long seed) {
        var random = new Random(seed);
        Leftovers.run(() -> {
            var free = new Semaphore(AT_ONCE);
            taskGroup(group -> {
                for (int i = 0; i < count; i++) {
                    int kind = random.nextInt(10);
                    String word = "word " + i;
                    group.createTask(() -> {
                        try (var _ = free.acquire()) {
                            one(kind, word);
                        }
                    });
                }
            });
        });
    }

    private static void one(int kind, String word) throws Exception {
        ProcessOptions pipes = ProcessOptions.defaults()
                .withStdin(Stdio.PIPE)
                .withStdout(Stdio.PIPE)
                .withStderr(Stdio.PIPE);
        switch (kind) {
            case 0 -> {
                try {
                    createSubprocessExec(List.of("/no/such/program"), pipes);
                } catch (NoSuchFileException _) {
                    return;
                }
                throw new AssertionError("a program that is not there was started");
            }
            case 1 -> createSubprocessExec(List.of("sleep", "30"), pipes).close();
            default -> {
                Process cat = createSubprocessExec(List.of("cat"), pipes);
                assertThat(cat.communicate(word.getBytes(UTF_8)).stdout(UTF_8)).isEqualTo(word);
                assertThat(cat.returncode()).isZero();
            }
        }
    }
}
