package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.conformance.Scenario;

final class S027_order_callback_exception_continues extends Scenario {

    private void boom(String text) {
        throw new IllegalArgumentException(text);
    }

    private void handler(ExceptionContext context) {
        Throwable exc = context.exception();
        print("handler:", typeName(exc), exc, "| has handle:", context.contains("handle"));
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.setExceptionHandler((_, context) -> handler(context));
        loop.callSoon(() -> print("before"));
        loop.callSoon(() -> boom("soon failed"));
        loop.callSoon(() -> print("after"));
        loop.callLater(ofMillis(20), () -> boom("timer failed"));
        sleep(ZERO);
        print("main survived the first");
        sleep(ofMillis(50));
        print("main survived the second");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
