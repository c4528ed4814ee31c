/**
 * What tasks of one loop coordinate with: asyncio's synchronization primitives.
 *
 * <p>They are written on the public interface of {@link org.asyncio4j} alone, as a program's own would be. They are made
 * without a loop, and belong to one from the first time a task has to wait. They are not for threads.
 * {@link org.asyncio4j.sync.WaitQueue} is what they are made of, and what the next primitive is made of.
 *
 * <p>A name given to the constructor shows in {@code toString} and in messages. {@code toString} also tells who holds what
 * and who waits; {@code statistics()} has the same as a record.
 */
@NullMarked
package org.asyncio4j.sync;

import org.jspecify.annotations.NullMarked;
