package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.conformance.Scenario;

final class S080_future_second_outcome_refused extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        fut.setResult("first");
        for (Runnable action : List.<Runnable>of(
                () -> fut.setResult("second"),
                () -> fut.setException(new IllegalArgumentException("late")))) {
            try {
                action.run();
            } catch (InvalidStateError e) {
                print(typeName(e), "-", e);
            }
        }
        print("kept", fut.result(), "exception", fut.exception());
        Future<String> gone = loop.createFuture();
        gone.cancel();
        try {
            gone.setResult("too late");
        } catch (InvalidStateError e) {
            print("cancelled one:", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
