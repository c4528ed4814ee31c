package org.asyncio4j;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A variable whose value belongs to the running task: what {@code contextvars.ContextVar} is in Python.
 *
 * <p>A task starts with a copy of its creator's {@link Context}; what it sets is not seen by the creator. Callbacks see
 * the values of the moment they were registered. Outside of a loop each thread has a context of its own.
 *
 * <p>A value for a part of the code only is set by a {@code try} statement:
 *
 * <pre>{@code
 * try (var _ = REQUEST.set(request)) {
 *     handle();
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> any. Create variables once, as constants.
 *
 * @param <T> the type of the value
 */
public final class ContextVar<T extends @Nullable Object> {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String name;
    /** Tells this variable from all others, and puts them in order. */
    private final long number;
    private final boolean hasDefault;
    private final @Nullable T defaultValue;

    /**
     * Creates a variable without a default value.
     *
     * @param name shown in messages
     */
    public ContextVar(String name) {
        this(name, false, null, NUMBERS.incrementAndGet());
    }

    /**
     * Creates a variable with a default value.
     *
     * @param name shown in messages
     * @param defaultValue what {@link #get()} returns where no value was set
     */
    public ContextVar(String name, T defaultValue) {
        this(name, true, defaultValue, NUMBERS.incrementAndGet());
    }

    /** Creates a variable with a number that no other one may have in the same context. */
    ContextVar(String name, boolean hasDefault, @Nullable T defaultValue, long number) {
        this.name = Objects.requireNonNull(name, "name");
        this.number = number;
        this.hasDefault = hasDefault;
        this.defaultValue = defaultValue;
    }

    long number() {
        return number;
    }

    /**
     * Returns the value in the current context.
     *
     * @return the value set there, or the default value
     * @throws NoSuchElementException if no value was set and there is no default
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // a value that was set, and a default that was given, are Ts
    public T get() {
        ContextMap.Entry entry = Context.current().find(this);
        if (entry != null) {
            return (T) entry.value();
        }
        if (hasDefault) {
            return defaultValue;
        }
        throw new NoSuchElementException(
                "no value of " + this + " in the current context; set one, or give it a default");
    }

    /**
     * Returns the value in the current context, or another one if none was set there; the default of the variable does
     * not count.
     *
     * @param otherwise what to return where no value was set
     * @return the value set there, or {@code otherwise}
     */
    public T get(T otherwise) {
        return Context.current().get(this, otherwise);
    }

    /**
     * Sets the value in the current context.
     *
     * @param value the new value
     * @return what {@link #reset} needs to bring the former value back; may be dropped
     */
    public Token<T> set(T value) {
        Context context = Context.current();
        var token = new Token<>(this, context, context.find(this));
        context.put(this, value);
        return token;
    }

    /**
     * Brings back the value from before a call of {@link #set}; if there was none, there is none again. A token works
     * once, in the context that it was made in.
     *
     * @param token what that call of {@code set} returned
     * @throws IllegalStateException if the token has been used
     * @throws IllegalArgumentException if the token is one of another variable, or was made in another context
     */
    public void reset(Token<T> token) {
        Objects.requireNonNull(token, "token");
        Context context = Context.current();
        token.use(this, context);
        context.restore(this, token.oldEntry());
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
        return "<ContextVar name='" + name + "'" + (hasDefault ? " default=" + defaultValue : "") + ">";
    }
}
