package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.conformance.Scenario;

final class S090_gather_results_in_argument_order extends Scenario {

    private String job(String name, Duration delay) {
        print("start", name);
        sleep(delay);
        print("end", name);
        return name;
    }

    private void main() {
        List<String> result = await(gather(
                () -> job("a", ofMillis(90)), () -> job("b", ofMillis(30)), () -> job("c", ofMillis(60))));
        print("result", String.join(" ", result), "| a list:", List.class.isInstance(result));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
