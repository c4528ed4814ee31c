package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A generator is a part of its consumer: random programs leave the same trace with it and without. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class GeneratorTraceTest {

    /** What tasks do whose code stands in one place, or is split into a generator and its consumer. */
    private List<String> traceOf(long seed, boolean split) {
        List<String> events = new ArrayList<>();
        var random = new Random(seed);
        TestLoop.run(() -> {
            long start = Ticks.now();
            List<Task<?>> tasks = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                String name = "task " + number;
                VoidCoroutine wait = () -> {
                    events.add(
                            Ticks.now() - start + " " + name + " waits in " + requireNonNull(currentTask()).getName());
                    sleep(ZERO);
                };
                String script = random.ints(8, 0, 3).mapToObj("wee"::charAt).map(String::valueOf).collect(joining());
                boolean[] consumerWaits = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
                Generator.Body<Integer> body = out -> {
                    try {
                        for (int i = 0; i < script.length(); i++) {
                            if (script.charAt(i) == 'w') {
                                wait.run();
                            } else {
                                out.emit(i);
                            }
                        }
                    } finally {
                        events.add(Ticks.now() - start + " " + name + " leaves its body");
                    }
                };
                Generator.Emitter<Integer> consumer = value -> {
                    events.add(Ticks.now() - start + " " + name + " got " + value);
                    if (consumerWaits[value % 3]) {
                        await(wait.asCoroutine());
                    }
                };
                tasks.add(createTask(() -> {
                    if (split) {
                        try (var generator = generate(body)) {
                            generator.forEach(consumer::emit);
                        }
                    } else {
                        body.run(consumer);
                    }
                }, name));
            }
            for (int tick = 0; tick < 12; tick++) {
                if (random.nextInt(4) == 0) {
                    tasks.get(random.nextInt(tasks.size())).cancel();
                }
                sleep(ZERO);
            }
            for (Task<?> task : tasks) {
                await(Asyncio.gatherReturnExceptions(List.of(task)));
                events.add(task.toString());
            }
        });
        return events;
    }

    @Test
    void taskWithAGenerator_leavesTheTraceOfOneWithTheSameCodeInPlace() {
        List<String> all = new ArrayList<>();
        for (long seed = 1; seed <= 200; seed++) {
            List<String> inPlace = traceOf(seed, false);
            assertThat(traceOf(seed, true)).as("seed %d", seed).isEqualTo(inPlace);
            all.addAll(inPlace);
        }
        assertThat(all).as("some tasks are cancelled, and some are not")
                .anyMatch(line -> line.startsWith("<Task cancelled"))
                .anyMatch(line -> line.startsWith("<Task finished"));
    }
}
