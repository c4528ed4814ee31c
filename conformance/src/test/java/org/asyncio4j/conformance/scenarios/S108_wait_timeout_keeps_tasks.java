package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S108_wait_timeout_keeps_tasks extends Scenario {

    private String job(String name, Duration delay) {
        try {
            sleep(delay);
        } catch (CancelledError e) {
            print("never printed");
            throw e;
        }
        print("finished", name);
        return name;
    }

    private void main() {
        Task<String> a = createTask(() -> job("a", ofMillis(30)));
        Task<String> b = createTask(() -> job("b", ofMillis(120)));
        WaitResult<Task<String>> result = Asyncio.wait(List.of(a, b), ofMillis(70));
        print("done has a", result.done().contains(a), "pending has b", result.pending().contains(b));
        print("b cancelling", b.cancelling(), "done", b.done());
        result = Asyncio.wait(List.of(b), ofSeconds(1));
        print("second wait: done", result.done().size(), "pending", result.pending().size(), b.result());
        Task<String> c = createTask(() -> job("c", ofMillis(20)));
        result = Asyncio.wait(List.of(c), ZERO);
        print("timeout zero: done", result.done().size(), "pending", result.pending().size());
        await(c);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
