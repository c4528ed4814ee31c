package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.conformance.Scenario;

final class S159_taskgroup_several_failures extends Scenario {

    private void bad(String name) {
        sleep(ZERO);
        throw new IllegalArgumentException(name);
    }

    // Python raises in the finally block, which replaces the cancellation
    private void badWhenCancelled(String name) {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            throw new IllegalStateException(name, e);
        }
    }

    private void main() {
        try {
            taskGroup(tg -> {
                tg.createTask(() -> bad("first"));
                tg.createTask(() -> bad("second"));
                tg.createTask(() -> badWhenCancelled("cleanup"));
            });
        } catch (ExceptionGroup eg) {
            print(eg, "| message:", eg.message());
            for (Throwable e : eg.exceptions()) {
                print(typeName(e), e);
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
