package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S009_run_main_cancelled extends Scenario {

    private record Function(String name, Coroutine<@Nullable String> body) {}

    private @Nullable String cancelSelf() {
        requireNonNull(currentTask()).cancel("bye");
        print("cancel requested, still running");
        sleep(ZERO);
        print("not reached");
        return null;
    }

    private @Nullable String raiseDirectly() {
        sleep(ZERO);
        throw new CancelledError("manual");
    }

    private @Nullable String swallow() {
        requireNonNull(currentTask()).cancel();
        try {
            sleep(ZERO);
        } catch (CancelledError _) {
            print("swallowed");
        }
        return "survived";
    }

    @Override
    protected void script() {
        List<Function> functions = List.of(
                new Function("cancel_self", this::cancelSelf),
                new Function("raise_directly", this::raiseDirectly),
                new Function("swallow", this::swallow));
        for (Function fn : functions) {
            try {
                print(fn.name(), "->", run(fn.body()));
            } catch (CancelledError e) {
                print(fn.name(), "-> CancelledError", str(e));
            }
        }
    }
}
