/**
 * Channels between the tasks of one loop, and waiting for the first of several things.
 *
 * <p>A {@link org.asyncio4j.channel.Channel} hands values from tasks that send to tasks that receive.
 * {@link org.asyncio4j.channel.Select#select select} waits for channels, futures and time at once, and exactly one of them
 * takes effect. asyncio has neither; a {@link org.asyncio4j.queue.Queue} is what it has.
 *
 * <p>They are written on the public interface of {@link org.asyncio4j} alone, as a program's own would be. Channels are
 * made without a loop, and belong to one from the first time a task has to wait. They are not for threads.
 */
@NullMarked
package org.asyncio4j.channel;

import org.jspecify.annotations.NullMarked;
