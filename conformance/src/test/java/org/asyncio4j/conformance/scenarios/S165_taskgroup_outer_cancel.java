package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S165_taskgroup_outer_cancel extends Scenario {

    private final List<String> log = new ArrayList<>();

    private void child(String name) {
        try {
            sleep(ofSeconds(1));
        } finally {
            log.add(name);
        }
    }

    private void owner() {
        try {
            taskGroup(tg -> {
                tg.createTask(() -> child("a"));
                tg.createTask(() -> child("b"));
            });
        } catch (CancelledError e) {
            print("owner:", typeName(e), e);
            throw e;
        }
    }

    private void main() {
        Task<?> t = createTask(this::owner);
        sleep(ofMillis(20));
        t.cancel("outer");
        Asyncio.wait(List.of(t));
        print("owner cancelled", t.cancelled(), "cancelling", t.cancelling());
        print("children cleaned up", String.join(" ", log.stream().sorted().toList()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
