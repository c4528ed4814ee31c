package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The generators of a loop that have started and not ended, so that the loop can close them. Loop thread only. */
final class LiveGenerators {

    /** In the order in which they started. */
    private final Set<Generator<?>> live = new LinkedHashSet<>();
    private boolean wasShutDown;

    void add(Generator<?> generator) {
        if (wasShutDown) {
            Log.LOGGER.log(Level.WARNING, "asynchronous generator " + generator
                    + " was scheduled after loop.shutdown_asyncgens() call");
        }
        live.add(generator);
    }

    void remove(Generator<?> generator) {
        live.remove(generator);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /** Closes all of them, side by side. */
    void shutDown(BaseEventLoop loop) {
        loop.checkThread();
        loop.checkOpen();
        if (live.isEmpty()) {
            wasShutDown = true;
            return;
        }
        RunningLoop.requireTask();
        wasShutDown = true;
        List<Generator<?>> closing = List.copyOf(live);
        List<Awaitable<?>> closes = new ArrayList<>();
        for (Generator<?> generator : closing) {
            VoidCoroutine close = generator::close;
            closes.add(close.asCoroutine());
        }
        List<?> results = Gather.of(closes, true).await();
        for (int i = 0; i < closing.size(); i++) {
            if (results.get(i) instanceof Throwable error && !(error instanceof CancelledError)) {
                Generator<?> generator = closing.get(i);
                loop.callExceptionHandler(ExceptionContext
                        .of("an error occurred during closing of asynchronous generator " + generator)
                        .withException(error)
                        .with("asyncgen", generator));
            }
        }
    }
}
