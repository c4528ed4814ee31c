package org.asyncio4j.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The JDK's engine with the buffers of encrypted bytes on both sides of it. It knows of no loop, and never waits. */
final class TlsEngine {

    /*
     *      lend, fed                read
     *   ---------------> incoming ---------> plaintext
     *
     *        flush                  write
     *   <--------------- outgoing <--------- plaintext
     *
     * Both sides are arrays that are taken from those of the loop and given back by flush(): a connection at rest has
     * none. What is left of an incomplete record is kept in an array of its own size until more comes. Outgoing records
     * are gathered, so that several go to the transport in one write.
     */

    /** Where a call has come to. */
    enum Outcome {
        /** Nothing more can be done without more input. */
        WANTS_INPUT,
        /** The next record does not fit into what is left of the target. */
        WANTS_ROOM,
        /** A computation must be done first: see {@link #tasks}. */
        WANTS_TASKS,
        /** The peer has said goodbye, or the handshake is over. */
        DONE
    }

    private static final Logger LOG = System.getLogger("asyncio");
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final byte[] NO_BYTES = {};
    /** The largest record, and some. */
    private static final int SMALLEST_ROOM = 17 * 1024;
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    /** So much of what is not TLS is shown. */
    private static final int SHOWN = 16;
    /** An engine that has failed throws what it failed by before it gives out its last words. */
    private static final int LAST_WORDS = 4;

    private final TlsBuffers buffers;
    private final Consumer<ByteBuffer> output;
    private SSLEngine engine;
    /** The array of the bytes that have come in, from start to end. */
    private byte[] array = NO_BYTES;
    private ByteBuffer incoming = NONE;
    private byte[] outgoingArray = NO_BYTES;
    private @Nullable ByteBuffer outgoing;
    /** Whether the peer has sent a record. */
    private boolean spoken;
    private boolean goodbye;

    TlsEngine(SSLEngine engine, TlsBuffers buffers, Consumer<ByteBuffer> output) {
        this.engine = engine;
        this.buffers = buffers;
        this.output = output;
    }

    SSLEngine engine() {
        return engine;
    }

    /** Goes on with another engine, which finds what has come in. */
    void engine(SSLEngine next) {
        engine = next;
    }

    // ---- incoming ----

    /** Where the next encrypted bytes go. */
    ByteBuffer lend() {
        int size = incoming.remaining();
        if (array.length - incoming.limit() < SMALLEST_ROOM) {
            byte[] target = roomFor(size + SMALLEST_ROOM);
            System.arraycopy(array, incoming.position(), target, 0, size);
            replaceArray(target, size);
        }
        return ByteBuffer.wrap(array, incoming.limit(), array.length - incoming.limit());
    }

    private byte[] roomFor(int needed) {
        if (needed <= array.length) {
            return array;
        }
        return needed <= TlsBuffers.SIZE ? buffers.take() : new byte[Math.max(needed, 2 * array.length)];
    }

    private void replaceArray(byte[] target, int size) {
        if (target != array) {
            buffers.give(array);
            array = target;
        }
        incoming = size == 0 && target.length == 0 ? NONE : ByteBuffer.wrap(target, 0, size);
    }

    /** So many bytes were put into what was lent. */
    void fed(int count) {
        incoming.limit(incoming.limit() + count);
    }

