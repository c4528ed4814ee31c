package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A protocol that writes down what it is told. */
class Recorder implements Protocol {

    private final List<String> events = new ArrayList<>();
    private @Nullable Transport transport;
    private Event news = new Event();

    void note(String event) {
        events.add(event);
        news.set();
        news = new Event();
    }

    /** What happened until now. */
    List<String> events() {
        return events;
    }

    Transport transport() {
        return Objects.requireNonNull(transport);
    }

    void close() {
        transport().close();
    }

    /** Waits until this has happened. */
    void awaitEvent(String event) {
        while (!events.contains(event)) {
            Event next = news;
            try {
                waitFor(next::await, ofSeconds(20));
            } catch (TimeoutError e) {
                throw new AssertionError("waited for '" + event + "' in vain, got " + events, e);
            }
        }
    }

    @Override
    public void connectionMade(Transport made) throws Exception {
        transport = made;
        note("made");
    }

    @Override
    public void dataReceived(byte[] data) throws Exception {
        note("data " + new String(data, UTF_8));
    }

    @Override
    public boolean eofReceived() throws Exception {
        note("eof");
        return false;
    }

    @Override
    public void connectionLost(@Nullable Throwable error) throws Exception {
        note("lost " + error);
    }

    @Override
    public void pauseWriting() throws Exception {
        note("pause");
    }

    @Override
    public void resumeWriting() throws Exception {
        note("resume");
    }
}
