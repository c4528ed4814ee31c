package org.asyncio4j.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.tls.TlsEngine.Outcome;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.jspecify.annotations.Nullable;

/** The way from the engine to the protocol above, record by record; straight into its buffer where that has room. */
final class Decrypting {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final byte[] NO_BYTES = {};

    // written once
    private final TlsEngine engine;
    private final TlsBuffers buffers;
    private final Consumer<Throwable> failed;

    // loop thread only
    /** Decrypted bytes that did not fit into the buffer of the protocol above. */
    private @Nullable ByteBuffer left;
    private boolean calling;

    /**
     * Creates the way.
     *
     * @param failed told of what the protocol throws
     */
    Decrypting(TlsEngine engine, TlsBuffers buffers, Consumer<Throwable> failed) {
        this.engine = engine;
        this.buffers = buffers;
        this.failed = failed;
    }

    /** Decrypts some and calls the protocol once; {@link Outcome#WANTS_ROOM} means that there is more. */
    Outcome deliver(StreamProtocol app) throws IOException {
        if (left == null && engine.pending() == 0) {
            return engine.read(EMPTY);
        }
        return switch (app) {
            case BufferedProtocol lending -> lend(lending);
            case Protocol handed -> hand(handed);
        };
    }

    /** Decrypts everything and drops it. */
    Outcome discard() throws IOException {
        left = null;
        if (engine.pending() == 0) {
            return engine.read(EMPTY);
        }
        byte[] array = buffers.take();
        try {
            ByteBuffer waste = ByteBuffer.wrap(array);
            Outcome outcome;
            do {
                waste.clear();
                outcome = engine.read(waste);
            } while (outcome == Outcome.WANTS_ROOM && waste.position() > 0);
            return outcome;
        } finally {
            buffers.give(array);
        }
    }

    void clear() {
        left = null;
    }

    /** Whether the protocol above is being called: the engine is at rest, and may be asked to encrypt. */
    boolean isCalling() {
        return calling;
    }

    private Outcome hand(Protocol handed) throws IOException {
        byte[] data = takeLeft();
        Outcome outcome = Outcome.WANTS_ROOM;
        if (data.length == 0) {
            byte[] array = buffers.take();
            try {
                ByteBuffer plain = ByteBuffer.wrap(array);
                outcome = engine.read(plain);
                data = Arrays.copyOf(array, plain.position());
            } finally {
                buffers.give(array);
            }
        }
        if (data.length > 0) {
            calling = true;
            try {
                handed.dataReceived(data);
            } catch (Throwable error) {
                report(error);
            } finally {
                calling = false;
            }
        }
        return outcome;
    }

    private byte[] takeLeft() {
        ByteBuffer rest = left;
        if (rest == null) {
            return NO_BYTES;
        }
        left = null;
        byte[] taken = new byte[rest.remaining()];
        rest.get(taken);
        return taken;
    }

    private Outcome lend(BufferedProtocol lending) throws IOException {
        ByteBuffer target;
        try {
            target = lending.getBuffer(-1);
            if (!target.hasRemaining()) {
                throw new IllegalStateException("get_buffer() returned an empty buffer");
            }
        } catch (Throwable error) {
            report(error);
            return Outcome.WANTS_ROOM;
        }
        int start = target.position();
        Outcome outcome = left == null ? engine.read(target) : Outcome.WANTS_ROOM;
        if (outcome == Outcome.WANTS_ROOM && target.position() == start) {
            outcome = fill(target);
        }
        int count = target.position() - start;
        if (count > 0) {
            calling = true;
            try {
                lending.bufferUpdated(count);
            } catch (Throwable error) {
                report(error);
            } finally {
                calling = false;
            }
        }
        return outcome;
    }

    /** Puts as much as fits into a buffer that is too small for a record, and keeps the rest. */
    private Outcome fill(ByteBuffer target) throws IOException {
        Outcome outcome = Outcome.WANTS_ROOM;
        ByteBuffer rest = left;
        if (rest == null) {
            byte[] array = buffers.take();
            try {
                ByteBuffer plain = ByteBuffer.wrap(array);
                outcome = engine.read(plain);
                plain.flip();
                move(plain, target);
                rest = ByteBuffer.wrap(Arrays.copyOfRange(array, plain.position(), plain.limit()));
            } finally {
                buffers.give(array);
            }
        } else {
            move(rest, target);
        }
        left = rest.hasRemaining() ? rest : null;
        return left == null ? outcome : Outcome.WANTS_ROOM;
    }

    private static void move(ByteBuffer source, ByteBuffer target) {
        int count = Math.min(source.remaining(), target.remaining());
        target.put(source.slice(source.position(), count));
        source.position(source.position() + count);
    }

    /** An error of the protocol above, told about data, ends the connection. */
    private void report(Throwable error) {
        if (error instanceof KeyboardInterrupt || error instanceof SystemExit) {
            throw (Error) error;
        }
        failed.accept(error);
    }
}
