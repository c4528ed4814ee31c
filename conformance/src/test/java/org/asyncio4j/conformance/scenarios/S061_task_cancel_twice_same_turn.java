package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S061_task_cancel_twice_same_turn extends Scenario {

    private List<String> work(List<String> log) {
        for (int i = 0; i < 3; i++) {
            try {
                sleep(ofMillis(20));
                log.add("slept " + i);
            } catch (CancelledError e) {
                log.add("cancelled " + i + " " + str(e));
            }
        }
        return log;
    }

    private void main() {
        Task<List<String>> t = createTask(() -> work(new ArrayList<>()));
        sleep(ZERO);
        print(t.cancel("first"), t.cancel("second"), "cancelling", t.cancelling());
        for (String line : await(t)) {
            print(line);
        }
        print("cancelled", t.cancelled(), "cancelling", t.cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
