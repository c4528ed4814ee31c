package org.asyncio4j;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A variable whose value belongs to the running task: what {@code contextvars.ContextVar} is in Python.
 *
 * <p>A task starts with a copy of its creator's {@link Context}; what it sets is not seen by the creator. Callbacks see
 * the values of the moment they were registered. Outside of a loop each thread has a context of its own.
 *
 * <p><b>Threads:</b> any. Create variables once, as constants.
 *
 * @param <T> the type of the value
 */
public final class ContextVar<T extends @Nullable Object> {

    private final String name;
    private final boolean hasDefault;
    private final @Nullable T defaultValue;

    /**
     * Creates a variable without a default value.
     *
     * @param name shown in messages
     */
    public ContextVar(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.hasDefault = false;
        this.defaultValue = null;
    }

    /**
     * Creates a variable with a default value.
     *
     * @param name shown in messages
     * @param defaultValue what {@link #get()} returns where no value was set
     */
    public ContextVar(String name, T defaultValue) {
        this.name = Objects.requireNonNull(name, "name");
        this.hasDefault = true;
        this.defaultValue = defaultValue;
    }

    /**
     * Returns the value in the current context.
     *
     * @return the value set there, or the default value
     * @throws NoSuchElementException if no value was set and there is no default
     */
    @SuppressWarnings("NullAway") // a default that was given is a T
    public T get() {
        Context context = Context.current();
        if (context.contains(this)) {
            return context.get(this);
        }
        if (hasDefault) {
            return defaultValue;
        }
        throw new NoSuchElementException(
                "no value of " + this + " in the current context; set one, or give it a default");
    }

    /**
     * Sets the value in the current context.
     *
     * @param value the new value
     */
    public void set(T value) {
        Context.current().put(this, value);
    }

    /**
     * Returns the name of this variable.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "<ContextVar name='" + name + "'>";
    }
}
