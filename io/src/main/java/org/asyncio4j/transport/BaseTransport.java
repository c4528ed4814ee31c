package org.asyncio4j.transport;

import org.jspecify.annotations.Nullable;

/** One end of a connection. Transports are made by functions such as those of {@code org.asyncio4j.net.Net}. */
public interface BaseTransport {

    /**
     * Returns what the transport knows under a name.
     *
     * @param name the name, such as {@code "peername"}
     * @return the value, or null if there is none
     */
    @Nullable
    Object getExtraInfo(String name);

    /**
     * Returns what the transport knows under a name, or else a default.
     *
     * @param name the name
     * @param otherwise what to return if there is no value
     * @return the value or the default
     */
    default Object getExtraInfo(String name, Object otherwise) {
        Object known = getExtraInfo(name);
        return known != null ? known : otherwise;
    }

    /**
     * Returns what the transport knows under a name, in its type.
     *
     * @param <T> the type of the value
     * @param info the name and type
     * @return the value, or null if there is none
     */
    default <T> @Nullable T getExtraInfo(ExtraInfo<T> info) {
        return info.type().cast(getExtraInfo(info.name()));
    }

    /**
     * Tells whether the transport is closing or closed.
     *
     * @return whether it was closed or aborted, or the connection was lost
     */
    boolean isClosing();

    /**
     * Closes the transport: it reads no more, what was written is still sent, and then the protocol is told that the
     * connection is lost. Returns at once. Closing twice does nothing.
     */
    void close();
}
