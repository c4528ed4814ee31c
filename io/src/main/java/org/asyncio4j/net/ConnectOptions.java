package org.asyncio4j.net;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Objects;
import org.asyncio4j.tls.TlsContext;
import org.asyncio4j.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to a host.
 *
 * @param family the family of the addresses to connect to; null for both
 * @param localAddr the address to connect from; null for the system's choice
 * @param happyEyeballsDelay how long to wait for one address before the next is tried beside it; null to try one after the
 *        other
 * @param interleave how many addresses of the first family come before the families take turns; 0 for the system's order
 * @param allErrors whether to throw all errors as a group if every address fails, instead of one in their place
 * @param ssl how to use TLS; null for a plain connection
 */
public record ConnectOptions(@Nullable StandardProtocolFamily family, @Nullable InetSocketAddress localAddr,
        @Nullable Duration happyEyeballsDelay, int interleave, boolean allErrors, @Nullable TlsOptions ssl) {

    private static final ConnectOptions DEFAULTS = new ConnectOptions(null, null, null, 0, false, null);

    /**
     * Checks the values.
     *
     * @param family the family of the addresses to connect to
     * @param localAddr the address to connect from
     * @param happyEyeballsDelay how long to wait before the next address is tried
     * @param interleave how many addresses of the first family come first
     * @param allErrors whether to throw all errors
     * @param ssl how to use TLS
     */
    public ConnectOptions {
        Resolver.checkFamily(family);
        if (interleave < 0) {
            throw new IllegalArgumentException("interleave must not be negative, but is " + interleave);
        }
        if (happyEyeballsDelay != null && happyEyeballsDelay.isNegative()) {
            throw new IllegalArgumentException("the delay must not be negative, but is " + happyEyeballsDelay);
        }
    }

    /**
     * Returns the options that a plain connection has.
     *
     * @return one address after the other, in the system's order
     */
    public static ConnectOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options for addresses of one family: a name that has none of it is unknown.
     *
     * @param only {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return the changed options
     */
    public ConnectOptions withFamily(StandardProtocolFamily only) {
        return new ConnectOptions(Objects.requireNonNull(only, "only"), localAddr, happyEyeballsDelay, interleave,
                allErrors, ssl);
    }

    /**
     * Returns these options with an address to connect from.
     *
     * @param address the address; port 0 for any
     * @return the changed options
     */
    public ConnectOptions withLocalAddr(InetSocketAddress address) {
        return new ConnectOptions(family, Objects.requireNonNull(address, "address"), happyEyeballsDelay, interleave,
                allErrors, ssl);
    }

    /**
     * Returns these options with attempts that overlap: the next address is tried when one has failed, or has not answered
     * for so long. The families take turns, unless {@link #withInterleave} says otherwise.
     *
     * @param delay how long; RFC 8305 recommends 250 ms
     * @return the changed options
     */
    public ConnectOptions withHappyEyeballsDelay(Duration delay) {
        return new ConnectOptions(family, localAddr, Objects.requireNonNull(delay, "delay"), Math.max(interleave, 1),
                allErrors, ssl);
    }

    /**
     * Returns these options with another order of addresses.
     *
     * @param count how many addresses of the first family come before the families take turns; 0 for the system's order
     * @return the changed options
     */
    public ConnectOptions withInterleave(int count) {
        return new ConnectOptions(family, localAddr, happyEyeballsDelay, count, allErrors, ssl);
    }

    /**
     * Returns these options with all errors or one.
     *
     * @param all whether to throw all errors as an {@link org.asyncio4j.ExceptionGroup}
     * @return the changed options
     */
    public ConnectOptions withAllErrors(boolean all) {
        return new ConnectOptions(family, localAddr, happyEyeballsDelay, interleave, all, ssl);
    }

    /**
     * Returns these options with TLS.
     *
     * @param options how to use it, such as the name to ask for in the place of the host
     * @return the changed options
     */
    public ConnectOptions withSsl(TlsOptions options) {
        return new ConnectOptions(family, localAddr, happyEyeballsDelay, interleave, allErrors,
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Returns these options with TLS, for the host that is connected to.
     *
     * @param context who to trust and who to be
     * @return the changed options
     */
    public ConnectOptions withSsl(TlsContext context) {
        return withSsl(TlsOptions.of(context));
    }
}
