package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.stream.Stream;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.ExceptionHandler;
import org.asyncio4j.conformance.Scenario;

final class S226_loop_exception_handler extends Scenario {

    private void handler(EventLoop loop, ExceptionContext context) {
        Throwable exc = context.exception();
        print("handler:", Stream.of(context.message().split(" ", -1)).limit(3).collect(joining(" ")),
                "| extra", context.get("extra"), "| exception", exc == null ? null : str(exc));
    }

    private void fail() {
        throw new IllegalArgumentException("callback failed");
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        print("initially", loop.getExceptionHandler());
        ExceptionHandler handler = this::handler;
        loop.setExceptionHandler(handler);
        print("set", loop.getExceptionHandler() == handler);
        loop.callExceptionHandler(ExceptionContext.of("a direct call").with("extra", 7));
        loop.callExceptionHandler(ExceptionContext.of("no extra given"));
        loop.callSoon(this::fail);
        sleep(ZERO);
        loop.setExceptionHandler(null);
        print("restored", loop.getExceptionHandler());
        // set_exception_handler("not callable") does not compile
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
