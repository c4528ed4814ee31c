package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.ChildJvm.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ctrl-C, and a request to terminate, while a program runs in its loop. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class StopSignalsTest {

    /** Says when it is ready to be interrupted, and what becomes of it. */
    static final class Program {

        private static final Duration FOREVER = Duration.ofDays(1);

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            switch (arguments[0]) {
                case "sleeps" -> Asyncio.run(Program::sleep);
                case "goes on" -> System.out.println(Asyncio.run(Program::goOn));
                case "catches" -> catchIt();
                case "cleans up for ever" -> Asyncio.run(Program::cleanUpForEver);
                case "spins for ever" -> Asyncio.run(Program::spinForEver);
                case "has other tasks" -> Asyncio.run(Program::waitBesideOthers);
                case "runs elsewhere" -> Thread.ofPlatform().start(() -> Asyncio.run(Program::sleep)).join();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void sleep() {
            try {
                System.out.println("ready");
                Asyncio.sleep(FOREVER);
            } finally {
                System.out.println("cleaned up");
            }
        }

        private static String goOn() {
            try {
                System.out.println("ready");
                Asyncio.sleep(FOREVER);
            } catch (CancelledError _) {
                Asyncio.sleep(Duration.ofMillis(1));
            }
            return "went on";
        }

        private static void catchIt() {
            try {
                Asyncio.run(Program::sleep);
            } catch (KeyboardInterrupt | SystemExit request) {
                System.out.println("caught " + request + ", because of " + request.getCause());
            }
        }

        private static void cleanUpForEver() {
            try {
                System.out.println("ready");
                Asyncio.sleep(FOREVER);
            } finally {
                System.out.println("cleaning up");
                Asyncio.sleep(FOREVER);
            }
        }

        private static void spinForEver() {
            try {
                System.out.println("ready");
                Asyncio.sleep(FOREVER);
            } finally {
                System.out.println("cleaning up");
                boolean enough = false;
                while (!enough) {
                    Thread.onSpinWait();
                }
            }
        }

        private static void waitBesideOthers() {
            Asyncio.createTask(() -> {
                try {
                    Asyncio.sleep(FOREVER);
                } finally {
                    Asyncio.sleep(Duration.ofMillis(1));
                    System.out.println("other task cleaned up");
                }
            });
            Asyncio.sleep(Duration.ZERO);
            sleep();
        }
    }

    @Test
    void interrupt_whileTheMainTaskSleeps_runsItsFinallyBlockAndEndsQuietly() throws Exception {
        try (ChildJvm child = start("sleeps")) {
            child.awaitLine("ready");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(130, List.of("ready", "cleaned up"), List.of()));
        }
    }

    @Test
    @Rule("R6")
    void interrupt_whenTheMainTaskGoesOn_letsItReturn() throws Exception {
        try (ChildJvm child = start("goes on")) {
            child.awaitLine("ready");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(0, List.of("ready", "went on"), List.of()));
        }
    }

    @Test
    @Rule("R6")
    void interrupt_canBeCaughtByTheProgram() throws Exception {
        try (ChildJvm child = start("catches")) {
            child.awaitLine("ready");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(0,
                    List.of("ready", "cleaned up",
                            "caught org.asyncio4j.KeyboardInterrupt, because of org.asyncio4j.CancelledError [signal]"),
                    List.of()));
        }
    }

    @Test
    void interrupt_letsTheOtherTasksCleanUpToo() throws Exception {
        try (ChildJvm child = start("has other tasks")) {
            child.awaitLine("ready");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(
                    new Outcome(130, List.of("ready", "cleaned up", "other task cleaned up"), List.of()));
        }
    }

    @Test
    @Rule("R7")
    void secondInterrupt_duringAStubbornCleanup_leavesAtOnce() throws Exception {
        try (ChildJvm child = start("cleans up for ever")) {
            child.awaitLine("ready");
            child.interrupt();
            child.awaitLine("cleaning up");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(130, List.of("ready", "cleaning up"), List.of()));
        }
    }

    @Test
    @Rule("R9")
    void thirdInterrupt_endsAProgramWhoseLoopIsStuck() throws Exception {
        try (ChildJvm child = start("spins for ever")) {
            child.awaitLine("ready");
            child.interrupt();
            child.awaitLine("cleaning up");
            child.interruptUntilItEnds();

            assertThat(child.outcome()).isEqualTo(new Outcome(130, List.of("ready", "cleaning up"), List.of()));
        }
    }

    @Test
    @Rule("R7")
    void interrupt_whenTheLoopIsNotInTheMainThread_isLeftToTheJvm() throws Exception {
        try (ChildJvm child = start("runs elsewhere")) {
            child.awaitLine("ready");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(130, List.of("ready"), List.of()));
        }
    }

    @Test
    @Rule("R8")
    void terminate_whileTheMainTaskSleeps_letsAllCleanUpAndEndsQuietly() throws Exception {
        try (ChildJvm child = start("has other tasks")) {
            child.awaitLine("ready");
            child.terminate();

            assertThat(child.outcome()).isEqualTo(
                    new Outcome(143, List.of("ready", "cleaned up", "other task cleaned up"), List.of()));
        }
    }

    @Test
    @Rule("R8")
    void terminate_canBeCaughtByTheProgram() throws Exception {
        try (ChildJvm child = start("catches")) {
            child.awaitLine("ready");
            child.terminate();

            assertThat(child.outcome()).isEqualTo(new Outcome(0, List.of("ready", "cleaned up",
                    "caught org.asyncio4j.SystemExit: exit status 143, because of org.asyncio4j.CancelledError [signal]"),
                    List.of()));
        }
    }

    @Test
    void interruptAfterTerminate_duringAStubbornCleanup_leavesAtOnce() throws Exception {
        try (ChildJvm child = start("cleans up for ever")) {
            child.awaitLine("ready");
            child.terminate();
            child.awaitLine("cleaning up");
            child.interrupt();

            assertThat(child.outcome()).isEqualTo(new Outcome(130, List.of("ready", "cleaning up"), List.of()));
        }
    }

    private static ChildJvm start(String what) throws Exception {
        return ChildJvm.start(ChildJvm.sameCarrier(), Program.class, what);
    }
}
