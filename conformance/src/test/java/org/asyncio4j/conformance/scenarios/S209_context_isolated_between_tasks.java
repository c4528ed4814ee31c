package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.ContextVar;
import org.asyncio4j.conformance.Scenario;

final class S209_context_isolated_between_tasks extends Scenario {

    private final ContextVar<String> request = new ContextVar<>("request", "none");

    private String deep() {
        sleep(ofMillis(10));
        return request.get();
    }

    private String handler(int n) {
        request.set("request-" + n);
        sleep(ofMillis(10L * n));
        return deep();
    }

    private void main() {
        request.set("main");
        print(String.join(" ", await(gather(() -> handler(3), () -> handler(1), () -> handler(2)))));
        print("main still", request.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
