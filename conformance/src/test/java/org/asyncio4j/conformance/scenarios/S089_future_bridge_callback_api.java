package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.function.Consumer;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S089_future_bridge_callback_api extends Scenario {

    private static void legacyDivide(
            EventLoop loop, int a, int b, Consumer<Integer> onOk, Consumer<Throwable> onError) {
        Runnable compute = () -> {
            if (b == 0) {
                onError.accept(new IllegalArgumentException("division by zero refused"));
            } else {
                onOk.accept(a / b);
            }
        };
        loop.callLater(ofMillis(20), compute);
    }

    private static Future<Integer> divide(int a, int b) {
        EventLoop loop = getRunningLoop();
        Future<Integer> future = loop.createFuture();
        legacyDivide(loop, a, b, future::setResult, future::setException);
        return future;
    }

    private void main() {
        print(await(divide(84, 2)));
        try {
            await(divide(1, 0));
        } catch (IllegalArgumentException e) {
            print("failed:", e);
        }
        print(await(gather(divide(9, 3), divide(8, 2))));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
