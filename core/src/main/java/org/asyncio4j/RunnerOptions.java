package org.asyncio4j;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@code asyncio.run} and {@code asyncio.Runner}.
 *
 * @param debug whether the loop is in debug mode; null leaves what {@code -Dasyncio4j.debug} says
 * @param loopFactory makes the loop; null for {@link Asyncio#newEventLoop()}
 */
public record RunnerOptions(@Nullable Boolean debug, @Nullable Supplier<? extends EventLoop> loopFactory) {

    private static final RunnerOptions DEFAULTS = new RunnerOptions(null, null);

    /**
     * Returns the options of a plain {@code run(coroutine)}.
     *
     * @return no options
     */
    public static RunnerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with debug mode on or off.
     *
     * @param enabled whether the loop is in debug mode
     * @return the changed options
     */
    public RunnerOptions withDebug(boolean enabled) {
        return new RunnerOptions(enabled, loopFactory);
    }

    /**
     * Returns these options with another maker of loops.
     *
     * @param factory called once for each runner; the runner closes the loop
     * @return the changed options
     */
    public RunnerOptions withLoopFactory(Supplier<? extends EventLoop> factory) {
        return new RunnerOptions(debug, Objects.requireNonNull(factory, "factory"));
    }
}
