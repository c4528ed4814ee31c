package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;

final class S092_gather_return_exceptions extends Scenario {

    private static int job(int n) {
        sleep(ofMillis(20L * n));
        if (n % 2 != 0) {
            throw new IllegalArgumentException("odd " + n);
        }
        return n;
    }

    private void main() {
        List<Coroutine<Integer>> jobs = Stream.of(3, 2, 1, 0).<Coroutine<Integer>>map(n -> () -> job(n)).toList();
        for (Object r : await(gatherReturnExceptions(jobs))) {
            if (r instanceof Exception error) {
                print("exception", typeName(error), error);
            } else {
                print("value", r);
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
