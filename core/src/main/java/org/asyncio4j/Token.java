package org.asyncio4j;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the value that a {@link ContextVar} had before it was set; made by {@link ContextVar#set}. Python's
 * {@code contextvars.Token}.
 *
 * <p><b>Threads:</b> as for the context that the variable was set in.
 *
 * @param <T> the type of the value
 */
public final class Token<T extends @Nullable Object> implements AutoCloseable {

    // written once
    private final ContextVar<T> variable;
    private final Context context;
    private final ContextMap.@Nullable Entry old;

    private boolean used;

    Token(ContextVar<T> variable, Context context, ContextMap.@Nullable Entry old) {
        this.variable = variable;
        this.context = context;
        this.old = old;
    }

    /**
     * Returns the variable that was set.
     *
     * @return the variable
     */
    public ContextVar<T> var() {
        return variable;
    }

    /**
     * Tells whether the variable had no value before, not counting its default: {@code old_value is Token.MISSING} in
     * Python.
     *
     * @return whether there is no {@link #oldValue()}
     */
    public boolean wasMissing() {
        return old == null;
    }

    /**
     * Returns the value that the variable had before it was set.
     *
     * @return the former value
     * @throws NoSuchElementException if it had none; its default does not count
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the variable had it, so it is a T
    public T oldValue() {
        if (old == null) {
            throw new NoSuchElementException(
                    this + " has no old value: the variable was not set before; ask wasMissing() first");
        }
        return (T) old.value();
    }

    /**
     * Resets the variable, as {@link ContextVar#reset} does: the end of {@code try (var token = variable.set(x))}.
     *
     * @throws IllegalStateException if the variable was reset with this token before
     * @throws IllegalArgumentException if the variable was set in another context
     */
    @Override
    public void close() {
        variable.reset(this);
    }

    ContextMap.@Nullable Entry oldEntry() {
        return old;
    }

    /** Checks that this token may reset a variable in a context, and is used up by that. */
    void use(ContextVar<?> resetting, Context current) {
        if (used) {
            throw new IllegalStateException(this + " has already been used once");
        }
        if (resetting != variable) {
            throw new IllegalArgumentException(
                    this + " was created by a different ContextVar than " + resetting);
        }
        if (current != context) {
            throw new IllegalArgumentException(
                    this + " was created in a different Context; reset it in the task or callback that made it");
        }
        used = true;
    }

    @Override
    public String toString() {
        return "<Token" + (used ? " used" : "") + " var=" + variable + ">";
    }
}
