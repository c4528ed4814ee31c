package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** Makes the tasks of a loop. Set with {@link EventLoop#setTaskFactory}. */
@FunctionalInterface
public interface TaskFactory {

    /**
     * Makes a task, usually with {@link Task#Task(Coroutine, EventLoop, TaskOptions)}.
     *
     * @param <T> the type of the result
     * @param loop the loop the task is for
     * @param coroutine what it is to run
     * @param options what the caller of {@code createTask} asked for
     * @return a new task of that loop
     */
    <T extends @Nullable Object> Task<T> createTask(EventLoop loop, Coroutine<T> coroutine, TaskOptions options);
}
