package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S229_loop_future_of_other_loop extends Scenario {

    private String main(Future<String> foreign) {
        try {
            await(foreign);
        } catch (IllegalStateException e) {
            print("await:", str(e).endsWith("attached to a different loop"));
        }
        try {
            ensureFuture(foreign, getRunningLoop());
        } catch (IllegalArgumentException e) {
            print("ensure_future:", e);
        }
        print("foreign future untouched, done", foreign.done());
        return "still alive";
    }

    @Override
    protected void script() {
        EventLoop other = newEventLoop();
        Future<String> foreign = other.createFuture();
        print(run(() -> main(foreign)));
        foreign.cancel();
        other.close();
    }
}
