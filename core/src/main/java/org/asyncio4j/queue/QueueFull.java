package org.asyncio4j.queue;

import java.io.Serial;

/** Thrown by {@link Queue#putNowait} into a queue that has no free place; {@link Queue#put} would wait for one. */
public class QueueFull extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error; it has no message, as in asyncio. */
    public QueueFull() {
        super();
    }
}
