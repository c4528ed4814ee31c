package org.asyncio4j.transport;

/** The direction of a transport that data comes in by. */
public interface ReadTransport extends BaseTransport {

    /**
     * Tells whether data is being received.
     *
     * @return false if the transport is paused or closing
     */
    boolean isReading();

    /** Stops receiving: the protocol gets no data until {@link #resumeReading}. Does nothing if it is closing. */
    void pauseReading();

    /** Receives again. Does nothing if the transport is not paused, or closing. */
    void resumeReading();
}
