package org.asyncio4j.tls;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;

/** The binary form of keys. The JDK reads one of them, PKCS#8, so the others are wrapped into it. */
final class Der {

    /*
     * PKCS#8:   SEQUENCE { INTEGER 0, SEQUENCE { algorithm, parameters }, OCTET STRING { the key } }
     * SEC 1:    SEQUENCE { INTEGER, OCTET STRING, [0] { the name of the curve }, ... }
     */

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xA0;

    private Der() {}

    /** PKCS#1, which is a key of RSA, as PKCS#8. */
    static byte[] wrapRsa(byte[] key) {
        return wrap(RSA, key);
    }

    /** SEC 1, which is a key of an elliptic curve, as PKCS#8. */
    static byte[] wrapEc(byte[] key) throws InvalidKeyException {
        return wrap(join(EC, curve(key)), key);
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    /** The name of the curve that a key has inside. */
    private static byte[] curve(byte[] key) throws InvalidKeyException {
        int at = contentOf(key, 0);
        at = endOf(key, endOf(key, at));
        if (Byte.toUnsignedInt(key[at]) != CURVE) {
            throw new InvalidKeyException("it does not name its curve");
        }
        return Arrays.copyOfRange(key, contentOf(key, at), endOf(key, at));
    }

    private static int contentOf(byte[] der, int at) {
        int length = Byte.toUnsignedInt(der[at + 1]);
        return at + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    private static int endOf(byte[] der, int at) {
        int content = contentOf(der, at);
        int length = 0;
        for (int i = at + 2; i < content; i++) {
            length = length << 8 | Byte.toUnsignedInt(der[i]);
        }
        return content + (content == at + 2 ? der[at + 1] : length);
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
