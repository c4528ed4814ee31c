package org.asyncio4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@code create_task}, for {@link Asyncio#createTask(Coroutine, TaskOptions)}.
 *
 * @param name the name of the task; null for {@code Task-N}
 * @param context the context the task runs in, shared with its owner; null for a copy of the current one
 * @param eagerStart whether the task runs up to its first wait before {@code createTask} returns; null for what the task
 *        factory of the loop does, which is not to
 */
public record TaskOptions(@Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {

    private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null);

    /**
     * Returns the options of a plain {@code createTask(coroutine)}.
     *
     * @return a generated name and a copy of the current context
     */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with a name.
     *
     * @param other the name of the task
     * @return the changed options
     */
    public TaskOptions withName(String other) {
        return new TaskOptions(Objects.requireNonNull(other, "name"), context, eagerStart);
    }

    /**
     * Returns these options with a context.
     *
     * @param other the context the task runs in; what it sets is seen by everyone who shares it
     * @return the changed options
     */
    public TaskOptions withContext(Context other) {
        return new TaskOptions(name, Objects.requireNonNull(other, "context"), eagerStart);
    }

    /**
     * Returns these options with a word about the first step.
     *
     * @param eager true to run up to the first wait at once, while the loop runs; false to start in the next tick, also
     *        where the task factory of the loop starts tasks eagerly
     * @return the changed options
     */
    public TaskOptions withEagerStart(boolean eager) {
        return new TaskOptions(name, context, eager);
    }
}
