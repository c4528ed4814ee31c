/**
 * Python's {@code asyncio} for the JVM: an event loop, cooperative tasks, cancellation and structured waiting.
 *
 * <p>Start with {@link org.asyncio4j.Asyncio}, whose static methods are the words of a program. A task is ordinary Java
 * code: any method may suspend, and its signature does not say so. Tasks of one loop run one at a time, and a switch
 * happens only where a task waits.
 *
 * <h2>Null</h2>
 *
 * Unless a parameter is marked {@link org.jspecify.annotations.Nullable}, passing {@code null} throws
 * {@link NullPointerException} naming the parameter. Results of tasks and futures may be {@code null}.
 *
 * <h2>Memory</h2>
 *
 * All that happens in one step of a loop happens-before the next step of that loop, whichever task takes it. What a
 * thread did before {@link org.asyncio4j.EventLoop#callSoonThreadsafe callSoonThreadsafe} or
 * {@link org.asyncio4j.Asyncio#runCoroutineThreadsafe runCoroutineThreadsafe} happens-before the callback or the
 * coroutine runs.
 *
 * <h2>Threads</h2>
 *
 * A loop and everything that belongs to it may be used only from the steps of that loop; other threads use the methods
 * whose name ends in {@code Threadsafe}. A call from another thread while the loop runs throws
 * {@link IllegalStateException} with the names of both threads.
 */
@NullMarked
package org.asyncio4j;

import org.jspecify.annotations.NullMarked;
