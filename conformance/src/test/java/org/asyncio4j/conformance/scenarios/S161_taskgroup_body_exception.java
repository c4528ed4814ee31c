package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S161_taskgroup_body_exception extends Scenario {

    private void child() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("child cancelled");
            throw e;
        }
    }

    private void main() {
        List<Task<?>> tasks = new ArrayList<>();
        try {
            taskGroup(tg -> {
                tasks.add(tg.createTask(this::child));
                sleep(ofMillis(20));
                throw new NoSuchElementException("body");
            });
        } catch (ExceptionGroup eg) {
            Throwable first = eg.exceptions().getFirst();
            print(eg, "->", typeName(first), first);
        }
        print("child cancelled", tasks.getFirst().cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
