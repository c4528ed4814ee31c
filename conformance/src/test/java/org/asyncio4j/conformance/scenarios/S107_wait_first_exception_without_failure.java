package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S107_wait_first_exception_without_failure extends Scenario {

    private static double job(double delay) {
        sleep(ofNanos(Math.round(delay * 1e9)));
        return delay;
    }

    private void main() {
        List<Task<Double>> tasks = Stream.of(0.02, 0.04).map(d -> createTask(() -> job(d))).toList();
        WaitResult<Task<Double>> result = Asyncio.wait(tasks, ReturnWhen.FIRST_EXCEPTION);
        print("no failure: done", result.done().size(), "pending", result.pending().size());
        Task<Double> a = createTask(() -> job(0.06));
        Task<Double> b = createTask(() -> job(1));
        getRunningLoop().callLater(ofMillis(20), b::cancel);
        result = Asyncio.wait(List.of(a, b), ReturnWhen.FIRST_EXCEPTION);
        print("with cancellation: done", result.done().size(), "pending", result.pending().size());
        print("a", a.result(), "| b cancelled", b.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
