package org.asyncio4j.conformance.scenarios;

import java.util.NoSuchElementException;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.conformance.Scenario;

final class S212_context_missing_value extends Scenario {

    private final ContextVar<String> bare = new ContextVar<>("bare");
    private final ContextVar<String> withDefault = new ContextVar<>("with_default", "declared");

    private void main() {
        try {
            bare.get();
        } catch (NoSuchElementException _) {
            print("LookupError");
        }
        print(bare.get("fallback"), withDefault.get(), withDefault.get("argument"));
        bare.set("set");
        withDefault.set("set too");
        print(bare.get("fallback"), withDefault.get("argument"));
        print(bare.name(), withDefault.name());
        Context ctx = Asyncio.copyContext();
        print("in context", ctx.contains(bare), ctx.get(bare), ctx.size() >= 2);
    }

    @Override
    protected void script() {
        run(this::main);
        print("after run", bare.get("gone"));
    }
}
