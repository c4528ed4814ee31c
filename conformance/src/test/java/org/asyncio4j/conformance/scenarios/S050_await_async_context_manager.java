package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;

import java.util.function.Consumer;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S050_await_async_context_manager extends Scenario {

    private final class Resource {

        private final String name;
        private final boolean swallow;

        Resource(String name, boolean swallow) {
            this.name = name;
            this.swallow = swallow;
        }

        Resource enter() {
            sleep(ZERO);
            print(name, "opened");
            return this;
        }

        boolean exit(@Nullable Throwable error) {
            sleep(ZERO);
            print(name, "closed, error:", error);
            return swallow;
        }
    }

    // async with: a try with resources neither opens nor shows the exception to what it closes
    private static void asyncWith(Resource manager, Consumer<Resource> body) {
        Resource entered = manager.enter();
        try {
            body.accept(entered);
        } catch (Throwable error) {
            if (!manager.exit(error)) {
                throw error;
            }
            return;
        }
        manager.exit(null);
    }

    private void main() {
        asyncWith(new Resource("r1", false), r -> print("using", r.name));
        asyncWith(new Resource("r2", true), _ -> {
            throw new IllegalArgumentException("swallowed");
        });
        try {
            asyncWith(new Resource("r3", false), _ -> asyncWith(new Resource("r4", false), _ -> {
                throw new IllegalArgumentException("visible");
            }));
        } catch (IllegalArgumentException e) {
            print("main caught", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
