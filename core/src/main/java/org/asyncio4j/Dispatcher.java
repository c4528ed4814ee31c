package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** Runs the callbacks of a loop on a virtual thread of that loop, many in a row. */
final class Dispatcher implements Runnable {

    private final MountedCarrier carrier;
    private final MountedStrand strand;

    // loop thread only
    private @Nullable Handle next;
    /** Between a call of {@link #dispatch} and the end of the last callback. */
    private boolean busy;
    private boolean ended;

    Dispatcher(MountedCarrier carrier) {
        this.carrier = carrier;
        this.strand = new MountedStrand(carrier, "asyncio4j-callbacks", this);
    }

    /** Runs a callback, and those behind it. Tells whether this dispatcher is free again; if not, a callback has parked. */
    boolean dispatch(Handle handle) {
        next = handle;
        busy = true;
        strand.enter();
        return !busy;
    }

    @Override
    public void run() {
        do {
            for (Handle handle = next; handle != null; handle = carrier.tick().nextCallback()) {
                handle.run(carrier.loop());
            }
            next = null;
            busy = false;
            if (!carrier.offer(this)) {
                return;
            }
            strand.suspend(null);
        } while (!ended);
    }

    /** Lets the thread end, as the loop is closed; only while it is free. */
    void end() {
        ended = true;
        strand.release();
    }
}
