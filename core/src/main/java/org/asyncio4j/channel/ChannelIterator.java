package org.asyncio4j.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The values to come of a channel, until it is closed and empty. */
final class ChannelIterator<T> implements Iterator<T> {

    // hasNext takes the value: that there is one would not remain true until next

    private final Channel<T> channel;
    private @Nullable T ahead;

    ChannelIterator(Channel<T> channel) {
        this.channel = channel;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            ahead = channel.receiveOrEnd();
        }
        return ahead != null;
    }

    @Override
    public T next() {
        T value = hasNext() ? ahead : null;
        if (value == null) {
            throw new NoSuchElementException(channel.title() + " is closed and has no value left");
        }
        ahead = null;
        return value;
    }
}
