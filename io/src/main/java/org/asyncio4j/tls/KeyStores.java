package org.asyncio4j.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Key stores made of PEM files, and what the JDK makes of key stores. */
final class KeyStores {

    static final char[] NO_PASSWORD = {};

    private static final byte[] PROBE = new byte[32];

    private KeyStores() {}

    /** One key and its certificates. */
    static KeyStore identity(Path certificateChain, Path key, char @Nullable [] password) throws IOException {
        List<X509Certificate> chain = Pem.certificates(Objects.requireNonNull(certificateChain, "certificateChain"));
        PrivateKey own = Pem.key(Objects.requireNonNull(key, "key"), password);
        try {
            if (!fit(own, chain.getFirst().getPublicKey())) {
                throw new IOException(key + " is not the key of the first certificate in " + certificateChain
                        + ": the own certificate comes first, and those that certify it after it");
            }
            KeyStore store = empty();
            store.setKeyEntry("own", own, NO_PASSWORD, chain.toArray(new Certificate[0]));
            return store;
        } catch (KeyStoreException e) {
            throw new IOException("the certificates in " + certificateChain
                    + " are no chain: each is followed by the one that certifies it (" + e.getMessage() + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificateChain + " and " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether what one signs the other verifies. */
    private static boolean fit(PrivateKey own, PublicKey known) throws GeneralSecurityException {
        if (!family(own.getAlgorithm()).equals(family(known.getAlgorithm()))) {
            return false;
        }
        Signature signature = Signature.getInstance(switch (family(own.getAlgorithm())) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> own.getAlgorithm();
        });
        signature.initSign(own);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(known);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** EdDSA has a name for each of its curves, and one for both. */
    private static String family(String algorithm) {
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }

    static KeyStore trusting(Path authorities) throws IOException {
        List<X509Certificate> certificates = Pem.certificates(Objects.requireNonNull(authorities, "authorities"));
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority " + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + authorities + " cannot be trusted: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** The algorithm PKIX looks for the certificate with the name that was asked for, and for a key only when it needs it. */
    static KeyManager[] keyManagers(KeyStore keys, char @Nullable [] password) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            keys.getKey(alias, password); // a wrong password is to be seen now
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, password);
        return factory.getKeyManagers();
    }

    static TrustManager[] trustManagers(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
