package org.asyncio4j.transport;

import org.asyncio4j.Future;
import org.jspecify.annotations.Nullable;

/** A process that was started for a protocol, by a function of {@code org.asyncio4j.subprocess.Subprocess}. */
public interface SubprocessTransport extends BaseTransport {

    /**
     * Returns the number of the process.
     *
     * @return the number that the system knows it by
     */
    long getPid();

    /**
     * Returns how the process ended.
     *
     * @return its exit status; the negative number of the signal that ended it; null while it runs
     */
    @Nullable
    Integer getReturncode();

    /**
     * Returns the transport of a pipe.
     *
     * @param fd 0 for the standard input of the process, which can be written to; 1 for its standard output and 2 for its
     *        standard error, which can be paused and resumed
     * @return the transport, or null if that is not a pipe
     */
    @Nullable
    Transport getPipeTransport(int fd);

    /**
     * Sends a signal to the process. Nothing is sent to one that has ended.
     *
     * @param signal the name of the signal, such as {@code "SIGUSR1"}
     * @return done when the signal is sent; fails with an {@link IllegalArgumentException} if there is no such signal. It
     *         need not be awaited: a failure that nobody sees is reported
     * @throws IllegalArgumentException if that is no name of a signal
     * @throws org.asyncio4j.subprocess.ProcessLookupError if the connection is lost
     */
    Future<@Nullable Void> sendSignal(String signal);

    /**
     * Asks the process to end, by SIGTERM where there are signals. Does nothing if it has ended.
     *
     * @throws org.asyncio4j.subprocess.ProcessLookupError if the connection is lost
     */
    void terminate();

    /**
     * Ends the process, by SIGKILL where there are signals; the processes it has started go on. Does nothing if it has ended.
     *
     * @throws org.asyncio4j.subprocess.ProcessLookupError if the connection is lost
     */
    void kill();

    /**
     * Closes the pipes, and kills the process if it runs. The protocol is told of the end of all of them, and then that the
     * connection is lost. Returns at once. Closing twice does nothing.
     */
    @Override
    void close();

    /**
     * Hands what comes from now on to another protocol. It is not told that the connection was made.
     *
     * @param protocol the new protocol
     */
    void setProtocol(SubprocessProtocol protocol);

    /**
     * Returns who is told of events.
     *
     * @return the protocol
     */
    SubprocessProtocol getProtocol();
}
