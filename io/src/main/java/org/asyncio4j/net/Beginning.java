package org.asyncio4j.net;

import org.asyncio4j.Future;

/** The moment when a protocol knows of its connection. */
final class Beginning {

    private Beginning() {}

    /**
     * Suspends until it has come. If it does not, the connection is given up.
     *
     * @param begun done when it has come
     * @param giveUp ends the connection
     */
    static void await(Future<?> begun, Runnable giveUp) {
        boolean done = false;
        try {
            begun.await();
            done = true;
        } finally {
            if (!done) {
                giveUp.run();
            }
        }
    }
}
