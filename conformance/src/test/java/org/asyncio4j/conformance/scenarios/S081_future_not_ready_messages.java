package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S081_future_not_ready_messages extends Scenario {

    private void main() {
        Future<@Nullable String> fut = getRunningLoop().createFuture();
        print("done", fut.done(), "cancelled", fut.cancelled());
        for (Runnable method : List.<Runnable>of(fut::result, fut::exception)) {
            try {
                method.run();
            } catch (InvalidStateError e) {
                print(typeName(e), "-", e);
            }
        }
        fut.setResult(null);
        print("result", fut.result(), "exception", fut.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
