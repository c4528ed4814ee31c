package org.asyncio4j.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    /** More than the plaintext of the largest record. */
    private static final int SCRATCH = 32 * 1024;

    // written once
    private final TlsEngine engine;
    private final Consumer<Throwable> failed;

    // loop thread only
    /** Decrypted bytes that did not fit into the buffer of the protocol above. */
    private @Nullable ByteBuffer left;

    /**
     * Creates the way.
     *
     * @param failed told of what the protocol throws
     */
    Decrypting(TlsEngine engine, Consumer<Throwable> failed) {
        this.engine = engine;
        this.failed = failed;
    }

    /** Decrypts some and calls the protocol once; {@link Outcome#WANTS_ROOM} means that there is more. */
    Outcome deliver(StreamProtocol app) throws IOException {
        return switch (app) {
            case BufferedProtocol lending -> lend(lending);
            case Protocol handed -> hand(handed);
        };
    }

    /** Decrypts everything and drops it. */
    Outcome discard() throws IOException {
        left = null;
        ByteBuffer waste = engine.pending() > 0 ? ByteBuffer.allocate(SCRATCH) : EMPTY;
        Outcome outcome;
        do {
            waste.clear();
            outcome = engine.read(waste);
        } while (outcome == Outcome.WANTS_ROOM && waste.position() > 0);
        return outcome;
    }

    void clear() {
        left = null;
    }

    private Outcome hand(Protocol handed) throws IOException {
        ByteBuffer scratch = takeLeft();
        Outcome outcome = Outcome.WANTS_ROOM;
        if (scratch == null) {
            if (engine.pending() == 0) {
                return engine.read(EMPTY);
            }
            scratch = ByteBuffer.allocate(SCRATCH);
            outcome = engine.read(scratch);
            scratch.flip();
        }
        if (scratch.hasRemaining()) {
            byte[] data = Arrays.copyOfRange(scratch.array(), scratch.position(), scratch.limit());
            guarded(() -> handed.dataReceived(data));
        }
        return outcome;
    }

    private Outcome lend(BufferedProtocol lending) throws IOException {
        if (left == null && engine.pending() == 0) {
            return engine.read(EMPTY);
        }
        List<ByteBuffer> lent = new ArrayList<>(1);
        if (!guarded(() -> {
            ByteBuffer buffer = lending.getBuffer(-1);
            if (!buffer.hasRemaining()) {
                throw new IllegalStateException("get_buffer() returned an empty buffer");
            }
            lent.add(buffer);
        })) {
            return Outcome.WANTS_ROOM;
        }
        ByteBuffer target = lent.getFirst();
        int start = target.position();
        Outcome outcome = Outcome.WANTS_ROOM;
        ByteBuffer rest = takeLeft();
        if (rest == null) {
            outcome = engine.read(target);
            if (outcome == Outcome.WANTS_ROOM && target.position() == start) {
                rest = ByteBuffer.allocate(SCRATCH);
                outcome = engine.read(rest);
                rest.flip();
            }
        }
        if (rest != null) {
            int count = Math.min(rest.remaining(), target.remaining());
            target.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            if (rest.hasRemaining()) {
                left = rest;
                outcome = Outcome.WANTS_ROOM;
            }
        }
        int count = target.position() - start;
        if (count > 0) {
            guarded(() -> lending.bufferUpdated(count));
        }
        return outcome;
    }

    private @Nullable ByteBuffer takeLeft() {
        ByteBuffer taken = left;
        left = null;
        return taken;
    }

    /** Calls the protocol above about data; an error in it ends the connection. */
    private boolean guarded(Rethrow.Call call) {
        try {
            call.run();
            return true;
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            failed.accept(error);
            return false;
        }
    }
}
