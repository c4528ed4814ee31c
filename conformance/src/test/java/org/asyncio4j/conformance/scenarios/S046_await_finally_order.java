package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.conformance.Scenario;

final class S046_await_finally_order extends Scenario {

    private void inner() {
        try {
            sleep(ZERO);
            throw new IllegalArgumentException("inner");
        } finally {
            print("inner finally begin");
            sleep(ofMillis(20));
            print("inner finally end");
        }
    }

    private void outer() {
        try {
            inner();
        } catch (IllegalArgumentException e) {
            print("outer caught", e);
            throw new IllegalStateException("outer", e);
        } finally {
            print("outer finally");
        }
    }

    private void main() {
        try {
            outer();
        } catch (IllegalStateException e) {
            print("main caught", e, "from", e.getCause());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
