package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S275_debug_wrong_thread extends Scenario {

    private List<String> misuse(EventLoop loop, Future<String> fut) {
        List<String> errors = new ArrayList<>();
        attempt("call_soon", () -> loop.callSoon(() -> print("never")), errors);
        attempt("call_later", () -> loop.callLater(ZERO, () -> print("never")), errors);
        loop.callSoonThreadsafe(() -> fut.setResult("set from the thread"));
        return errors;
    }

    private static void attempt(String name, Runnable call, List<String> errors) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            errors.add(name + ": " + withoutThreadNames(e));
        }
    }

    /** The message goes on with the loop and both threads. */
    private static String withoutThreadNames(IllegalStateException e) {
        return str(e).replaceFirst(": <EventLoop.*", "");
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        for (String line : toThread(() -> misuse(loop, fut))) {
            print(line);
        }
        print(await(fut));
    }

    @Override
    protected void script() {
        runInDebugMode(this::main);
    }
}
