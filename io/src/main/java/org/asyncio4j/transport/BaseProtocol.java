package org.asyncio4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a transport calls. Every method does nothing unless it is overridden, and all are called as callbacks of the loop,
 * one at a time: {@link #connectionMade} once, then whatever the kind of protocol adds, then {@link #connectionLost} once.
 *
 * <p>What a method throws is reported to the loop's exception handler. If it was told of data the connection is lost, too;
 * otherwise it stays.
 *
 * @param <T> the kind of transport
 */
public interface BaseProtocol<T extends BaseTransport> {

    /**
     * The connection is there. It comes up even if this fails.
     *
     * @param transport what to write to
     * @throws Exception reported
     */
    default void connectionMade(T transport) throws Exception {}

    /**
     * The connection is gone; nothing is called after this.
     *
     * @param error why, or null if the peer ended it, or this side closed or aborted it
     * @throws Exception reported
     */
    default void connectionLost(@Nullable Throwable error) throws Exception {}

    /**
     * More than the high water mark waits to be sent: whoever writes should wait. Called from within
     * {@link WriteTransport#write}, unlike all other methods.
     *
     * @throws Exception reported
     */
    default void pauseWriting() throws Exception {}

    /**
     * No more than the low water mark waits to be sent. It follows each {@link #pauseWriting} unless the connection is
     * lost before.
     *
     * @throws Exception reported
     */
    default void resumeWriting() throws Exception {}
}
