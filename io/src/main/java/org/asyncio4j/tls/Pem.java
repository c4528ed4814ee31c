package org.asyncio4j.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files with certificates and keys between lines of dashes. */
final class Pem {

    /*
     * Three forms of keys are common. "PRIVATE KEY" (PKCS#8) names its algorithm and is what the JDK reads. "RSA PRIVATE
     * KEY" (PKCS#1) and "EC PRIVATE KEY" (SEC 1) are what PKCS#8 wraps, so they are wrapped here:
     *
     *   SEQUENCE { INTEGER 0, SEQUENCE { algorithm, parameters }, OCTET STRING { the key } }
     */

    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    /** The tag of the curve within a SEC 1 key. */
    private static final int CURVE = 0xA0;

    private Pem() {}

    /** The certificates of a file, in its order. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (var in = Files.newInputStream(file)) {
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new IOException(file + " has a certificate that cannot be read: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no certificate: it should have a block BEGIN CERTIFICATE");
        }
        return certificates;
    }

    /** The key of a file, which may have other things, too. */
    static PrivateKey key(Path file) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            String kind = blocks.group(1);
            if (!kind.endsWith("PRIVATE KEY")) {
                continue;
            }
            try {
                byte[] der = Base64.getMimeDecoder().decode(blocks.group(2));
                return switch (kind) {
                    case "PRIVATE KEY" -> read(der);
                    case "RSA PRIVATE KEY" -> read(wrap(RSA, der));
                    case "EC PRIVATE KEY" -> read(wrap(join(EC, curve(der)), der));
                    default -> throw new IOException(file + " has a key of the kind " + kind
                            + ", which is not supported: convert it with openssl pkcs8 -topk8 -nocrypt");
                };
            } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException(file + " has a key that cannot be read: " + e.getMessage(), e);
            }
        }
        throw new IOException(file + " has no key: it should have a block BEGIN PRIVATE KEY");
    }

    private static PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
        var failure = new InvalidKeyException("it is of none of the algorithms " + ALGORITHMS);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e); // it may be of another algorithm
            }
        }
        throw failure;
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    /** The name of the curve that a SEC 1 key has inside: SEQUENCE { INTEGER, OCTET STRING, [0] { name } }. */
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
