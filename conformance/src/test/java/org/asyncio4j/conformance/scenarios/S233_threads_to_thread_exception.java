package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S233_threads_to_thread_exception extends Scenario {

    private final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());

    private int bad(int n) {
        calls.add(n);
        if (n > 1) {
            throw new IllegalArgumentException("bad " + n);
        }
        return n;
    }

    private void main() {
        Coroutine<Integer> coro = () -> toThread(() -> bad(1));
        sleep(ofMillis(20));
        print("before await", calls);
        print("value", await(coro), calls);
        try {
            toThread(() -> bad(2));
        } catch (IllegalArgumentException e) {
            print("caught", e);
        }
        List<@Nullable Object> r = await(gatherReturnExceptions(
                () -> toThread(() -> bad(1)), () -> toThread(() -> bad(3))));
        print("gathered", r.get(0), typeName((Throwable) r.get(1)), r.get(1));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
