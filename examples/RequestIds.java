import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * A context variable: every task, callback and thread that a request starts knows which request it works for.
 *
 *     ./asyncio4j run examples/RequestIds.java
 */

final ContextVar<String> request = new ContextVar<>("request", "none");

void log(String text) {
    IO.println("[" + request.get() + "] " + text);
}

void handle(String id, int millis) {
    request.set(id); // seen by this task and by what it starts, not by its neighbours
    log("begins");
    sleep(ofMillis(millis));
    createTask(() -> log("in a task of its own")).await();
    toThread(() -> log("in a thread"));
    getRunningLoop().callSoon(() -> log("in a callback"));
    sleep(ZERO);
    try (var inner = request.set(id + "/retry")) {
        log("in a block");
    }
    log("ends");
}

void main() {
    run(() -> {
        taskGroup(tg -> {
            tg.createTask(() -> handle("a", 50));
            tg.createTask(() -> handle("b", 300));
        });
        log("after all");
    });
}
