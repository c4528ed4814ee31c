/**
 * TLS over any stream of bytes: {@link org.asyncio4j.tls.TlsContext} says who to trust and who to be,
 * {@link org.asyncio4j.tls.TlsOptions} how to use it for one connection, and {@link org.asyncio4j.tls.Tls#startTls} upgrades a
 * connection that is there already.
 *
 * <pre>{@code
 * var options = ConnectOptions.defaults().withSsl(TlsContext.client());
 * try (var connection = openConnection("example.org", 443, StreamReader.DEFAULT_LIMIT, options)) {
 *     X509Certificate certificate = connection.writer().getExtraInfo(TlsInfo.PEERCERT);
 * }
 * }</pre>
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter, unless it says otherwise.
 */
@NullMarked
package org.asyncio4j.tls;

import org.jspecify.annotations.NullMarked;
