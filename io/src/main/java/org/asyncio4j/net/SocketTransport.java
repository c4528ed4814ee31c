package org.asyncio4j.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.TransportSocket;
import org.jspecify.annotations.Nullable;

/** A connected socket as a transport. */
final class SocketTransport extends BasicTransport {

    /*
     * While a file is sent, which comes after all that was written, nothing can be written; ending the output and closing
     * wait for its end. Whoever sends it closes the channel then, since a thread may be at work with it until then.
     *
     * The channel is watched for reading from the start to the end, except while the protocol has paused it: to switch
     * that on and off for each message would cost two calls of the system. Writing is tried at once, and the channel is
     * watched for it only while something is left.
     */

    private static final String WRITE_ERROR = "Fatal write error on socket transport";

    // written once
    private final SocketChannel channel;
    private final @Nullable Server server;
    private final Map<String, Object> extra;
    private final ByteBuffer readBuffer;
    private final Sending<SocketChannel> sending;

    // loop thread only
    private @Nullable FileTransfer file;
    private boolean paused;
    private boolean inputEnded;
    private boolean eofWritten;

    /**
     * Takes a connected channel over.
     *
     * @param peername the address of the other end
     * @param server the server that accepted it, or null
     */
    SocketTransport(EventLoop loop, SocketChannel channel, StreamProtocol protocol, @Nullable SocketAddress peername,
            @Nullable Server server) throws IOException {
        super(loop, protocol);
        this.channel = channel;
        this.server = server;
        this.readBuffer = ReadBuffers.of(loop);
        this.sending = new Sending<>(this, channel, WRITE_ERROR);
        var socket = new TransportSocket(channel, peername);
        this.extra = extra(socket);
        InUse.claim(loop, channel, this);
    }

    private static Map<String, Object> extra(TransportSocket socket) {
        SocketAddress sockname = socket.getsockname();
        SocketAddress peername = socket.getpeername();
        Map<String, Object> known = new HashMap<>(Map.of(ExtraInfo.SOCKET.name(), socket));
        if (sockname != null) {
            known.put(ExtraInfo.SOCKNAME.name(), sockname);
        }
        if (peername != null) {
            known.put(ExtraInfo.PEERNAME.name(), peername);
        }
        return known;
    }

    @Override
    void start(@Nullable Future<Boolean> started) {
        if (server != null) {
            server.attach(this);
        }
        super.start(started);
    }

    @Override
    void begin() {
        if (isReading() && !inputEnded) {
            loop.addReader(channel, this::readReady);
        }
    }

    // ---- reading ----

    private void readReady() {
        if (!ending) {
            read(readBuffer, this::readInto);
        }
    }

    /** Reads what is there; the end and an error may end the transport. */
    private int readInto(ByteBuffer into) {
        try {
            int count = channel.read(into);
            if (count < 0) {
                readEof();
            }
            return count;
        } catch (IOException e) {
            into.clear();
            fatal(e, "Fatal read error on socket transport");
            return 0;
        }
    }

    private void readEof() {
        inputEnded = true;
        guarded("protocol.eof_received()", () -> {
            if (protocol.eofReceived()) {
                loop.removeReader(channel); // the peer may still listen
            } else {
                close();
            }
        });
    }

    @Override
    public boolean isReading() {
        return !closing && !paused;
    }

    @Override
    public void pauseReading() {
        if (isReading()) {
            paused = true;
            stopReading();
        }
    }

    @Override
    void stopReading() {
        loop.removeReader(channel);
    }

    @Override
    public void resumeReading() {
        if (!closing && paused) {
            paused = false;
            begin();
        }
    }

    // ---- writing ----

    @Override
    public void write(ByteBuffer data) {
        Objects.requireNonNull(data, "data");
        if (mayWrite("write()")) {
            sending.write(data);
        } else {
            data.position(data.limit());
        }
    }

    @Override
    public void writelines(List<byte[]> data) {
        Objects.requireNonNull(data, "data");
        ByteBuffer[] buffers = data.stream()
                .filter(each -> each.length > 0)
                .map(ByteBuffer::wrap)
                .toArray(ByteBuffer[]::new);
        if (mayWrite("writelines()")) {
            sending.write(buffers);
        }
    }

    private boolean mayWrite(String call) {
        if (eofWritten) {
            throw new IllegalStateException("Cannot call " + call + " after write_eof()");
        }
        if (file != null) {
            throw new IllegalStateException("unable to " + call.replace("()", "") + "; sendfile is in progress");
        }
        if (ending) {
            drop("socket.send() raised exception.");
        }
        return !ending;
    }

    @Override
    void afterSending() {
        if (file != null) {
            file.begin();
        } else if (closing) {
            lose(null);
        } else if (eofWritten) {
            shutdownOutput();
        }
    }

    @Override
    boolean isAllSent() {
        return sending.isEmpty() && file == null;
    }

    @Override
    public void writeEof() {
        if (closing || eofWritten) {
            return;
        }
        eofWritten = true;
        if (isAllSent()) {
            shutdownOutput();
        }
    }

    private void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            fatal(e, WRITE_ERROR);
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public long getWriteBufferSize() {
        return sending.size();
    }

    /** Sends a part of a file, after what was written. */
    long sendfile(FileChannel source, long offset, long count) throws IOException {
        if (eofWritten) {
            throw new IllegalStateException("Cannot call sendfile() after write_eof()");
        }
        if (file != null) {
            throw FileTransfer.busy(this);
        }
        boolean reading = isReading();
        pauseReading();
        file = new FileTransfer(loop, channel, source, offset, count);
        try {
            return file.runWhen(sending.isEmpty());
        } finally {
            file = null;
            if (ending) {
                InUse.close(loop, channel, this);
            } else if (closing && isAllSent()) {
                end(null);
            } else if (eofWritten && isAllSent()) {
                shutdownOutput();
            }
            if (reading) {
                resumeReading();
            }
        }
    }

    // ---- ending ----

    @Override
    void stop(@Nullable Throwable error) {
        sending.clear();
        loop.removeReader(channel);
        loop.removeWriter(channel);
        if (file != null) {
            file.stop(error != null ? error
                    : new SocketException("Connection aborted: " + this + " was sending a file"));
        }
    }

    @Override
    void release() {
        if (file == null) {
            InUse.close(loop, channel, this);
        }
        if (server != null) {
            server.detach(this);
        }
    }

    // ---- what others may know ----

    @Override
    public @Nullable Object getExtraInfo(String name) {
        return extra.get(Objects.requireNonNull(name, "name"));
    }

    @Override
    public String toString() {
        String state = !channel.isOpen() ? "closed" : closing ? "closing" : paused ? "paused" : "reading";
        return "<SocketTransport " + state + " peername=" + extra.get(ExtraInfo.PEERNAME.name())
                + " to send=" + sending.size() + ">";
    }
}
