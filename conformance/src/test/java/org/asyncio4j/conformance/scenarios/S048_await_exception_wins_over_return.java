package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.NoSuchElementException;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S048_await_exception_wins_over_return extends Scenario {

    @SuppressWarnings("finally") // that it replaces the first exception is what is shown
    private void replaced() {
        try {
            throw new IllegalArgumentException("first");
        } finally {
            sleep(ZERO);
            throw new NoSuchElementException("second");
        }
    }

    private String handled() {
        try {
            sleep(ZERO);
            throw new IllegalArgumentException("oops");
        } catch (IllegalArgumentException _) {
            return "recovered";
        } finally {
            print("cleanup");
        }
    }

    private void main() {
        try {
            replaced();
        } catch (IllegalArgumentException | NoSuchElementException e) {
            print(typeName(e), e);
        }
        print(handled());
        Task<@Nullable Void> task = createTask(this::replaced);
        Asyncio.wait(List.of(task));
        print("task exception", typeName(task.exception()), task.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
