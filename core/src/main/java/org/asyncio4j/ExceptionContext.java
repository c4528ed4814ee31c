package org.asyncio4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a loop tells its exception handler: a message, and whatever else is known under the keys of asyncio
 * ({@code exception}, {@code future}, {@code task}, {@code handle}, ...).
 */
public final class ExceptionContext {

    private static final String MESSAGE = "message";
    private static final String EXCEPTION = "exception";

    private final Map<String, @Nullable Object> values;

    private ExceptionContext(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Returns a context that holds a message only.
     *
     * @param message what happened
     * @return the context
     */
    public static ExceptionContext of(String message) {
        return new ExceptionContext(Map.of()).with(MESSAGE, Objects.requireNonNull(message, "message"));
    }

    /**
     * Returns this context with one more value.
     *
     * @param key the name of the value
     * @param value the value
     * @return the extended context
     */
    public ExceptionContext with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> extended = new LinkedHashMap<>(values);
        extended.put(Objects.requireNonNull(key, "key"), value);
        return new ExceptionContext(extended);
    }

    /**
     * Returns this context with the error it is about.
     *
     * @param error what was thrown
     * @return the extended context
     */
    public ExceptionContext withException(Throwable error) {
        return with(EXCEPTION, Objects.requireNonNull(error, "error"));
    }

    /**
     * Returns what happened, in one sentence.
     *
     * @return the message
     */
    public String message() {
        return String.valueOf(values.get(MESSAGE));
    }

    /**
     * Returns the error this context is about.
     *
     * @return the error, or null if there is none
     */
    public @Nullable Throwable exception() {
        return values.get(EXCEPTION) instanceof Throwable error ? error : null;
    }

    /**
     * Returns a value by its key.
     *
     * @param key the name of the value
     * @return the value, or null if there is none
     */
    public @Nullable Object get(String key) {
        return values.get(key);
    }

    /**
     * Tells whether there is a value under a key.
     *
     * @param key the name of the value
     * @return whether it was given
     */
    public boolean contains(String key) {
        return values.containsKey(key);
    }

    /**
     * Returns all values by their keys.
     *
     * @return a view that cannot be changed
     */
    public Map<String, @Nullable Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The text the default handler logs: the message, then the other values by key. */
    String describe() {
        var text = new StringBuilder(message());
        new TreeMap<>(values).forEach((key, value) -> {
            if (!key.equals(MESSAGE) && !key.equals(EXCEPTION)) {
                text.append('\n').append(key).append(": ").append(value);
            }
        });
        return text.toString();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
