package org.asyncio4j.tls;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;

/** One connection with TLS, seen from the protocol above. */
final class TlsTransport implements Transport {

    /** What may wait to be encrypted, as in asyncio. */
    static final WriteBufferLimits DEFAULT_WRITE_LIMITS = WriteBufferLimits.ofHigh(512 * 1024);

    // written once
    private final TlsProtocol tls;

    // loop thread only
    private final Map<String, Object> known = new HashMap<>();
    private boolean paused;

    TlsTransport(TlsProtocol tls, TlsContext context) {
        this.tls = tls;
        this.known.put(TlsInfo.SSLCONTEXT.name(), context);
    }

    /** The handshake is over. */
    void know(SSLEngine engine, TlsContext context) {
        known.put(TlsInfo.SSLCONTEXT.name(), context);
        SSLSession session = engine.getSession();
        known.put(TlsInfo.SSL_OBJECT.name(), session);
        known.put(TlsInfo.CIPHER.name(), session.getCipherSuite());
        known.put(TlsInfo.VERSION.name(), session.getProtocol());
        String alpn = engine.getApplicationProtocol();
        if (alpn != null && !alpn.isEmpty()) {
            known.put(TlsInfo.ALPN.name(), alpn);
        }
        try {
            known.put(TlsInfo.PEERCERT.name(), session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException _) {
            known.remove(TlsInfo.PEERCERT.name()); // it has shown none
        }
    }

    boolean pausedByApp() {
        return paused;
    }

    // ---- reading ----

    @Override
    public boolean isReading() {
        return !paused && !isClosing();
    }

    @Override
    public void pauseReading() {
        if (isReading()) {
            paused = true;
            tls.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        if (paused && !isClosing()) {
            paused = false;
            tls.resumeReading();
        }
    }

    // ---- writing ----

    @Override
    public void write(ByteBuffer data) {
        tls.write(Objects.requireNonNull(data, "data"));
    }

    @Override
    public void writelines(List<byte[]> data) {
        Objects.requireNonNull(data, "data");
        int size = data.stream().mapToInt(each -> each.length).reduce(0, Math::addExact);
        ByteBuffer joined = ByteBuffer.allocate(size);
        data.forEach(joined::put);
        tls.write(joined.flip());
    }

    @Override
    public void writeEof() {
        throw new UnsupportedOperationException("TLS cannot end one direction only: close the transport instead");
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public long getWriteBufferSize() {
        return tls.backlogSize();
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return tls.flow().limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        tls.flow().limits(limits, tls.backlogSize());
    }

    // ---- ending ----

    @Override
    public boolean isClosing() {
        return tls.isClosing();
    }

    @Override
    public void close() {
        tls.close();
    }

    @Override
    public void abort() {
        tls.abort();
    }

    // ---- what others may know ----

    @Override
    public void setProtocol(StreamProtocol next) {
        tls.above().app(Objects.requireNonNull(next, "protocol"));
    }

    @Override
    public StreamProtocol getProtocol() {
        return tls.above().app();
    }

    @Override
    public @Nullable Object getExtraInfo(String name) {
        Object own = known.get(Objects.requireNonNull(name, "name"));
        Transport below = tls.below();
        return own != null || below == null ? own : below.getExtraInfo(name);
    }

    @Override
    public String toString() {
        return "<TlsTransport " + (isClosing() ? "closing " : "")
                + known.getOrDefault(TlsInfo.VERSION.name(), "no session")
                + " over " + tls.below() + ">";
    }
}
