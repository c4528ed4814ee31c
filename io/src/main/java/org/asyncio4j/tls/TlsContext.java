package org.asyncio4j.tls;

import java.io.IOException;
import java.net.IDN;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who to trust and who to be: what connections with TLS are made with. A value; the methods {@code with...} return others.
 *
 * <p>A client checks the certificate of the server and the name in it, unless it is told otherwise. Protocols are TLS 1.2 and
 * 1.3, and what else the JDK has enabled. Connections to one host and port resume the session of an earlier one with the same
 * context, if the server allows for it: so make a context once, and use it for all.
 *
 * <p><b>Threads:</b> any; connections of several loops may share one.
 */
public final class TlsContext {

    /** Whether a server asks its clients for a certificate. */
    public enum ClientAuth {
        /** It does not. */
        NONE,
        /** It does, and takes clients without one; one that is not trusted ends the handshake. */
        WANT,
        /** It takes no client without one. */
        NEED
    }

    /** Numbers and dots, or something with a colon: no name that a server could be asked for. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final int LONGEST_ALPN = 255;

    private final SSLContext sslContext;
    private final boolean checksHostname;
    private final ClientAuth clientAuth;
    private final List<String> alpn;
    private final List<String> protocols;
    private final List<String> ciphers;
    private final @Nullable Function<? super String, ? extends @Nullable TlsContext> sniCallback;

    private TlsContext(SSLContext sslContext, boolean checksHostname, ClientAuth clientAuth, List<String> alpn,
            List<String> protocols, List<String> ciphers,
            @Nullable Function<? super String, ? extends @Nullable TlsContext> sniCallback) {
        this.sslContext = sslContext;
        this.checksHostname = checksHostname;
        this.clientAuth = clientAuth;
        this.alpn = alpn;
        this.protocols = protocols;
        this.ciphers = ciphers;
        this.sniCallback = sniCallback;
    }

    // ---- making ----

    /**
     * Returns a context with what a context of the JDK has.
     *
     * @param sslContext the JDK's context, initialized
     * @return the context
     */
    public static TlsContext of(SSLContext sslContext) {
        return new TlsContext(Objects.requireNonNull(sslContext, "sslContext"), true, ClientAuth.NONE, List.of(),
                List.of(), List.of(), null);
    }

    /**
     * Returns a context for clients that trust whom the JDK trusts.
     *
     * @return the context
     */
    public static TlsContext client() {
        return make(null, null);
    }

    /**
     * Returns a context for clients that trust only those certified by the certificates of a file.
     *
     * @param authorities a file with certificates in PEM form
     * @return the context
     * @throws IOException if the file cannot be read, or has none
     */
    public static TlsContext client(Path authorities) throws IOException {
        return make(null, KeyStores.trusting(authorities));
    }

    /**
     * Returns a context for clients that trust everybody: their connections are encrypted, but it is not known with whom.
     * For looking at certificates, and for tests.
     *
     * @return the context; it does not check names either
     */
    public static TlsContext unverified() {
        return init(null, new TrustManager[] {new TrustEverybody()}).withCheckHostname(false);
    }

    /**
     * Returns a context for servers.
     *
     * @param certificateChain a file with the server's certificate and those that certify it, in PEM form
     * @param key a file with its key in PEM form: PKCS#8, PKCS#1 or SEC 1, not encrypted; it may be the same file
     * @return the context
     * @throws IOException if a file cannot be read, or does not have what it should
     */
    public static TlsContext server(Path certificateChain, Path key) throws IOException {
        return make(KeyStores.identity(certificateChain, key, null), null);
    }

    /**
     * Returns a context for servers whose key is encrypted.
     *
     * @param certificateChain a file with the server's certificate and those that certify it, in PEM form
     * @param key a file with its key in PEM form; if it is encrypted, as PKCS#8
     * @param password the password of the key
     * @return the context
     * @throws IOException if a file cannot be read, or does not have what it should, or the password is wrong
     */
    public static TlsContext server(Path certificateChain, Path key, char[] password) throws IOException {
        return make(KeyStores.identity(certificateChain, key, Objects.requireNonNull(password, "password")), null);
    }

