package org.asyncio4j.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.net.RealLoop;

/** Runs a test in a loop of real time, and checks that it leaves no descriptor and no process behind. */
final class Leftovers {

    private static final int PATIENCE_ROUNDS = 400;

    private Leftovers() {}

    static void run(VoidCoroutine body) {
        RealLoop.run(() -> {
            warmUp();
            int before = pipes();
            body.run();
            for (int i = 0; i < PATIENCE_ROUNDS && (pipes() > before || !children().isEmpty()); i++) {
                Asyncio.sleep(Duration.ofMillis(5));
            }
            assertThat(pipes()).as("open pipes").isLessThanOrEqualTo(before);
            assertThat(children()).as("processes").isEmpty();
        });
    }

    /** The JDK opens some pipes of its own for the first process. */
    private static void warmUp() throws Exception {
        Subprocess.createSubprocessExec("true").await();
    }

    static int pipes() {
        int count = 0;
        for (String number : Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list())) {
            try {
                if (Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString().startsWith("pipe:")) {
                    count++;
                }
            } catch (IOException _) {
                // closed since
            }
        }
        return count;
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }
}
