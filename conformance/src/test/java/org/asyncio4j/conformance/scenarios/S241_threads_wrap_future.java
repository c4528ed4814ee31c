package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.wrapFuture;

import java.util.concurrent.CompletableFuture;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S241_threads_wrap_future extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        var ok = new CompletableFuture<String>();
        var bad = new CompletableFuture<String>();
        var gone = new CompletableFuture<String>();
        var away = new CompletableFuture<String>();
        loop.callLater(ofMillis(20), () -> ok.complete("ok"));
        loop.callLater(ofMillis(20), () -> bad.completeExceptionally(new IllegalArgumentException("bad")));
        loop.callLater(ofMillis(20), () -> gone.cancel(true));
        print(await(wrapFuture(ok)));
        try {
            await(wrapFuture(bad));
        } catch (IllegalArgumentException e) {
            print("error", e);
        }
        try {
            await(wrapFuture(gone));
        } catch (CancelledError e) {
            print("cancelled outside:", typeName(e));
        }
        Future<String> wrapped = wrapFuture(away);
        wrapped.cancel();
        sleep(ZERO);
        print("cancelled inside:", wrapped.cancelled(), away.isCancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