    /**
     * Returns a context for both sides that has a certificate to show, and trusts only those certified by the certificates
     * of a file.
     *
     * @param certificateChain a file with the own certificate and those that certify it, in PEM form
     * @param key a file with its key in PEM form: PKCS#8, PKCS#1 or SEC 1, not encrypted; it may be the same file
     * @param authorities a file with certificates in PEM form
     * @return the context
     * @throws IOException if a file cannot be read, or does not have what it should
     */
    public static TlsContext of(Path certificateChain, Path key, Path authorities) throws IOException {
        return make(KeyStores.identity(certificateChain, key, null), KeyStores.trusting(authorities));
    }

    /**
     * Returns a context for both sides that has a certificate to show, whose key is encrypted, and trusts only those
     * certified by the certificates of a file.
     *
     * @param certificateChain a file with the own certificate and those that certify it, in PEM form
     * @param key a file with its key in PEM form; if it is encrypted, as PKCS#8
     * @param password the password of the key
     * @param authorities a file with certificates in PEM form
     * @return the context
     * @throws IOException if a file cannot be read, or does not have what it should, or the password is wrong
     */
    public static TlsContext of(Path certificateChain, Path key, char[] password, Path authorities)
            throws IOException {
        return make(KeyStores.identity(certificateChain, key, Objects.requireNonNull(password, "password")),
                KeyStores.trusting(authorities));
    }

    /**
     * Returns a context for both sides. Of several keys, a server shows the one whose certificate has the name that the
     * client asks for.
     *
     * @param keys the own keys with their certificates; null for none
     * @param password the password of the keys; null if they have none
     * @param trusted the certificates of those to trust; null for those that the JDK trusts
     * @return the context
     * @throws GeneralSecurityException if a key cannot be had with that password
     */
    public static TlsContext of(@Nullable KeyStore keys, char @Nullable [] password, @Nullable KeyStore trusted)
            throws GeneralSecurityException {
        return init(keys == null ? null : KeyStores.keyManagers(keys, password),
                trusted == null ? null : KeyStores.trustManagers(trusted));
    }

