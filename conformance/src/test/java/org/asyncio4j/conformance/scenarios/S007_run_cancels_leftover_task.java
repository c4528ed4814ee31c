package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S007_run_cancels_leftover_task extends Scenario {

    private final List<Task<@Nullable Void>> keep = new ArrayList<>();

    private void background() {
        print("background: start");
        try {
            sleep(ofSeconds(10));
        } catch (CancelledError e) {
            print("background: cancelled");
            sleep(ofMillis(30));
            print("background: cleanup done");
            throw e;
        } finally {
            print("background: finally");
        }
    }

    private int main() {
        keep.add(createTask(this::background));
        sleep(ZERO);
        print("main: returning, background done", keep.get(0).done());
        return 7;
    }

    @Override
    protected void script() {
        print("run returned", run(this::main));
        print("task done", keep.get(0).done(), "cancelled", keep.get(0).cancelled());
    }
}
