package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link ContextVar}s of a task, a callback or a thread: what {@code contextvars.Context} is in Python.
 *
 * <p>{@link #copy()} costs next to nothing, however many variables there are: the two share their values until one of
 * them changes. A context lists its variables in the order in which they were created.
 *
 * <p><b>Threads:</b> a context may be used by one thread or one loop at a time.
 */
public final class Context implements Iterable<ContextVar<?>> {

    /** The context of each thread while no loop runs in it. */
    private static final ThreadLocal<Context> OF_THREAD = ThreadLocal.withInitial(Context::new);

    private static final VarHandle ENTERED = FieldAccess.to(MethodHandles.lookup(), "entered", boolean.class);

    /** Never changed in place: a change puts a new map here, so copies can share it. */
    private ContextMap values;
    /** Some code is being run in this context with {@link #run}; any thread, through ENTERED. */
    @SuppressWarnings("unused")
    private boolean entered;

    /** Creates an empty context. */
    public Context() {
        this(ContextMap.EMPTY);
    }

    /** A context with these values. */
    Context(ContextMap values) {
        this.values = values;
    }

    /**
     * Returns a copy of the context of the running task, callback or thread; the same as {@link Asyncio#copyContext()}.
     *
     * @return the copy, {@code contextvars.copy_context()} in Python
     */
    public static Context copyCurrent() {
        return current().copy();
    }

    /** The values of the context in which this code runs: what a copy of it would have. */
    static ContextMap currentValues() {
        return current().values;
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
     * Runs code in this context: what it sets stays here. In a task the code may wait, and finds the context again
     * afterwards.
     *
     * @param <T> the type of the result
     * @param code what to run
     * @return the result of the code; what it throws is thrown as it is
     * @throws IllegalStateException if this context is the current one already, or {@code run} is running code in it,
     *         here or in another thread
     */
    public <T extends @Nullable Object> T run(Callable<T> code) {
        Objects.requireNonNull(code, "code");
        Context outer = current();
        if (outer == this || !ENTERED.compareAndSet(this, false, true)) {
            throw new IllegalStateException(
                    "cannot enter context: " + this + " is already entered; run the code in a copy");
        }
        makeCurrent(this);
        try {
            return code.call();
        } catch (Throwable error) {
            throw Rethrow.unchecked(error);
        } finally {
            makeCurrent(outer);
            ENTERED.setRelease(this, false);
        }
    }

    /**
     * Runs code without a result in this context, as {@link #run(Callable)} does.
     *
     * @param code what to run
     * @throws IllegalStateException if this context is entered already
     */
    public void run(VoidCoroutine code) {
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
        return find(variable) != null;
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
        ContextMap.Entry entry = find(variable);
        if (entry == null) {
            throw new NoSuchElementException("no value of " + variable + " in this context; set one first");
        }
        return (T) entry.value();
    }

    /**
     * Returns the value of a variable here, or another one if none was set; the default of the variable does not count.
     *
     * @param <T> the type of the value
     * @param variable the variable to look up
     * @param otherwise what to return if no value was set
     * @return the value that was set, or {@code otherwise}
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // put() keeps variable and value of one type
    public <T extends @Nullable Object> T get(ContextVar<T> variable, T otherwise) {
        ContextMap.Entry entry = find(variable);
        return entry == null ? otherwise : (T) entry.value();
    }

    /**
     * Returns how many variables have a value here.
     *
     * @return their number
     */
    public int size() {
        return values.size();
    }

    /**
     * Returns the variables that have a value here. What is set meanwhile does not show.
     *
     * @return an iterator in the order in which the variables were created
     */
    @Override
    public Iterator<ContextVar<?>> iterator() {
        return items().keySet().iterator();
    }

    /**
     * Returns the variables that have a value here, with their values. Two contexts that Python calls equal have equal
     * items; the contexts themselves are equal only if they are the same.
     *
     * @return a map as of now that cannot be changed, in the order in which the variables were created
     */
    public Map<ContextVar<?>, @Nullable Object> items() {
        Map<ContextVar<?>, @Nullable Object> items = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach(items::put);
        return Collections.unmodifiableMap(items);
    }

    ContextMap.@Nullable Entry find(ContextVar<?> variable) {
        return values.find(Objects.requireNonNull(variable, "variable"));
    }

    <T extends @Nullable Object> void put(ContextVar<T> variable, T value) {
        values = values.with(variable, value);
    }

    /** Puts back what {@link #find} has returned for a variable. */
    void restore(ContextVar<?> variable, ContextMap.@Nullable Entry entry) {
        values = entry == null ? values.without(variable) : values.with(variable, entry.value());
    }

    @Override
    public String toString() {
        return "<Context of " + values.size() + " variables>";
    }
}
