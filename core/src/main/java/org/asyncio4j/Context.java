package org.asyncio4j;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link ContextVar}s of a task, a callback or a thread: what {@code contextvars.Context} is in Python.
 *
 * <p>{@link #copy()} is cheap: the two share their values until one of them changes.
 *
 * <p><b>Threads:</b> a context may be used by one thread or one loop at a time.
 */
public final class Context {

    /** The context of each thread while no loop runs in it. */
    private static final ThreadLocal<Context> OF_THREAD = ThreadLocal.withInitial(Context::new);

    /** Never changed in place: a change puts a new map here, so copies can share it. */
    private Map<ContextVar<?>, @Nullable Object> values;
    /** Some code is being run in this context with {@link #run}. */
    private boolean entered;

    /** Creates an empty context. */
    public Context() {
        this(Map.of());
    }

    private Context(Map<ContextVar<?>, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Returns a copy of the context of the running task, callback or thread.
     *
     * @return the copy, {@code contextvars.copy_context()} in Python
     */
    public static Context copyCurrent() {
        return current().copy();
    }

    /** Returns the context in which this code runs. */
    static Context current() {
        BaseEventLoop loop = RunningLoop.get();
        return loop != null ? loop.context() : OF_THREAD.get();
    }

    /**
     * Returns a context with the same values, which later changes do not share.
     *
     * @return the copy
     */
    public Context copy() {
        return new Context(values);
    }

    /**
     * Runs code in this context: what it sets stays here.
     *
     * @param <T> the type of the result
     * @param code what to run
     * @return the result of the code
     * @throws IllegalStateException if this context is the current one already
     */
    public <T extends @Nullable Object> T run(Callable<T> code) {
        Objects.requireNonNull(code, "code");
        Context outer = current();
        if (entered || outer == this) {
            throw new IllegalStateException(
                    "cannot enter context: " + this + " is already entered; run the code in a copy");
        }
        entered = true;
        makeCurrent(this);
        try {
            return code.call();
        } catch (Throwable error) {
            throw Rethrow.unchecked(error);
        } finally {
            makeCurrent(outer);
            entered = false;
        }
    }

    /**
     * Runs code without a result in this context, as {@link #run(Callable)} does.
     *
     * @param code what to run
     * @throws IllegalStateException if this context is the current one already
     */
    public void run(Runnable code) {
        Objects.requireNonNull(code, "code");
        run(() -> {
            code.run();
            return true;
        });
    }

    private static void makeCurrent(Context context) {
        BaseEventLoop loop = RunningLoop.get();
        if (loop != null) {
            loop.context(context);
        } else {
            OF_THREAD.set(context);
        }
    }

    /**
     * Tells whether a variable has a value here; its default does not count.
     *
     * @param variable the variable to look up
     * @return whether a value was set
     */
    public boolean contains(ContextVar<?> variable) {
        return values.containsKey(Objects.requireNonNull(variable, "variable"));
    }

    /**
     * Returns the value of a variable here, not looking at its default.
     *
     * @param <T> the type of the value
     * @param variable the variable to look up
     * @return the value that was set
     * @throws NoSuchElementException if none was set
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // put() keeps variable and value of one type
    public <T extends @Nullable Object> T get(ContextVar<T> variable) {
        if (!contains(variable)) {
            throw new NoSuchElementException("no value of " + variable + " in this context; set one first");
        }
        return (T) values.get(variable);
    }

    <T extends @Nullable Object> void put(ContextVar<T> variable, T value) {
        Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
        changed.put(variable, value);
        values = changed;
    }

    @Override
    public String toString() {
        return "<Context of " + values.size() + " variables>";
    }
}
