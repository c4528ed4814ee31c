package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A descriptor kept for the moment when the process has no other: to tell of it, and to serve who is connected. */
final class SpareDescriptor {

    /*
     * A report needs descriptors: a logger opens files for its first record, and the JVM one for each class that comes
     * from a folder. What fails for want of them fails for good, since the JVM does not try again to initialize a class.
     */

    private static final Logger LOG = System.getLogger("asyncio");

    private @Nullable SocketChannel held;

    /** Takes a descriptor, if none is held. */
    void hold() throws IOException {
        if (held == null) {
            held = SocketChannel.open();
        }
    }

    /** Gives it back to the process. */
    void release() {
        SocketChannel spare = held;
        held = null;
        if (spare != null) {
            try {
                spare.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "error on closing " + spare, e);
            }
        }
    }

    /** Takes a descriptor again; the system may have none yet. */
    void holdIfPossible() {
        try {
            hold();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no descriptor to spare", e);
        }
    }
}
