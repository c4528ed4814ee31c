package org.asyncio4j;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through an exception and its causes. */
final class Causes {

    /** Causes can form a ring. */
    private static final int DEEPEST = 64;

    private Causes() {}

    /** The first of an exception and its causes that is meant, or null. */
    static @Nullable Throwable first(@Nullable Throwable error, Predicate<Throwable> meant) {
        Throwable each = error;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (meant.test(each)) {
                return each;
            }
            each = each.getCause();
        }
        return null;
    }
}
