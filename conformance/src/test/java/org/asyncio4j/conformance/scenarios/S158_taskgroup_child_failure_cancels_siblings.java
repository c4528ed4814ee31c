package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S158_taskgroup_child_failure_cancels_siblings extends Scenario {

    private void bad() {
        sleep(ofMillis(30));
        throw new IllegalArgumentException("bad child");
    }

    private void sibling() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("sibling cancelled");
            throw e;
        }
    }

    private void main() {
        List<Task<?>> tasks = new ArrayList<>();
        try {
            taskGroup(tg -> {
                tasks.add(tg.createTask(this::sibling));
                tasks.add(tg.createTask(this::bad));
            });
        } catch (ExceptionGroup eg) {
            print(typeName(eg), "-", eg);
            for (Throwable e : eg.exceptions()) {
                print("inner", typeName(e), e);
            }
        }
        print("sibling cancelled", tasks.get(0).cancelled(), "| bad exception", tasks.get(1).exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
