package org.asyncio4j.net;

import java.lang.ref.WeakReference;
import java.nio.channels.SelectableChannel;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.BaseTransport;

/** Which channels of a loop belong to a transport: whoever reads or writes one besides takes bytes away from the other. */
final class InUse {

    private static final Map<EventLoop, InUse> OF_LOOPS = Collections.synchronizedMap(new WeakHashMap<>());

    // loop thread only
    private final Map<SelectableChannel, WeakReference<BaseTransport>> transports = new WeakHashMap<>();

    private InUse() {}

    private static InUse of(EventLoop loop) {
        return OF_LOOPS.computeIfAbsent(loop, _ -> new InUse());
    }

    /** The channel is the transport's until that closes. */
    static void claim(EventLoop loop, SelectableChannel channel, BaseTransport transport) {
        of(loop).transports.put(channel, new WeakReference<>(transport));
    }

    /** Refuses a channel that belongs to a transport. */
    static void check(EventLoop loop, SelectableChannel channel) {
        WeakReference<BaseTransport> claim = of(loop).transports.get(channel);
        BaseTransport transport = claim == null ? null : claim.get();
        if (transport != null && !transport.isClosing()) {
            throw new IllegalStateException(
                    channel + " is used by transport " + transport + ": read and write through that");
        }
    }
}
