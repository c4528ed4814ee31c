package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class SoakTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void aSecond_leavesNothing() {
        assertThat(new Soak(Duration.ofSeconds(1), out).run()).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("0 tasks, 0 timers, no channel watched");
    }

    @Test
    @Tag("slow")
    void tenSeconds_leaveNothing() {
        assertThat(new Soak(Duration.ofSeconds(10), out).run()).isEmpty();
    }
}
