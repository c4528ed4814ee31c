package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.lang.ref.WeakReference;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S274_debug_never_retrieved_future extends Scenario {

    private boolean told;

    private static WeakReference<Future<String>> make(EventLoop loop, String how) {
        Future<String> fut = loop.createFuture();
        switch (how) {
            case "error" -> fut.setException(new IllegalArgumentException("lost"));
            case "read error" -> {
                fut.setException(new IllegalArgumentException("seen"));
                fut.exception();
            }
            case "cancelled" -> fut.cancel();
            default -> fut.setResult("ignored");
        }
        return new WeakReference<>(fut);
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.setExceptionHandler((_, context) -> {
            print("handler:", context.message(), "|", context.exception());
            told = true;
        });
        for (String how : List.of("result", "cancelled", "read error", "error")) {
            print("forgetting a future:", how);
            WeakReference<Future<String>> forgotten = make(loop, how);
            collectUntil(() -> forgotten.refersTo(null));
            sleep(ZERO);
        }
        collectUntil(() -> told);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
