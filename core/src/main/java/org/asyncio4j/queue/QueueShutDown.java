package org.asyncio4j.queue;

import java.io.Serial;

/** Thrown by {@link Queue#put} into a queue that was shut down, and by {@link Queue#get} from one that is empty as well. */
public class QueueShutDown extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error; it has no message, as in asyncio. */
    public QueueShutDown() {
        super();
    }
}
