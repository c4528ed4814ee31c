package org.asyncio4j;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A value that every loop has for itself, made when it is first asked for: buffers, counters, a register. What a library
 * that is written for loops keeps in the place of a thread local; a static field holds it.
 *
 * <p>The values of a loop go with the loop. Those that are {@link AutoCloseable} are closed when it is, in the order in which
 * they were made, after its tasks have ended: the loop runs nothing any more. An error in that is reported to the loop's
 * {@link ExceptionHandler}. Looking a value up takes no lock, so the step that does so is not broken off.
 *
 * <p><b>Threads:</b> the loop's only, like the value itself.
 *
 * @param <T> the type of the value
 */
public final class LoopLocal<T> {

    private final Supplier<? extends T> initial;

    private LoopLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /**
     * Creates a variable.
     *
     * @param <T> the type of the value
     * @param initial makes the value of a loop
     * @return the variable, to be kept in a static field: a loop holds its values, and so this, as long as it lives
     */
    public static <T> LoopLocal<T> withInitial(Supplier<? extends T> initial) {
        return new LoopLocal<>(Objects.requireNonNull(initial, "initial"));
    }

    /**
     * Returns the value of a loop.
     *
     * @param loop the loop
     * @return the value, made now if the loop has none yet
     * @throws IllegalStateException if the loop runs in another thread
     */
    public T get(EventLoop loop) {
        var base = (BaseEventLoop) Objects.requireNonNull(loop, "loop");
        base.checkThread();
        @SuppressWarnings("unchecked") // only set puts something there
        T known = (T) base.locals.get(this);
        if (known != null) {
            return known;
        }
        T made = Objects.requireNonNull(initial.get(), "the initial value of a LoopLocal");
        base.locals.put(this, made);
        return made;
    }

    /**
     * Gives a loop another value.
     *
     * @param loop the loop
     * @param value the value
     * @throws IllegalStateException if the loop runs in another thread
     */
    public void set(EventLoop loop, T value) {
        var base = (BaseEventLoop) Objects.requireNonNull(loop, "loop");
        base.checkThread();
        base.locals.put(this, Objects.requireNonNull(value, "value"));
    }
}
