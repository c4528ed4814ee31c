/**
 * Queues between the tasks of one loop: asyncio's {@link org.asyncio4j.queue.Queue}, {@link org.asyncio4j.queue.LifoQueue}
 * and {@link org.asyncio4j.queue.PriorityQueue}.
 *
 * <p>They are written on the public interface of {@link org.asyncio4j} alone, as a program's own would be. They are made
 * without a loop, and belong to one from the first time a task has to wait. They are not for threads. Each takes a name
 * as the last argument of a constructor, which messages and {@code toString()} show.
 *
 * <h2>Imports</h2>
 *
 * {@code java.util} has an interface {@code Queue} and a class {@code PriorityQueue}. Import those of this package by
 * their names, {@code import org.asyncio4j.queue.Queue;}. Then they are meant, whatever else is imported as a whole. A
 * file that needs both writes the other one in full: {@code java.util.Queue<String> names}. Otherwise:
 *
 * <ul>
 * <li>{@code import org.asyncio4j.queue.*;} is enough beside single imports of other classes, beside
 * {@code import module java.base;}, and in a file without a class: a package wins over a module.
 * <li>{@code import org.asyncio4j.queue.*;} and {@code import java.util.*;} together: the compiler says that the reference
 * to {@code Queue} is ambiguous. Add the single import.
 * <li>Without an import from here, and with {@code java.util.*}, with {@code module java.base} or in a file without a
 * class: {@code new Queue<>()} does not compile, since the one of {@code java.util} is an interface. But
 * {@code new PriorityQueue<>(10)} <b>does compile</b>, and 10 is then no limit. The compiler misses {@code put} and
 * {@code get}; a {@code for} statement compiles, and waits for nothing.
 * </ul>
 */
@NullMarked
package org.asyncio4j.queue;

import org.jspecify.annotations.NullMarked;
