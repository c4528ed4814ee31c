package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S085_future_callback_context extends Scenario {

    private static final ContextVar<String> VAR = new ContextVar<>("var", "default");

    private void show() {
        print("callback sees", VAR.get());
        VAR.set("changed in callback");
    }

    private void main() {
        Future<@Nullable Void> fut = getRunningLoop().createFuture();
        fut.addDoneCallback(_ -> show());
        VAR.set("registered");
        fut.addDoneCallback(_ -> show());
        Context ctx = Context.copyCurrent();
        ctx.run(() -> VAR.set("explicit"));
        fut.addDoneCallback(_ -> show(), ctx);
        VAR.set("at completion");
        fut.setResult(null);
        sleep(ZERO);
        print("main sees", VAR.get());
        print("explicit context has", ctx.get(VAR));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
