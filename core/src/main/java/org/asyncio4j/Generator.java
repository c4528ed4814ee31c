package org.asyncio4j;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Values that are made one at a time by code that may wait between them: Python's asynchronous generator. Made by
 * {@link Asyncio#generate}.
 *
 * <pre>{@code
 * Generator<String> lines = generate(out -> {
 *     try (var connection = connect(host)) {
 *         while (connection.hasMore()) {
 *             out.emit(connection.readLine());
 *         }
 *     }
 * });
 * try (lines) {
 *     for (String line : lines) {
 *         if (line.isEmpty()) {
 *             break;
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The body runs only while somebody waits for its next value, and as a part of the task that waits: what it waits for,
 * that task waits for; {@link Asyncio#currentTask()} and the context variables are those of that task; and a body that does
 * not wait hands its value over without any other task having a turn. Like an iterator, a generator is used up by one
 * iteration.
 *
 * <p>A generator that was iterated, but not to its end, holds what its body holds until it is closed, or until the loop
 * closes it at its end. Where the iteration may stop early, use a {@code try} statement.
 *
 * <p><b>Cancellation:</b> cancelling the task that waits for a value is felt by the body, at the point where it waits. If
 * the {@link CancelledError} leaves the body, it leaves {@link #next} as well.
 *
 * <p><b>Threads:</b> the tasks of one loop, one at a time.
 *
 * @param <T> the type of the values
 */
public final class Generator<T extends @Nullable Object> implements Iterable<T>, AutoCloseable {

    /*
     *   new --next--> running --emit--> suspended --next, close--> running ...
     *    |               |
     *    | close         | body ends
     *    v               v
     *   ended          ended
     *
     * The body has a thread of its own, but no task. While it runs, its strand stands in the place of the consumer's strand
     * in the consumer's task: whatever the loop does with that task (its next step, its cancellation), it does to the
     * body. Asking for a value and handing it over are switches within one step, which the ready queue does not see.
     */

    /**
     * What a generator runs.
     *
     * @param <T> the type of the values
     */
    @FunctionalInterface
    public interface Body<T extends @Nullable Object> {

        /**
         * Makes the values.
         *
         * @param out takes them
         * @throws Exception whatever the code throws; it comes out of the call that asked for the next value
         */
        void run(Emitter<T> out) throws Exception;
    }

    /**
     * Takes the values of a generator from its body.
     *
     * @param <T> the type of the values
     */
    @FunctionalInterface
    public interface Emitter<T extends @Nullable Object> {

        /**
         * Hands a value over and suspends the body until the next one is asked for: {@code yield value} in Python.
         *
         * @param value the value
         * @throws GeneratorExit if the generator is closed instead; let it pass, after cleaning up
         * @throws IllegalStateException if the generator is being closed already, or if this is not the code of its body
         */
        void emit(T value);
    }

    private enum State {
        NEW, RUNNING, SUSPENDED, ENDED
    }

    private final Body<T> body;

    // loop thread only
    private State state = State.NEW;
    private @Nullable BaseEventLoop loop;
    /** The thread of the body; null before its start and after its end. */
    private @Nullable Strand strand;
    /** While the body runs: the task that it is a part of, and the thread to go back to. */
    private @Nullable Task<?> task;
    private @Nullable Strand consumer;
    /** The context that the body was last given; it may be running code in another one. */
    private @Nullable Context given;
    private boolean followsContext = true;

    /** A value was emitted and not fetched yet. */
    private boolean hasValue;
    private @Nullable T value;
    /** What the body ended with. */
    private @Nullable Throwable failure;
    private @Nullable GeneratorExit exit;
    private boolean ignoredExit;

    Generator(Body<T> body) {
        this.body = Objects.requireNonNull(body, "body");
    }

    /**
     * Returns an iterator by {@link #hasNext()} and {@link #next()}.
     *
     * @return an iterator that goes on where the last one stopped
     */
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Generator.this.hasNext();
            }

            @Override
            public T next() {
                return Generator.this.next();
            }
        };
    }

    /**
     * Waits until the body has handed over its next value, or has ended.
     *
     * @return whether there is another value
     * @throws IllegalStateException if called outside of a task, or in another loop than before, or while another task
     *         waits for the next value
     */
    public boolean hasNext() {
        if (hasValue) {
            return true;
        }
        if (state == State.ENDED) {
            return false;
        }
        resume("anext()", null);
        return hasValue;
    }

    /**
     * Waits for the next value. What the body throws is thrown as it is, and then the generator has ended.
     *
     * @return the value
     * @throws NoSuchElementException if the body has ended or the generator was closed
     * @throws IllegalStateException if called outside of a task, or in another loop than before, or while another task
     *         waits for the next value
     */
    @SuppressWarnings("NullAway") // what was emitted is a T
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(this + " has no more values");
        }
        T next = value;
        forgetValue();
        return next;
    }

    private void forgetValue() {
        hasValue = false;
        value = null;
    }

    /**
     * Returns the values as a stream, sequential and lazy; closing the stream closes the generator.
     *
     * @return a stream to be used in a task
     */
    public Stream<T> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /**
     * Ends the body where it is suspended: a {@link GeneratorExit} is thrown there. Waits until the body has ended. Does
     * nothing if it has ended or was never started. {@code aclose()} in Python.
     *
     * @throws IllegalStateException if the body emits another value instead of ending; if a task waits for the next value;
     *         if called outside of a task, or in another loop than before
     */
    @Override
    public void close() {
        if (state == State.NEW) {
            state = State.ENDED;
        }
        if (state == State.ENDED) {
            forgetValue();
            return;
        }
        resume("aclose()", new GeneratorExit());
        if (ignoredExit) {
            throw ignoredExit();
        }
    }

    // ---- in the thread of the consumer ----

    /** Runs the body up to its next value or to its end, in place of the current code. */
    private void resume(String caller, @Nullable GeneratorExit thrownIn) {
        Task<?> current = RunningLoop.requireTask();
        if (state == State.RUNNING) {
            throw new IllegalStateException(caller + ": asynchronous generator is already running");
        }
        Strand mine = startedIn(current.loop());
        followContext(mine, current);
        forgetValue();
        state = State.RUNNING;
        exit = thrownIn;
        task = current;
        consumer = current.switchTo(mine);
        consumer.suspend(this);
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw Rethrow.unchecked(thrown);
        }
    }

    private Strand startedIn(BaseEventLoop running) {
        if (loop != null && loop != running) {
            throw new IllegalStateException(
                    this + " was started in another event loop, " + loop + "; use it there");
        }
        Strand existing = strand;
        if (existing == null) {
            running.generators.add(this);
            loop = running;
            existing = running.carrier().newStrand("asyncio4j-generator", this::runBody);
            strand = existing;
        }
        return existing;
    }

    private void followContext(Strand mine, Task<?> current) {
        Context context = current.loop().context();
        mine.lend(current, followsContext ? context : null);
        given = context;
    }

    // ---- in the thread of the body ----

    private void runBody() {
        Throwable thrown = null;
        try {
            body.run(this::emit);
        } catch (Throwable error) {
            thrown = error == exit ? null : error;
        }
        Task<?> borrower = Objects.requireNonNull(task);
        failure = thrown == null ? null : borrower.asCancellation(thrown);
        state = State.ENDED;
        strand = null;
        borrower.loop().generators.remove(this);
        borrower.switchTo(giveBack());
    }

    private void emit(T next) {
        Strand mine = strand;
        // on the baton carrier a callback may run on the very thread of a body that waits
        if (mine == null || Thread.currentThread() != mine.thread() || state != State.RUNNING
                || task == null || task.loop().current() != task) {
            throw new IllegalStateException("emit() of " + this + " was called outside of its body;"
                    + " only the code of the body itself may emit, not its tasks and callbacks");
        }
        if (exit != null) {
            ignoredExit = true;
            throw ignoredExit();
        }
        Task<?> borrower = Objects.requireNonNull(task);
        followsContext = borrower.loop().context() == given;
        value = next;
        hasValue = true;
        state = State.SUSPENDED;
        borrower.switchTo(giveBack());
        mine.suspend(this);
        if (exit != null) {
            throw exit;
        }
    }

    /** The task gets its own thread back. */
    private Strand giveBack() {
        Strand owner = Objects.requireNonNull(consumer);
        consumer = null;
        task = null;
        return owner;
    }

    private static IllegalStateException ignoredExit() {
        return new IllegalStateException("async generator ignored GeneratorExit");
    }

    @Override
    public String toString() {
        return switch (state) {
            case NEW -> "<Generator not started>";
            case RUNNING -> "<Generator running>";
            case SUSPENDED -> "<Generator suspended>";
            case ENDED -> "<Generator ended>";
        };
    }
}
