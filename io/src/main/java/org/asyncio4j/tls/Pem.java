package org.asyncio4j.tls;

import java.io.ByteArrayInputStream;
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
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Files with certificates and keys between lines of dashes. */
final class Pem {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
            Pattern.DOTALL);
    private static final Set<String> CERTIFICATE = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
    /** What OpenSSL wrote before it wrote PKCS#8: encrypted with a key that is too easily guessed. */
    private static final String OLD_ENCRYPTION = "Proc-Type: 4,ENCRYPTED";

    private Pem() {}

    /** The certificates of a file, in its order; other things may be among them. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = blocks(file);
        while (blocks.find()) {
            if (CERTIFICATE.contains(blocks.group(1))) {
                certificates.add(certificate(file, blocks.group(2)));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no certificate: it should have a block BEGIN CERTIFICATE");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, String body) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decode(body)));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException(file + " has a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first key of a file; other things may be before and after it. */
    static PrivateKey key(Path file, char @Nullable [] password) throws IOException {
        Matcher blocks = blocks(file);
        while (blocks.find()) {
            if (blocks.group(1).endsWith("PRIVATE KEY")) {
                try {
                    return key(file, blocks.group(1), blocks.group(2), password);
                } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
                    throw new IOException(file + " has a key that cannot be read: " + e.getMessage(), e);
                }
            }
        }
        throw new IOException(file + " has no key: it should have a block BEGIN PRIVATE KEY");
    }

    private static PrivateKey key(Path file, String kind, String body, char @Nullable [] password)
            throws IOException, GeneralSecurityException {
        boolean isOld = body.contains(OLD_ENCRYPTION);
        return switch (isOld ? "old" : kind) {
            case "PRIVATE KEY" -> read(decode(body));
            case "RSA PRIVATE KEY" -> read(Der.wrapRsa(decode(body)));
            case "EC PRIVATE KEY" -> read(Der.wrapEc(decode(body)));
            case "ENCRYPTED PRIVATE KEY" -> decrypt(file, decode(body), password);
            case "old" -> throw new IOException(file + " has a key that is encrypted in the old way, which is not"
                    + " supported: convert it with openssl pkcs8 -topk8");
            default -> throw new IOException(file + " has a key of the kind " + kind
                    + ", which is not supported: convert it with openssl pkcs8 -topk8");
        };
    }

    private static Matcher blocks(Path file) throws IOException {
        return BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static byte[] decode(String body) {
        return Base64.getMimeDecoder().decode(body);
    }

    private static PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
        return read(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static PrivateKey read(PKCS8EncodedKeySpec pkcs8) throws GeneralSecurityException {
        var failure = new InvalidKeyException("it is of none of the algorithms " + ALGORITHMS);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e); // it may be of another algorithm
            }
        }
        throw failure;
    }

    private static PrivateKey decrypt(Path file, byte[] encrypted, char @Nullable [] password)
            throws IOException, GeneralSecurityException {
        if (password == null) {
            throw new IOException(file + " has a key that is encrypted: give its password");
        }
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(encrypted);
        } catch (IOException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        }
        // of PBES2 the parameters know what is meant, and the name does not
        String algorithm = info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
        var passwordKey = new PBEKeySpec(password);
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(passwordKey),
                    info.getAlgParameters());
            return read(info.getKeySpec(cipher));
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new IOException(file + " has a key that cannot be decrypted: the password is wrong", e);
        } finally {
            passwordKey.clearPassword();
        }
    }
}
