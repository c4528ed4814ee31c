package org.asyncio4j.spi;

/**
 * Chooses which ready callback or task step of a batch runs next.
 *
 * <p>A loop runs what is ready in batches: what is added while a batch runs waits for the next one, whatever the order.
 * {@link #fifo()} is asyncio's order and the default; tests put a seeded order in its place to look for hidden
 * assumptions.
 */
@FunctionalInterface
public interface ReadyOrder {

    /**
     * Chooses one of the items that are left of the batch.
     *
     * @param left how many are left, at least 1
     * @return the index of the next one, counted from the oldest, from 0 to {@code left - 1}
     */
    int next(int left);

    /**
     * Returns the order in which items became ready.
     *
     * @return asyncio's order
     */
    static ReadyOrder fifo() {
        return Fifo.INSTANCE;
    }
}

/** First in, first out. */
enum Fifo implements ReadyOrder {
    INSTANCE;

    @Override
    public int next(int left) {
        return 0;
    }
}
