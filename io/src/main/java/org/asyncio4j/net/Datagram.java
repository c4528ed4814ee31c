package org.asyncio4j.net;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.Objects;

/** A datagram that was received. */
public final class Datagram {

    private final byte[] data;
    private final InetSocketAddress address;

    Datagram(byte[] data, InetSocketAddress address) {
        this.data = data;
        this.address = address;
    }

    /**
     * Returns its bytes.
     *
     * @return the bytes, perhaps none; the array is the receiver's to keep
     */
    public byte[] data() {
        return data;
    }

    /**
     * Returns its bytes as text.
     *
     * @param charset the encoding
     * @return the text
     */
    public String data(Charset charset) {
        return new String(data, Objects.requireNonNull(charset, "charset"));
    }

    /**
     * Returns where it came from, which is where an answer goes to.
     *
     * @return the address
     */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String toString() {
        return "<Datagram of " + data.length + " bytes from " + address + ">";
    }
}
