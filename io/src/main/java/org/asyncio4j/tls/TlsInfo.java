package org.asyncio4j.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.asyncio4j.transport.ExtraInfo;

/** What a transport with TLS knows besides what the one below it knows; all of it but the context after the handshake. */
public final class TlsInfo {

    /** What the connection was made with; there is none without TLS. */
    public static final ExtraInfo<TlsContext> SSLCONTEXT = new ExtraInfo<>("sslcontext", TlsContext.class);

    /** The session: protocol, cipher, and the whole chain of the peer's certificates. */
    public static final ExtraInfo<SSLSession> SSL_OBJECT = new ExtraInfo<>("ssl_object", SSLSession.class);

    /** The certificate of the peer; none if it has not shown one. */
    public static final ExtraInfo<X509Certificate> PEERCERT = new ExtraInfo<>("peercert", X509Certificate.class);

    /** The cipher suite. */
    public static final ExtraInfo<String> CIPHER = new ExtraInfo<>("cipher", String.class);

    /** The protocol, such as {@code TLSv1.3}. */
    public static final ExtraInfo<String> VERSION = new ExtraInfo<>("version", String.class);

    /** The application protocol that both sides agreed on by ALPN; none if they have not. */
    public static final ExtraInfo<String> ALPN = new ExtraInfo<>("alpn", String.class);

    private TlsInfo() {}
}
