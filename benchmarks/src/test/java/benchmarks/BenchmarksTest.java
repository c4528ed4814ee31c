package benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs; how fast, a build cannot tell. */
class BenchmarksTest {

    /** The kinds of work, which are the words to choose benchmarks by. */
    private static final Set<String> KINDS = Set.of("Switch", "Spawn", "Gather", "Queue", "Lock", "Timer", "Timeout",
            "Cancel", "CrossThread", "Context", "Stream", "Generator");

    static {
        System.setProperty("jmh.ignoreLock", "true"); // nothing is measured that another JMH could disturb
    }

    @Test
    void eachRunsOnce_onBothCarriers() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .param("tasks", "100")
                .param("others", "10")
                .param("depth", "1")
                .param("variables", "10")
                .param("connections", "1")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build()).run();

        assertThat(results.stream().map(BenchmarksTest::kindAndCarrier).collect(Collectors.toSet()))
                .isEqualTo(KINDS.stream()
                        .flatMap(kind -> Set.of(kind + " MOUNTED", kind + " BATON").stream())
                        .collect(Collectors.toSet()));
    }

    private static String kindAndCarrier(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.replaceAll(".*\\.(\\w+)Benchmark\\.\\w+", "$1") + " " + result.getParams().getParam("carrier");
    }
}
