package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primitive that a program writes on {@link WaitQueue}: the sample in its text compiles and does what it says. */
@ExtendWith(NothingLeft.class)
class ReadWriteLockTest {

    private final List<String> trace = new ArrayList<>();
    private final ReadWriteLock lock = new ReadWriteLock();

    private void reader(String name) {
        createTask(() -> {
            lock.lockRead();
            use(name);
        }, name);
    }

    private void writer(String name) {
        createTask(() -> {
            lock.lockWrite();
            use(name);
        }, name);
    }

    private void use(String name) {
        trace.add("+" + name);
        sleep(ZERO);
        trace.add("-" + name);
        lock.unlock();
    }

    @Test
    void readers_shareIt_andWritersAreAlone() {
        TestLoop.run(() -> {
            reader("r1");
            reader("r2");
            writer("w1");
            writer("w2");
            reader("r3");
            sleep(ZERO);
            assertThat(lock).hasToString("<ReadWriteLock [readers:3, waiters:2 ('w1', 'w2')]>");
            for (int tick = 0; tick < 6; tick++) {
                sleep(ZERO);
            }
            assertThat(trace).containsExactly("+r1", "+r2", "+r3", "-r1", "-r2", "-r3", "+w1", "-w1", "+w2", "-w2");
            assertThat(lock).hasToString("<ReadWriteLock [readers:0]>");
        });
    }

    @Test
    void sampleInTheText_isThisClass() throws IOException {
        String text = Files.readString(Path.of("src/main/java/org/asyncio4j/sync/WaitQueue.java"));
        int begin = text.indexOf("final class ReadWriteLock");
        List<String> sample = words(text.substring(begin, text.indexOf(" * }</pre>", begin)).replace("\n * ", "\n"));
        String source = Files.readString(Path.of("src/test/java/org/asyncio4j/sync/ReadWriteLock.java"));

        assertThat(words(source.substring(source.indexOf("final class")).replace("@Override", ""))).isEqualTo(sample);
    }

    private static List<String> words(String code) {
        return List.of(code.replace("\n *\n", "\n").trim().split("\\s+", -1));
    }
}
