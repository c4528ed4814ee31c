package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S163_taskgroup_nested extends Scenario {

    private void bad() {
        sleep(ofMillis(20));
        throw new IllegalArgumentException("deep");
    }

    private void inner() {
        taskGroup(tg -> {
            tg.createTask(this::bad);
        });
    }

    private void show(Throwable e, int indent) {
        print("  ".repeat(indent) + typeName(e) + ": " + str(e));
        if (e instanceof ExceptionGroup eg) {
            for (Throwable sub : eg.exceptions()) {
                show(sub, indent + 1);
            }
        }
    }

    private void main() {
        List<Task<?>> other = new ArrayList<>();
        try {
            taskGroup(outer -> {
                outer.createTask(this::inner);
                other.add(outer.createTask(() -> sleep(ofSeconds(1))));
            });
        } catch (ExceptionGroup eg) {
            show(eg, 0);
        }
        print("other cancelled", other.getFirst().cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
