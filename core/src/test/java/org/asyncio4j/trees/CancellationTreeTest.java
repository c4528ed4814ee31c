package org.asyncio4j.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random trees of groups, timeouts, shields and gathers, with failures and cancellations inside and from outside, do what a
 * model of asyncio says: every outcome, every count of requests, in the same order at the same times.
 */
@ExtendWith(NothingLeft.class)
class CancellationTreeTest {

    private static final int SHORT = 10_000;
    private static final int LONG = 1_000_000;

    @Test
    @Rule("C18")
    void randomTrees_doWhatTheModelSays() {
        assertThat(firstDifference(SHORT, null)).isNull();
    }

    @Test
    @Tag("slow")
    void veryManyRandomTrees_doWhatTheModelSays() {
        assertThat(firstDifference(LONG, null)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void modelWithAFault_isToldFromTheLibrary(Fault fault) {
        assertThat(firstDifference(SHORT, fault)).as("what differs").startsWith("seed ");
    }

    /** Plays the programs of the seeds from 0 on, and describes the first that the library plays otherwise than the model. */
    private static @Nullable String firstDifference(int seeds, @Nullable Fault fault) {
        EventLoop loop = Asyncio.newEventLoop(VirtualTime.thatStandsStill().options());
        loop.setExceptionHandler((_, _) -> {}); // of errors that nobody waits for
        Coroutine<@Nullable String> main = () -> {
            for (long seed = 0; seed < seeds; seed++) {
                Program program = RandomProgram.of(seed);
                List<String> expected = Model.play(program, fault);
                List<String> actual = LibraryRun.play(program);
                if (!actual.equals(expected)) {
                    return describe(seed, program, expected, actual);
                }
            }
            return null;
        };
        try {
            return loop.runUntilComplete(main);
        } finally {
            loop.close();
        }
    }

    private static String describe(long seed, Program program, List<String> expected, List<String> actual) {
        int same = 0;
        while (same < Math.min(expected.size(), actual.size()) && expected.get(same).equals(actual.get(same))) {
            same++;
        }
        return "seed " + seed + "\nprogram " + program
                + "\nboth\n  " + String.join("\n  ", expected.subList(0, same))
                + "\nthen the model\n  " + String.join("\n  ", expected.subList(same, expected.size()))
                + "\nbut the library\n  " + String.join("\n  ", actual.subList(same, actual.size()));
    }
}
