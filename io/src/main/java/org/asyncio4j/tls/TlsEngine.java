package org.asyncio4j.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
     * A connection at rest has neither buffer. Incoming bytes are lent from one array that moves its rest to the front;
     * outgoing ones are gathered, so that several records go to the transport in one write.
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
    private static final int SMALLEST_ROOM = 17 * 1024;
    private static final int LARGEST_ROOM = 68 * 1024;
    private static final int OUTGOING = 64 * 1024;
    /** An engine that has failed throws what it failed by before it gives out its last words. */
    private static final int LAST_WORDS = 4;

    private final SSLEngine engine;
    private final Consumer<ByteBuffer> output;
    /** The array of the bytes that have come in. */
    private byte[] array = NO_BYTES;
    private ByteBuffer incoming = NONE;
    private @Nullable ByteBuffer outgoing;
    private int room = SMALLEST_ROOM;
    private boolean goodbye;

    TlsEngine(SSLEngine engine, Consumer<ByteBuffer> output) {
        this.engine = engine;
        this.output = output;
    }

    SSLEngine engine() {
        return engine;
    }

    // ---- incoming ----

    /** Where the next encrypted bytes go. */
    ByteBuffer lend() {
        if (incoming.capacity() - incoming.limit() < room) {
            int size = incoming.remaining();
            byte[] target = array.length - size >= room ? array : new byte[size + room];
            System.arraycopy(array, incoming.position(), target, 0, size);
            array = target;
            incoming = ByteBuffer.wrap(target, 0, size);
        }
        return ByteBuffer.wrap(array, incoming.limit(), room);
    }

    /** So many bytes were put into what was lent. */
    void fed(int count) {
        incoming.limit(incoming.limit() + count);
        if (count == room) {
            room = LARGEST_ROOM;
        } else if (count < SMALLEST_ROOM) {
            room = SMALLEST_ROOM;
        }
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

    /** One record; {@link Outcome#WANTS_TASKS} stands for "look again". */
    private Outcome unwrap(ByteBuffer target) throws SSLException {
        if (!incoming.hasRemaining()) {
            return Outcome.WANTS_INPUT;
        }
        SSLEngineResult result = engine.unwrap(incoming, target);
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
                target = ByteBuffer.allocate(source.remaining() < SMALLEST_ROOM ? 2 * SMALLEST_ROOM : OUTGOING);
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

    /** Hands everything to the transport, and gives up buffers that are empty. */
    void flush() {
        ByteBuffer full = outgoing;
        if (full != null) {
            if (full.position() > 0) {
                send(full);
            }
            outgoing = null;
        }
        if (!incoming.hasRemaining()) {
            incoming = NONE;
            array = NO_BYTES;
        }
    }

    private void send(ByteBuffer full) {
        full.flip();
        output.accept(full);
        full.clear();
    }
}
