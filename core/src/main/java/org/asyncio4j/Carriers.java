package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Chooses the carrier of a new loop. */
final class Carriers {

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Carriers() {}

    static Carrier choose(BaseEventLoop loop, CarrierMode wanted) {
        if (wanted == CarrierMode.BATON) {
            return new BatonCarrier(loop);
        }
        if (VirtualThreads.access() != null) {
            return new MountedCarrier(loop);
        }
        if (wanted == CarrierMode.MOUNTED) {
            throw new IllegalStateException("the mounted carrier is not available (" + VirtualThreads.refusal()
                    + "); start the JVM with " + VirtualThreads.FLAG);
        }
        if (!TOLD.getAndSet(true)) {
            Log.LOGGER.log(Level.WARNING,
                    "tasks switch several times slower, and a blocking call holds up the loop,"
                            + " unless the JVM is started with " + VirtualThreads.FLAG);
        }
        return new BatonCarrier(loop);
    }
}
