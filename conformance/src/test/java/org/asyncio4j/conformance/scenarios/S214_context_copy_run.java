package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.copyContext;

import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.conformance.Scenario;

final class S214_context_copy_run extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private String change(String value) {
        String old = var.get();
        var.set(value);
        return old;
    }

    private static int divide(int dividend, int divisor) {
        return dividend / divisor;
    }

    private void main() {
        var.set("outer");
        Context ctx = copyContext();
        print("run returned", ctx.<String>run(() -> change("inside")), "| outside", var.get(), "| in ctx",
                ctx.get(var));
        Context copy = ctx.copy();
        copy.run(() -> change("copy only"));
        print("ctx", ctx.get(var), "| copy", copy.get(var));
        try {
            ctx.run(() -> ctx.run(() -> change("nested")));
        } catch (IllegalStateException e) {
            print("nested entry:", typeName(e));
        }
        try {
            ctx.run(() -> divide(1, 0));
        } catch (ArithmeticException e) {
            print("exceptions pass through run()");
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
