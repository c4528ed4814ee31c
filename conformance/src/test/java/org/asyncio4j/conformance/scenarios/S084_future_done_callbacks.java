package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.function.Consumer;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S084_future_done_callbacks extends Scenario {

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        Consumer<Future<?>> cb2 = _ -> print("never printed");
        fut.addDoneCallback(f -> print("cb1", f.result()));
        fut.addDoneCallback(cb2);
        fut.addDoneCallback(f -> print("cb3", f == fut));
        print("removed", fut.removeDoneCallback(cb2));
        fut.setResult("x");
        loop.callSoon(() -> print("scheduled after set_result"));
        print("set_result returned");
        sleep(ZERO);
        fut.addDoneCallback(_ -> print("cb4 on a finished future"));
        print("added cb4");
        sleep(ZERO);
        Future<String> c = loop.createFuture();
        c.addDoneCallback(f -> print("on cancel", f.cancelled()));
        c.cancel();
        sleep(ZERO);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
