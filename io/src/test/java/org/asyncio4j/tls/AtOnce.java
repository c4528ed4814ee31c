package org.asyncio4j.tls;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what it is given in the thread that gives it: in simulated time nothing may happen meanwhile. */
final class AtOnce extends AbstractExecutorService {

    private boolean shutdown;
    private int count;

    /** How many it has run. */
    int count() {
        return count;
    }

    @Override
    public void execute(Runnable command) {
        count++;
        command.run();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
