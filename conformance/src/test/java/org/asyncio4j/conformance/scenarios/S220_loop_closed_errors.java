package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.Scenario;

final class S220_loop_closed_errors extends Scenario {

    private void attempt(String label, Runnable fn) {
        try {
            fn.run();
        } catch (IllegalStateException e) {
            print(label, "->", e);
        }
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        loop.callSoon(() -> print("never printed"));
        loop.close();
        loop.close();
        attempt("call_soon", () -> loop.callSoon(this::print));
        attempt("call_later", () -> loop.callLater(ofSeconds(1), this::print));
        attempt("call_at", () -> loop.callAt(ofSeconds(1), this::print));
        attempt("call_soon_threadsafe", () -> loop.callSoonThreadsafe(this::print));
        attempt("run_forever", loop::runForever);
        VoidCoroutine coro = () -> sleep(ZERO);
        attempt("run_until_complete", () -> loop.runUntilComplete(coro));
        attempt("create_task", () -> loop.createTask(coro));
        print("create_future still works:", loop.createFuture().done());
    }
}
