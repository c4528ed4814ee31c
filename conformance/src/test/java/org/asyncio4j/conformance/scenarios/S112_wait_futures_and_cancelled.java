package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S112_wait_futures_and_cancelled extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> ok = loop.createFuture();
        Future<String> bad = loop.createFuture();
        Future<String> gone = loop.createFuture();
        loop.callLater(ofMillis(20), () -> ok.setResult("ok"));
        loop.callLater(ofMillis(40), () -> bad.setException(new IllegalArgumentException("bad")));
        loop.callLater(ofMillis(60), gone::cancel);
        WaitResult<Future<String>> result = Asyncio.wait(List.of(ok, bad, gone));
        print("done", result.done().size(), "pending", result.pending().size());
        print(ok.result(), "|", bad.exception(), "|", gone.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
