/**
 * The seams of an event loop: its clock, what it sleeps in, and which ready callback comes first.
 *
 * <p>An implementation is handed to a loop with {@link org.asyncio4j.LoopOptions}. Nothing here knows of tasks.
 */
@NullMarked
package org.asyncio4j.spi;

import org.jspecify.annotations.NullMarked;
