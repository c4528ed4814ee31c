package org.asyncio4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * A protocol for a process and its pipes. After {@link #connectionMade}, the pipes and the end of the process are told of in
 * whatever order they come: output may still come after the process has ended, if a process that it started holds the
 * pipe. {@link #connectionLost} comes last, with null, when the process has ended and all pipes are lost.
 *
 * <p>{@link #pauseWriting} and {@link #resumeWriting} are about the standard input.
 */
public interface SubprocessProtocol extends BaseProtocol<SubprocessTransport> {

    /**
     * The process has written something.
     *
     * @param fd 1 for its standard output, 2 for its standard error
     * @param data at least one byte; the array is the protocol's to keep
     * @throws Exception reported; the transport goes on
     */
    default void pipeDataReceived(int fd, byte[] data) throws Exception {}

    /**
     * A pipe is gone: the process has closed its end, or this side has.
     *
     * @param fd 0 for its standard input, 1 for its standard output, 2 for its standard error
     * @param error why, or null if one side closed it
     * @throws Exception reported; the transport goes on
     */
    default void pipeConnectionLost(int fd, @Nullable Throwable error) throws Exception {}

    /**
     * The process has ended; {@link SubprocessTransport#getReturncode} says how.
     *
     * @throws Exception reported; the transport goes on
     */
    default void processExited() throws Exception {}
}
