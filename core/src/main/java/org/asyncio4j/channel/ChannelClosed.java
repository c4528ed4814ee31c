package org.asyncio4j.channel;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link Channel#send} into a closed channel, and by {@link Channel#receive} from one that is empty as well. */
public class ChannelClosed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Creates an error.
     *
     * @param message which channel is closed
     * @param cause what it was closed with, or null
     */
    public ChannelClosed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
