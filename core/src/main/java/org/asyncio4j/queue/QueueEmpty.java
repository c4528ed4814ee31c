package org.asyncio4j.queue;

import java.io.Serial;

/** Thrown by {@link Queue#getNowait} of a queue that has no item; {@link Queue#get} would wait for one. */
public class QueueEmpty extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error; it has no message, as in asyncio. */
    public QueueEmpty() {
        super();
    }
}
