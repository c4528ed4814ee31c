package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S083_future_cancel_after_result extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> ok = loop.createFuture();
        ok.setResult("kept");
        print("ok:", ok.cancel(), ok.cancelled(), ok.result());
        Future<String> bad = loop.createFuture();
        bad.setException(new IllegalArgumentException("kept too"));
        print("bad:", bad.cancel(), bad.cancelled(), bad.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
