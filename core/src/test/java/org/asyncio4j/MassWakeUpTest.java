package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ChildJvm.Outcome;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many tasks that wait for the first time in the life of a program, and are woken: what they wait in was compiled while
 * nobody had come out of it, and must not send each of their stacks back to the interpreter.
 */
class MassWakeUpTest {

    private static final int TASKS = 30_000;

    /** The JVM prints a line for each stack that it sends back. */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=4", "-Xlog:deoptimization=debug");

    @ParameterizedTest
    @ValueSource(strings = {"future", "sleep", "event", "queue", "lock", "semaphore", "group"})
    void stacksOfWaitingTasks_stayCompiled(String wait) throws Exception {
        List<String> options = new ArrayList<>(ChildJvm.sameCarrier());
        options.addAll(OPTIONS);

        Outcome outcome = ChildJvm.run(options, Program.class, wait);

        assertThat(outcome.out()).as("on stderr: %s", outcome.err()).contains("all woken");
        List<String> sentBack = outcome.out()
                .stream()
                .filter(line -> line.contains("org.asyncio4j.") && !line.contains(Program.class.getName()))
                .toList();
        assertThat(sentBack.size()).as("stacks sent back, such as %s", sentBack.stream().limit(3).toList())
                .isLessThan(TASKS / 20);
    }

    /** Has many tasks wait, and wakes them. */
    static final class Program {

        private static int woken;

        private Program() {}

        public static void main(String[] arguments) {
            Asyncio.run(() -> waitAndWake(arguments[0]));
            System.out.println(woken == TASKS ? "all woken" : woken + " woken");
        }

        private static void waitAndWake(String wait) throws Exception {
            var event = new Event();
            var queue = new Queue<Integer>();
            var lock = new Lock();
            var semaphore = new Semaphore(1);
            Future<Integer> future = getRunningLoop().createFuture();
            Lock.Held held = lock.acquire();
            Semaphore.Permit permit = semaphore.acquire();
            VoidCoroutine body = switch (wait) {
                case "future" -> future::await;
                case "sleep" -> () -> sleep(ofMillis(500));
                case "event" -> event::await;
                case "queue" -> queue::get;
                case "lock" -> () -> lock.acquire().close();
                case "semaphore" -> () -> semaphore.acquire().close();
                case "group" -> () -> taskGroup(group -> group.createTask(() -> event.await()));
                default -> throw new IllegalArgumentException(wait);
            };
            List<Task<?>> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                tasks.add(createTask(() -> {
                    body.run();
                    woken++;
                }));
            }
            sleep(ZERO);
            sleep(ZERO);
            future.setResult(1);
            event.set();
            held.close();
            permit.close();
            for (int i = 0; i < TASKS; i++) {
                queue.putNowait(i);
            }
            for (Task<?> task : tasks) {
                task.await();
            }
        }
    }
}
