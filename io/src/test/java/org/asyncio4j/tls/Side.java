package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** One side of a connection with TLS: a protocol that remembers what it was told, and the layers below it. */
final class Side implements Protocol {

    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private @Nullable TlsLayer layer;
    private @Nullable Transport below;
    private @Nullable Throwable lostBy;

    /** TLS comes between the connection and this. */
    void lay(TlsLayer between) {
        layer = between;
    }

    /** The protocol that the connection is for. */
    StreamProtocol lowest() {
        return layer != null ? layer.protocol() : this;
    }

    void standOn(Transport connection) {
        below = connection;
    }

    /** The connection below TLS. */
    Transport below() {
        return Objects.requireNonNull(below);
    }

    /** Whether the connection below TLS has ended, with nothing left to send. */
    boolean isLost() {
        return below().isClosing() && below().getWriteBufferSize() == 0;
    }

    TlsLayer layer() {
        return Objects.requireNonNull(layer);
    }

    Transport transport() {
        return layer().transport();
    }

    void write(String text) {
        transport().write(text.getBytes(UTF_8));
    }

    /** What it was told except of data, in order: made, pause, resume, eof, lost. */
    List<String> events() {
        return events;
    }

    String text() {
        return data.toString(UTF_8);
    }

    int size() {
        return data.size();
    }

    @Nullable
    Throwable lostBy() {
        return lostBy;
    }

    @Override
    public void connectionMade(Transport made) {
        events.add("made");
    }

    @Override
    public void dataReceived(byte[] received) {
        data.writeBytes(received);
    }

    @Override
    public boolean eofReceived() {
        events.add("eof");
        return false;
    }

    @Override
    public void pauseWriting() {
        events.add("pause");
    }

    @Override
    public void resumeWriting() {
        events.add("resume");
    }

    @Override
    public void connectionLost(@Nullable Throwable error) {
        events.add("lost");
        lostBy = error;
    }
}
