package org.asyncio4j.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a connection to a server, in blocking calls that give up in time. */
final class Caller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader reader;

    Caller(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Caller(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] data) throws IOException {
        socket.getOutputStream().write(data);
    }

    /** Says no more, and still listens. */
    void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /** The next line; "(end)" if there is none. */
    String hear() throws IOException {
        String line = reader.readLine();
        return line == null ? "(end)" : line;
    }

    /** Everything up to the end, of one who has heard no lines. */
    byte[] hearAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
