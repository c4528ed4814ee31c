package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S103_gather_nested_exception extends Scenario {

    private String ok(String name, Duration delay) {
        sleep(delay);
        print("finished", name);
        return name;
    }

    private static String bad() {
        sleep(ofMillis(20));
        throw new IllegalArgumentException("inner bad");
    }

    private void main() {
        Future<List<String>> inner = gather(() -> ok("inner sibling", ofMillis(120)), () -> bad());
        Future<List<Object>> outer = gather(() -> ok("outer sibling", ofMillis(200)), inner);
        try {
            await(outer);
        } catch (IllegalArgumentException e) {
            print("outer raised", e, "| inner done", inner.done());
        }
        print("inner exception", inner.exception());
        sleep(ofMillis(300));
        print("end");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
