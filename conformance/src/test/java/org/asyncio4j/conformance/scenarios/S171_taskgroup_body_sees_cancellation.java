package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S171_taskgroup_body_sees_cancellation extends Scenario {

    private void bad() {
        sleep(ofMillis(20));
        throw new IllegalArgumentException("child failed");
    }

    private void main() {
        Task<?> me = Objects.requireNonNull(currentTask());
        try {
            taskGroup(tg -> {
                tg.createTask(this::bad);
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError e) {
                    print("body: CancelledError, cancelling", me.cancelling());
                    throw e;
                }
            });
        } catch (ExceptionGroup eg) {
            print("group:", eg.exceptions().getFirst(), "| cancelling", me.cancelling());
        }
        sleep(ofMillis(10));
        print("parent continues");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
