package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.copyContext;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.toThread;

import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S215_context_to_thread extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private String blocking() {
        String seen = var.get();
        var.set("set in thread");
        return seen;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        var.set("from main");
        print("to_thread sees", toThread(() -> blocking()));
        print("main still", var.get());
        print("run_in_executor sees", await(loop.runInExecutor(null, () -> blocking())));
        Context ctx = copyContext();
        print("with explicit copy", await(loop.runInExecutor(null, () -> ctx.<String>run(() -> blocking()))));
        print("explicit copy has", ctx.get(var));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
