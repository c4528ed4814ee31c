package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that each loop has for itself. */
class LoopLocalTest {

    private static final LoopLocal<List<String>> NAMES = LoopLocal.withInitial(ArrayList::new);

    @Test
    void get_givesTheSameValueThroughoutALoop_andAnotherInTheNext() {
        List<String> first = run(() -> {
            NAMES.get(getRunningLoop()).add("one");
            assertThat(NAMES.get(getRunningLoop())).containsExactly("one");
            return NAMES.get(getRunningLoop());
        });
        run(() -> assertThat(NAMES.get(getRunningLoop())).isEmpty());
        assertThat(first).containsExactly("one");
    }

    @Test
    void set_takesThePlaceOfTheInitialValue() {
        run(() -> {
            NAMES.set(getRunningLoop(), List.of("other"));
            assertThat(NAMES.get(getRunningLoop())).containsExactly("other");
        });
    }

    @Test
    void aValueOfARunningLoop_isRefusedToOtherThreads() {
        run(() -> {
            EventLoop loop = getRunningLoop();
            toThread(() -> {
                assertThatThrownBy(() -> NAMES.get(loop))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("Non-thread-safe operation");
                assertThatThrownBy(() -> NAMES.set(loop, List.of())).isInstanceOf(IllegalStateException.class);
            });
        });
    }

    @Test
    void valuesThatCanBeClosed_areClosedWithTheLoop_inTheOrderOfTheirMaking() {
        var closed = new ArrayList<String>();
        LoopLocal<AutoCloseable> first = LoopLocal.withInitial(() -> () -> closed.add("first"));
        LoopLocal<AutoCloseable> second = LoopLocal.withInitial(() -> () -> closed.add("second"));
        run(() -> {
            second.get(getRunningLoop());
            first.get(getRunningLoop());
            Asyncio.createTask(() -> {
                try {
                    Asyncio.sleep(Duration.ofDays(1));
                } finally {
                    closed.add("task ended");
                }
            });
            Asyncio.sleep(Duration.ZERO);
        });

        assertThat(closed).containsExactly("task ended", "second", "first");
    }

    @Test
    void valueThatCannotBeClosed_isReported_andTheOthersAreClosed() {
        var closed = new ArrayList<String>();
        var reports = new ArrayList<ExceptionContext>();
        var error = new AssertionError("stuck");
        LoopLocal<AutoCloseable> stuck = LoopLocal.withInitial(() -> () -> {
            throw error;
        });
        LoopLocal<List<String>> askedForLate = LoopLocal.withInitial(ArrayList::new);
        EventLoop loop = Asyncio.newEventLoop();
        LoopLocal<AutoCloseable> other = LoopLocal.withInitial(() -> () -> {
            askedForLate.get(loop);
            closed.add("other");
        });
        loop.setExceptionHandler((_, report) -> reports.add(report));
        stuck.get(loop);
        other.get(loop);

        loop.close();

        assertThat(closed).containsExactly("other");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).startsWith("Exception on closing ").endsWith(" with the event loop");
            assertThat(report.exception()).isSameAs(error);
        });
    }

    @Test
    void anInitialValueThatIsNull_isRefused() {
        LoopLocal<String> nothing = LoopLocal.withInitial(LoopLocalTest::none);
        run(() -> assertThatThrownBy(() -> nothing.get(getRunningLoop()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the initial value of a LoopLocal"));
    }

    @SuppressWarnings("NullAway") // what a caller without the checker can do
    private static String none() {
        return null;
    }
}
