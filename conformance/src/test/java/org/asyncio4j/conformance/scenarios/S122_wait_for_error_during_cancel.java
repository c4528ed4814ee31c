package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S122_wait_for_error_during_cancel extends Scenario {

    private static void work() {
        try {
            sleep(ofSeconds(1));
        } finally {
            cleanUp();
        }
    }

    /** Its own method, because javac warns of a {@code finally} that ends with a {@code throw}. */
    private static void cleanUp() {
        throw new IllegalArgumentException("cleanup failed");
    }

    private void main() {
        try {
            waitFor(() -> work(), ofMillis(20));
        } catch (IllegalArgumentException e) {
            print("coroutine:", typeName(e), e);
        }
        Task<?> t = createTask(() -> work());
        try {
            waitFor(t, ofMillis(20));
        } catch (IllegalArgumentException e) {
            print("task:", typeName(e), e);
        }
        print("cancelling", requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
