package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.TaskGroup;
import org.asyncio4j.conformance.Scenario;

final class S168_taskgroup_create_after_end extends Scenario {

    private static final List<String> TAILS = List.of("has not been entered", "is finished", "is shutting down");

    private void noop() {}

    private void attempt(String label, TaskGroup tg) {
        try {
            tg.createTask(this::noop);
        } catch (IllegalStateException e) {
            print(label, "->", String.join(" ", TAILS.stream().filter(str(e)::endsWith).toList()));
        }
    }

    private void child(TaskGroup tg) {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            attempt("shutting down", tg);
            throw e;
        }
    }

    private void main() {
        var tg = new TaskGroup();
        attempt("not entered", tg);
        tg.run(_ -> {});
        attempt("finished", tg);
        try {
            taskGroup(tg2 -> {
                tg2.createTask(() -> child(tg2));
                sleep(ofMillis(10));
                throw new IllegalArgumentException("stop");
            });
        } catch (ExceptionGroup eg) {
            print(eg);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