    /** Adds encrypted bytes that have come in another way. */
    void feed(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer target = lend();
            int count = Math.min(target.remaining(), data.remaining());
            target.put(data.slice(data.position(), count));
            data.position(data.position() + count);
            fed(count);
        }
    }

    /** How many encrypted bytes wait. */
    int pending() {
        return incoming.remaining();
    }

    /** The encrypted bytes that wait, to be looked at. */
    ByteBuffer waiting() {
        return incoming.asReadOnlyBuffer();
    }

    // ---- doing ----

    /** Goes on with the handshake. */
    Outcome handshake() throws SSLException {
        for (;;) {
            switch (engine.getHandshakeStatus()) {
                case NOT_HANDSHAKING, FINISHED -> {
                    return Outcome.DONE;
                }
                case NEED_TASK -> {
                    return Outcome.WANTS_TASKS;
                }
                case NEED_WRAP -> {
                    if (!wrap(NONE)) {
                        throw new SSLException("the connection was closed during the handshake");
                    }
                }
                default -> {
                    Outcome outcome = unwrap(NONE);
                    if (outcome == Outcome.DONE || outcome == Outcome.WANTS_ROOM) {
                        throw new SSLException("the peer closed the connection during the handshake");
                    }
                    if (outcome == Outcome.WANTS_INPUT) {
                        return outcome;
                    }
                }
            }
        }
    }

    /** Decrypts as much as is there and fits. */
    Outcome read(ByteBuffer target) throws SSLException {
        for (;;) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status != HandshakeStatus.NOT_HANDSHAKING) {
                refuseRenegotiation();
            }
            if (status == HandshakeStatus.NEED_TASK) {
                return Outcome.WANTS_TASKS;
            }
            if (status == HandshakeStatus.NEED_WRAP && wrap(NONE)) {
                continue;
            }
            if (goodbye) {
                return Outcome.DONE;
            }
            Outcome outcome = unwrap(target);
            if (outcome != Outcome.WANTS_TASKS) {
                return outcome;
            }
        }
    }

    /** In TLS 1.2 a peer may begin another handshake at any time: much work for the asking, and attacks were built on it. */
    private void refuseRenegotiation() throws SSLException {
        boolean ending = engine.isInboundDone() || engine.isOutboundDone();
        if (!ending && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("the peer asks for a renegotiation, which is refused");
        }
    }

    /** One record; {@link Outcome#WANTS_TASKS} stands for "look again". */
    private Outcome unwrap(ByteBuffer target) throws SSLException {
        if (!incoming.hasRemaining()) {
            return Outcome.WANTS_INPUT;
        }
        SSLEngineResult result;
        try {
            result = engine.unwrap(incoming, target);
        } catch (RuntimeException e) {
            throw new SSLException("the engine cannot read what the peer sent: " + e, e);
        } catch (SSLException e) {
            throw spoken ? e : notSpoken(e);
        }
        spoken |= result.bytesConsumed() > 0;
        return switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> Outcome.WANTS_INPUT;
            case BUFFER_OVERFLOW -> Outcome.WANTS_ROOM;
            case CLOSED -> {
                goodbye = true;
                yield Outcome.DONE;
            }
            case OK -> result.bytesConsumed() == 0 && result.bytesProduced() == 0
                    && engine.getHandshakeStatus() == result.getHandshakeStatus()
                    && result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP
                            ? Outcome.WANTS_INPUT
                            : Outcome.WANTS_TASKS;
        };
    }

    /** What to say of a peer whose first bytes are neither of a handshake nor of an alert. */
    private SSLException notSpoken(SSLException error) {
        int first = incoming.hasRemaining() ? incoming.get(incoming.position()) : HANDSHAKE;
        if (first == HANDSHAKE || first == ALERT) {
            return error;
        }
        var begin = new StringBuilder();
        for (int i = incoming.position(); i < incoming.limit() && begin.length() < SHOWN; i++) {
            char each = (char) incoming.get(i);
            begin.append(each >= ' ' && each <= '~' ? each : '.');
        }
        return new SSLException("the peer does not speak TLS: it began with \"" + begin + "\"", error);
    }

    /** Encrypts what is in a buffer; stops before its end if the handshake must go on first. */
    boolean write(ByteBuffer source) throws SSLException {
        while (source.hasRemaining()) {
            int before = source.remaining();
            if (!wrap(source) && source.remaining() == before) {
                return false;
            }
        }
        return true;
    }

    /** Makes at most one record; returns whether it did. */
    private boolean wrap(ByteBuffer source) throws SSLException {
        for (;;) {
            ByteBuffer target = outgoing;
            if (target == null) {
                outgoingArray = buffers.take();
                target = ByteBuffer.wrap(outgoingArray);
                outgoing = target;
            }
            SSLEngineResult result = engine.wrap(source, target);
            if (result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW) {
                return result.bytesProduced() > 0;
            }
            if (target.position() > 0) {
                send(target);
            } else {
                outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + target.capacity());
            }
        }
    }

    /** The computations that the engine waits for. */
    List<Runnable> tasks() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        return tasks;
    }

    /** Says goodbye. */
    void sayGoodbye() throws SSLException {
        engine.closeOutbound();
        boolean more = wrap(NONE);
        while (more && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            more = wrap(NONE);
        }
    }

    /** Tells the peer what was wrong with what it sent, if there is anything to tell. */
    void sayWhatWasWrong() {
        for (int i = 0; i < LAST_WORDS && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
            try {
                wrap(NONE);
            } catch (SSLException again) {
                LOG.log(Level.TRACE, "the error again", again);
            }
        }
        flush();
    }

    // ---- giving back ----

    /** Hands everything to the transport, and gives the arrays back. */
    void flush() {
        ByteBuffer full = outgoing;
        if (full != null) {
            if (full.position() > 0) {
                send(full);
            }
            dropOutgoing();
        }
        int size = incoming.remaining();
        if (size == 0) {
            replaceArray(NO_BYTES, 0);
        } else if (array.length == TlsBuffers.SIZE) {
            replaceArray(Arrays.copyOfRange(array, incoming.position(), incoming.limit()), size);
        }
    }

    /** Drops what waits on both sides. */
    void clear() {
        incoming = NONE;
        buffers.give(array);
        array = NO_BYTES;
        dropOutgoing();
    }

    private void dropOutgoing() {
        buffers.give(outgoingArray);
        outgoingArray = NO_BYTES;
        outgoing = null;
    }

    private void send(ByteBuffer full) {
        full.flip();
        output.accept(full);
        full.clear();
    }
}
