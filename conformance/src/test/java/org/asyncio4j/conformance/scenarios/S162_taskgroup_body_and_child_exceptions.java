package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.conformance.Scenario;

final class S162_taskgroup_body_and_child_exceptions extends Scenario {

    private void bad(String text) {
        sleep(ZERO);
        throw new IllegalArgumentException(text);
    }

    private void main() {
        try {
            taskGroup(tg -> {
                tg.createTask(() -> bad("child"));
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError e) {
                    print("body cancelled because of the child");
                    throw new IllegalStateException("body", e);
                }
            });
        } catch (ExceptionGroup eg) {
            print(eg);
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
