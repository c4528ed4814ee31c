package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getEventLoop;
import static org.asyncio4j.Asyncio.setEventLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S225_loop_get_event_loop extends Scenario {

    private boolean main(EventLoop expected) {
        return getEventLoop() == expected;
    }

    private void inThread(EventLoop b) {
        try {
            getEventLoop();
        } catch (IllegalStateException e) {
            print("thread without a loop:", typeName(e));
        }
        setEventLoop(b);
        print("thread has its own setting", getEventLoop() == b);
    }

    @Override
    protected void script() {
        EventLoop a = newEventLoop();
        EventLoop b = newEventLoop();
        setEventLoop(a);
        print("set loop returned", getEventLoop() == a);
        print("running loop wins", b.runUntilComplete(() -> main(b)), "| outside", getEventLoop() == a);
        Runnable join = startThread("other", () -> inThread(b));
        join.run();
        print("main unaffected", getEventLoop() == a);
        setEventLoop(null);
        try {
            getEventLoop();
        } catch (IllegalStateException e) {
            print("after set None:", typeName(e));
        }
        a.close();
        b.close();
    }
}
