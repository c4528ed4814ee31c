package org.asyncio4j.signal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.signal.Signals.addSignalHandler;
import static org.asyncio4j.signal.Signals.removeSignalHandler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.asyncio4j.Asyncio;
import org.asyncio4j.ContextVar;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.sync.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handlers of signals. */
@ExtendWith(NothingLeft.class)
class SignalsTest {

    @Test
    void aSignal_wakesTheLoopAndRunsItsCallbackThere() {
        RealLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var variable = new ContextVar<String>("variable");
            var came = new Event();
            List<Object> seen = new ArrayList<>();
            variable.set("of the registration");
            addSignalHandler("SIGUSR2", () -> {
                seen.add(getRunningLoop() == loop);
                seen.add(variable.get());
                came.set();
            });
            variable.set("later");
            JvmSignals.raise("USR2");
            waitFor(() -> came.await(), ofSeconds(5));
            assertThat(seen).containsExactly(true, "of the registration");
            assertThat(removeSignalHandler("USR2")).isTrue();
            assertThat(removeSignalHandler("SIGUSR2")).isFalse();
        });
    }

    @Test
    void aSecondHandler_replacesTheFirst() {
        RealLoop.run(() -> {
            var came = new Event();
            List<String> seen = new ArrayList<>();
            addSignalHandler("SIGUSR2", () -> seen.add("first"));
            addSignalHandler("SIGUSR2", () -> {
                seen.add("second");
                came.set();
            });
            JvmSignals.raise("USR2");
            waitFor(() -> came.await(), ofSeconds(5));
            assertThat(seen).containsExactly("second");
            removeSignalHandler("SIGUSR2");
        });
    }

    @Test
    void aSignalThatIsNotThereOrNotToBeHad_isRefused() {
        RealLoop.run(() -> {
            assertThatThrownBy(() -> addSignalHandler("SIGNOTHING", () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("invalid signal SIGNOTHING: this system has no such signal");
            for (String reserved : List.of("SIGKILL", "SIGSEGV")) {
                assertThatThrownBy(() -> addSignalHandler(reserved, () -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("sig " + reserved + " cannot be caught: the system or the JVM keeps it");
            }
        });
    }

    @Test
    void aSignalForALoopThatIsClosed_goesToWhoHadItBefore() throws Exception {
        var before = new CountDownLatch(1);
        Object original = JvmSignals.put("USR2", JvmSignals.newHandler("USR2", before::countDown));
        try {
            Asyncio.run(() -> addSignalHandler("SIGUSR2", () -> {}));
            JvmSignals.raise("USR2");
            assertThat(before.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(removeSignalHandler("SIGUSR2")).isFalse();
        } finally {
            JvmSignals.put("USR2", original);
        }
    }

    @Test
    void ctrlC_isHandledInEachRun_andIsTheSystemsOwnAfterwards() {
        for (int run = 0; run < 3; run++) {
            RealLoop.run(() -> {
                var came = new Event();
                addSignalHandler("SIGINT", came::set);
                JvmSignals.raise("INT");
                waitFor(() -> came.await(), ofSeconds(5));
            });
        }
        assertThat(removeSignalHandler("SIGINT")).isTrue();
        Object found = JvmSignals.put("INT", JvmSignals.newHandler("INT", () -> {}));
        JvmSignals.put("INT", found);
        assertThat(found.getClass().getName()).startsWith("sun.misc.");
    }
}
