package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.copyContext;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S213_context_call_soon extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private void show(String label) {
        print(label, "sees", var.get());
        var.set("overwritten by " + label);
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        var.set("A");
        loop.callSoon(() -> show("soon"));
        loop.callLater(ofMillis(20), () -> show("later"));
        Context ctx = copyContext();
        ctx.run(() -> var.set("given"));
        loop.callSoon(() -> show("explicit"), ctx);
        loop.callSoon(() -> show("explicit again"), ctx);
        var.set("B");
        sleep(ofMillis(40));
        print("main sees", var.get());
        print("given context has", ctx.get(var));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
