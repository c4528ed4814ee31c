package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S079_future_set_exception extends Scenario {

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        var err = new IllegalArgumentException("from outside");
        loop.callLater(ofMillis(20), () -> fut.setException(err));
        try {
            await(fut);
        } catch (IllegalArgumentException e) {
            print("await raised", e, e == err);
        }
        print("done", fut.done(), "cancelled", fut.cancelled());
        print("exception() is it", fut.exception() == err);
        try {
            fut.result();
        } catch (IllegalArgumentException e) {
            print("result() raised", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
