package org.asyncio4j;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What {@link Asyncio#wait(java.util.Collection)} found: both sets in the order in which the futures were given.
 *
 * @param <F> the type of the futures
 * @param done those that are finished or cancelled
 * @param pending those that are not
 */
public record WaitResult<F extends Future<?>>(Set<F> done, Set<F> pending) {

    /**
     * Keeps copies of the sets, which cannot be changed.
     *
     * @param done those that are finished or cancelled
     * @param pending those that are not
     */
    public WaitResult {
        done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
        pending = Collections.unmodifiableSet(new LinkedHashSet<>(pending));
    }
}
