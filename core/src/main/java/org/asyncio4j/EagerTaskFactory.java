package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Makes tasks that start eagerly with the help of another factory.
 *
 * @param constructor makes the tasks
 */
record EagerTaskFactory(TaskFactory constructor) implements TaskFactory {

    @Override
    public <T extends @Nullable Object> Task<T> createTask(EventLoop loop, Coroutine<T> coroutine,
            TaskOptions options) {
        return constructor.createTask(loop, coroutine,
                options.eagerStart() == null ? options.withEagerStart(true) : options);
    }
}
