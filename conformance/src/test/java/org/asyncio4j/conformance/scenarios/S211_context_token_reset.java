package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.ContextVar;
import org.asyncio4j.Token;
import org.asyncio4j.conformance.Scenario;

final class S211_context_token_reset extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private void main() {
        Token<String> t1 = var.set("one");
        sleep(ZERO);
        Token<String> t2 = var.set("two");
        print(var.get(), "| old value", t2.oldValue(), "| var is same", t2.var() == var);
        print("first token missing", t1.wasMissing());
        var.reset(t2);
        print(var.get());
        sleep(ZERO);
        var.reset(t1);
        print(var.get());
        try {
            var.reset(t1);
        } catch (IllegalStateException e) {
            print("used twice:", typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
