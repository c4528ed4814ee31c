package org.asyncio4j.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/** Sleeps in a selector, so that descriptors can be watched while the loop waits. */
final class NioPoller implements Poller {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;

    NioPoller() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void poll(long timeoutNanos) {
        try {
            if (timeoutNanos == FOREVER) {
                selector.select();
            } else {
                // Rounded up: a loop woken a moment early would find nothing due and poll again at once.
                selector.select(Math.ceilDiv(timeoutNanos, NANOS_PER_MILLI));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
