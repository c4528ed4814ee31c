package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S273_debug_never_retrieved_task extends Scenario {

    private boolean told;

    private void bad(String text) {
        throw new IllegalArgumentException(text);
    }

    private void forgetThree() {
        Task<@Nullable Void> forgotten = createTask(() -> bad("forgotten"));
        Task<@Nullable Void> read = createTask(() -> bad("read"));
        Task<@Nullable Void> awaited = createTask(() -> bad("awaited"));
        Asyncio.wait(List.of(forgotten, read, awaited));
        print("read:", read.exception());
        try {
            await(awaited);
        } catch (IllegalArgumentException e) {
            print("awaited:", e);
        }
    }

    private void main() {
        getRunningLoop().setExceptionHandler((_, context) -> {
            print("handler:", context.message(), "|", context.exception());
            told = true;
        });
        forgetThree();
        collectUntil(() -> told);
        print("end");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
