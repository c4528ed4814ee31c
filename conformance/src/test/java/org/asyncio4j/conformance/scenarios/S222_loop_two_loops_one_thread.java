package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S222_loop_two_loops_one_thread extends Scenario {

    private String which(EventLoop a) {
        EventLoop running = getRunningLoop();
        return running == a ? "a" : "b";
    }

    private String intruder(EventLoop a, EventLoop b) {
        Coroutine<String> coro = () -> which(a);
        try {
            b.runUntilComplete(coro);
        } catch (IllegalStateException e) {
            print("refused:", e);
        }
        return "a goes on";
    }

    @Override
    protected void script() {
        EventLoop a = newEventLoop();
        EventLoop b = newEventLoop();
        Coroutine<String> which = () -> which(a);
        print(a.runUntilComplete(which), b.runUntilComplete(which), a.runUntilComplete(which));
        print(a.runUntilComplete(() -> intruder(a, b)));
        a.close();
        print("b works after a was closed:", b.runUntilComplete(which));
        b.close();
    }
}