    private static TlsContext make(@Nullable KeyStore keys, @Nullable KeyStore trusted) {
        try {
            return of(keys, KeyStores.NO_PASSWORD, trusted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    private static TlsContext init(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, new SecureRandom());
            return of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    // ---- changing ----

    /**
     * Returns this context with names checked or not.
     *
     * @param check whether a client looks for the name of the host in the server's certificate
     * @return the changed context
     */
    public TlsContext withCheckHostname(boolean check) {
        return new TlsContext(sslContext, check, clientAuth, alpn, protocols, ciphers, sniCallback);
    }

    /**
     * Returns this context with another demand on clients.
     *
     * @param demand whether a server asks clients for a certificate
     * @return the changed context
     */
    public TlsContext withClientAuth(ClientAuth demand) {
        return new TlsContext(sslContext, checksHostname, Objects.requireNonNull(demand, "demand"), alpn, protocols,
                ciphers, sniCallback);
    }

    /**
     * Returns this context with application protocols to agree on (ALPN). The handshake fails if both sides have some, but
     * none in common.
     *
     * @param names the protocols, such as {@code h2} and {@code http/1.1}, the best first
     * @return the changed context
     * @throws IllegalArgumentException if a name is empty or has more than 255 characters
     */
    public TlsContext withAlpn(String... names) {
        for (String name : names) {
            if (name.isEmpty() || name.length() > LONGEST_ALPN) {
                throw new IllegalArgumentException("'" + name + "' is no application protocol: a name has 1 to "
                        + LONGEST_ALPN + " characters");
            }
        }
        return new TlsContext(sslContext, checksHostname, clientAuth, List.of(names), protocols, ciphers,
                sniCallback);
    }

    /**
     * Returns this context with these versions of TLS only.
     *
     * @param names the versions, such as {@code TLSv1.2} and {@code TLSv1.3}
     * @return the changed context
     * @throws IllegalArgumentException if the JDK does not have one of them
     */
    public TlsContext withProtocols(String... names) {
        List<String> known = known("version of TLS", names, sslContext.getSupportedSSLParameters().getProtocols());
        return new TlsContext(sslContext, checksHostname, clientAuth, alpn, known, ciphers, sniCallback);
    }

    private static List<String> known(String kind, String[] names, String[] supported) {
        List<String> all = List.of(supported);
        for (String name : names) {
            if (!all.contains(name)) {
                throw new IllegalArgumentException("the JDK has no " + kind + " with the name '" + name
                        + "': those it has are in sslContext().getSupportedSSLParameters()");
            }
        }
        return List.of(names);
    }

    /**
     * Returns this context with these cipher suites only.
     *
     * @param names the suites, by the names of the JDK, the best first
     * @return the changed context
     * @throws IllegalArgumentException if the JDK does not have one of them
     */
    public TlsContext withCiphers(String... names) {
        List<String> known = known("cipher suite", names, sslContext.getSupportedSSLParameters().getCipherSuites());
        return new TlsContext(sslContext, checksHostname, clientAuth, alpn, protocols, known, sniCallback);
    }

    /**
     * Returns this context with a choice by the name that a client asks for (SNI). It is made before anything is answered,
     * so everything may differ: certificate, demand on clients, application protocols.
     *
     * <p><b>Threads:</b> called on the thread of the loop, which waits for it: look the context up, do not make it.
     *
     * @param choice given the name in small letters, returns the context for the connection; null for this one. What it
     *        throws is reported to the exception handler of the loop, and ends the connection. It is not asked for clients
     *        that name nobody
     * @return the changed context
     */
    public TlsContext withSniCallback(Function<? super String, ? extends @Nullable TlsContext> choice) {
        return new TlsContext(sslContext, checksHostname, clientAuth, alpn, protocols, ciphers,
                Objects.requireNonNull(choice, "choice"));
    }

    // ---- using ----

    /**
     * Returns the JDK's context.
     *
     * @return the context below
     */
    public SSLContext sslContext() {
        return sslContext;
    }

    /**
     * Tells whether names are checked.
     *
     * @return whether a client looks for the name of the host in the server's certificate
     */
    public boolean checksHostname() {
        return checksHostname;
    }

    /** Whether a server must know the name that a client asks for before it begins. */
    boolean choosesByName() {
        return sniCallback != null;
    }

    /** What a server uses for a client that asks for a name. */
    TlsContext chosenFor(String name) {
        TlsContext chosen = sniCallback == null ? null : sniCallback.apply(name);
        return chosen == null ? this : chosen;
    }

    /** An engine for one connection; the host is empty if there is none. Sessions are kept by host and port. */
    SSLEngine engine(boolean serverSide, String host, int port) {
        String name = withoutLastDot(host);
        SSLEngine engine = serverSide || name.isEmpty()
                ? sslContext.createSSLEngine()
                : sslContext.createSSLEngine(name, port);
        engine.setUseClientMode(!serverSide);
        SSLParameters parameters = engine.getSSLParameters();
        if (!alpn.isEmpty()) {
            parameters.setApplicationProtocols(alpn.toArray(new String[0]));
        }
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(new String[0]));
        }
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(new String[0]));
        }
        if (serverSide) {
            switch (clientAuth) {
                case NEED -> parameters.setNeedClientAuth(true);
                case WANT -> parameters.setWantClientAuth(true);
                case NONE -> parameters.setWantClientAuth(false);
            }
        } else if (!name.isEmpty()) {
            parameters.setServerNames(namesToAskFor(name));
            if (checksHostname) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** A dot ends a name that is complete, but is not in certificates; a dot alone must not become no name at all. */
    private static String withoutLastDot(String host) {
        return host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** None for an address, and for what the JDK takes for no name. */
    private static List<SNIServerName> namesToAskFor(String host) {
        if (ADDRESS.matcher(host).matches()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(IDN.toASCII(host)));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "<TlsContext " + (protocols.isEmpty() ? sslContext.getProtocol() : String.join(" ", protocols))
                + (checksHostname ? "" : " names not checked") + (alpn.isEmpty() ? "" : " alpn=" + alpn) + ">";
    }
}
