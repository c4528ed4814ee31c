package org.asyncio4j.stream;

/** What a server runs for each connection, as a task of its own. */
@FunctionalInterface
public interface ClientHandler {

    /**
     * Serves one connection, which stays open until it is closed: by this method or by whom it hands it to. If the task is
     * cancelled, or fails, the connection is closed, and the failure reported.
     *
     * @param reader the incoming direction
     * @param writer the outgoing direction
     * @throws Exception reported as {@code Unhandled exception in client_connected_cb}
     */
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}
