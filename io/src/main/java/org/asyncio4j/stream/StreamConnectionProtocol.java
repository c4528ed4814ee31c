package org.asyncio4j.stream;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.tls.TlsInfo;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** What stands between a transport and the reader and writer of its stream. */
final class StreamConnectionProtocol implements BufferedProtocol {

    // written once
    private final EventLoop loop;
    private final StreamReader reader;
    private final boolean serverSide;
    private final @Nullable ClientHandler handler;

    // loop thread only
    private final List<Future<Boolean>> drainers = new ArrayList<>();
    private final List<Future<Boolean>> closers = new ArrayList<>();
    private boolean paused;
    /** Then no direction can end by itself. */
    private boolean overTls;
    private boolean lost;
    private @Nullable Throwable lostBy;

    private StreamConnectionProtocol(EventLoop loop, StreamReader reader, boolean serverSide,
            @Nullable ClientHandler handler) {
        this.loop = loop;
        this.reader = reader;
        this.serverSide = serverSide;
        this.handler = handler;
    }

    /** Creates the protocol of the side that connects. */
    static StreamConnectionProtocol client(EventLoop loop, StreamReader reader) {
        return new StreamConnectionProtocol(loop, reader, false, null);
    }

    /**
     * Creates the protocol of the side that is connected to.
     *
     * @param handler what to run for it as a task, if anything
     */
    static StreamConnectionProtocol server(EventLoop loop, StreamReader reader, @Nullable ClientHandler handler) {
        return new StreamConnectionProtocol(loop, reader, true, handler);
    }

    StreamReader reader() {
        return reader;
    }

    // ---- called by the transport ----

    @Override
    public void connectionMade(Transport transport) {
        reader.setTransport(transport);
        overTls = transport.getExtraInfo(TlsInfo.SSLCONTEXT) != null;
        ClientHandler serving = handler;
        if (serving != null) {
            var writer = new StreamWriter(transport, this, reader);
            loop.createTask(() -> serving.handle(reader, writer))
                    .addDoneCallback(task -> ended((Task<?>) task, transport));
        }
    }

    private void ended(Task<?> task, Transport transport) {
        if (task.cancelled()) {
            transport.close();
            return;
        }
        Throwable error = task.exception();
        if (error != null) {
            loop.callExceptionHandler(ExceptionContext.of("Unhandled exception in client_connected_cb")
                    .withException(error)
                    .with("transport", transport));
            transport.close();
        }
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
        return reader.lendBuffer();
    }

    @Override
    public void bufferUpdated(int count) {
        reader.fedBuffer(count);
    }

    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return !overTls;
    }

    @Override
    public void connectionLost(@Nullable Throwable error) {
        lost = true;
        lostBy = error;
        if (error == null) {
            reader.feedEof();
        } else {
            reader.setException(error);
        }
        drainers.forEach(waiter -> wake(waiter, error));
        closers.forEach(waiter -> wake(waiter, error));
    }

    @Override
    public void pauseWriting() {
        paused = true;
    }

    @Override
    public void resumeWriting() {
        paused = false;
        drainers.forEach(waiter -> wake(waiter, null));
    }

    private static void wake(Future<Boolean> waiter, @Nullable Throwable error) {
        if (waiter.done()) {
            return;
        }
        if (error == null) {
            waiter.setResult(true);
        } else {
            waiter.setException(error);
        }
    }

    // ---- called by the writer ----

    boolean isServerSide() {
        return serverSide;
    }

    /** The stream goes on over another transport. */
    void replaceTransport(Transport next) {
        reader.replaceTransport(next);
    }

    /** The stream is about to go on with TLS. */
    void beginTls() {
        overTls = true;
    }

    void drain(Transport transport) throws IOException {
        reader.throwException();
        if (transport.isClosing()) {
            // the loss of the connection is on its way: it is to be seen here, not in some later call
            Asyncio.sleep(Duration.ZERO);
        }
        if (lost) {
            throw new SocketException("Connection lost");
        }
        if (paused) {
            await(drainers);
        }
    }

    void waitClosed() throws IOException {
        if (!lost) {
            await(closers);
        } else if (lostBy != null) {
            throw Rethrow.unchecked(lostBy);
        }
    }

    /** Each who waits has a future of his own, so that cancelling one leaves the others. */
    private void await(List<Future<Boolean>> waiters) throws IOException {
        Future<Boolean> waiter = Objects.requireNonNull(loop).createFuture();
        waiters.add(waiter);
        try {
            waiter.await(IOException.class);
        } finally {
            waiters.remove(waiter);
        }
    }
}
