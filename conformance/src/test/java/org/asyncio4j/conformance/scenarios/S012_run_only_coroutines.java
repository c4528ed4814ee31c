package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;

final class S012_run_only_coroutines extends Scenario {

    private int plain() {
        return 5;
    }

    private int good() {
        return plain();
    }

    @Override
    @SuppressWarnings("NullAway") // null is what this is about
    protected void script() {
        // 5, "text" and plain() in place of a coroutine do not compile
        Coroutine<Object> bad = null;
        try {
            run(bad);
        } catch (NullPointerException e) {
            print(typeName(e), "-", e);
        }

        print("coroutine gives", run(this::good));
    }
}
