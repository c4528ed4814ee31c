package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S125_wait_for_loop_not_blocked extends Scenario {

    private static void ticker(List<String> log) {
        while (true) {
            log.add("tick");
            sleep(ofMillis(20));
        }
    }

    private static String work() {
        sleep(ofMillis(150));
        return "work done";
    }

    private void main() {
        List<String> log = new ArrayList<>();
        Task<?> t = createTask(() -> ticker(log));
        print(waitFor(() -> work(), ofSeconds(1)));
        t.cancel();
        print("several ticks", log.size() >= 4);
        try {
            waitFor(() -> sleep(ofSeconds(1)), ofMillis(50));
        } catch (TimeoutError _) {
            print("timed out, ticker cancelled", t.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
