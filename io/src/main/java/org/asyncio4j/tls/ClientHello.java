package org.asyncio4j.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name that a client asks for (SNI, RFC 6066), read from its first message before there is an engine that could answer.
 *
 * @param isComplete whether more input could still bring a name
 * @param serverName the name in small letters; null if there is none, or none yet
 */
record ClientHello(boolean isComplete, @Nullable String serverName) {

    /*
     * record:     22, version (2), length (2), a part of the message
     * message:    1, length (3), version (2), random (32), session (1 + n), ciphers (2 + n), compressions (1 + n),
     *             length (2), extensions
     * extension:  kind (2), length (2), content; that of kind 0: length (2), then 0, length (2), name
     *
     * What is not of this form has no name, and the engine will say what is wrong with it.
     */

    private static final ClientHello INCOMPLETE = new ClientHello(false, null);
    private static final ClientHello NAMELESS = new ClientHello(true, null);
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int HEADER = 4;
    private static final int VERSION_AND_RANDOM = 2 + 32;
    /** Nobody says hello in more; the JDK does not read more either. */
    private static final int LARGEST = 32 * 1024;

    /** Looks into what has come from a client, which stays as it is. */
    static ClientHello in(ByteBuffer received) {
        ByteBuffer records = received.duplicate();
        ByteBuffer message = ByteBuffer.allocate(Math.min(records.remaining(), HEADER + LARGEST));
        while (records.hasRemaining()) {
            if (records.get(records.position()) != HANDSHAKE_RECORD) {
                return NAMELESS;
            }
            if (records.remaining() <= HEADER) {
                return INCOMPLETE;
            }
            int length = Short.toUnsignedInt(records.getShort(records.position() + 3));
            records.position(records.position() + HEADER + 1);
            int there = Math.min(length, records.remaining());
            if (length == 0 || there > message.remaining()) {
                return NAMELESS;
            }
            message.put(records.slice(records.position(), there));
            records.position(records.position() + there);
            ClientHello found = ofMessage(message.duplicate().flip());
            if (found.isComplete || there < length) {
                return found;
            }
        }
        return INCOMPLETE;
    }

    private static ClientHello ofMessage(ByteBuffer message) {
        if (message.remaining() < HEADER) {
            return INCOMPLETE;
        }
        int header = message.getInt();
        int length = header & 0xFFFFFF;
        if (header >>> 24 != CLIENT_HELLO || length > LARGEST) {
            return NAMELESS;
        }
        if (message.remaining() < length) {
            return INCOMPLETE;
        }
        try {
            return new ClientHello(true, name(message.limit(HEADER + length)));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return NAMELESS;
        }
    }

    private static @Nullable String name(ByteBuffer hello) {
        skip(hello, VERSION_AND_RANDOM);
        skip(hello, Byte.toUnsignedInt(hello.get()));
        skip(hello, Short.toUnsignedInt(hello.getShort()));
        skip(hello, Byte.toUnsignedInt(hello.get()));
        skip(hello, Short.BYTES);
        while (hello.hasRemaining()) {
            int kind = hello.getShort();
            int length = Short.toUnsignedInt(hello.getShort());
            if (kind == 0) {
                skip(hello, Short.BYTES);
                return hello.get() == 0 ? text(hello) : null;
            }
            skip(hello, length);
        }
        return null;
    }

    private static void skip(ByteBuffer data, int count) {
        data.position(data.position() + count);
    }

    private static String text(ByteBuffer data) {
        byte[] name = new byte[Short.toUnsignedInt(data.getShort())];
        data.get(name);
        return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
}
