package org.asyncio4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a future of anything that can be awaited, and finds the loop for it. */
final class Futures {

    private Futures() {}

    /** A future as it is, anything else as a new task of the loop. */
    static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable, @Nullable EventLoop loop) {
        // not a switch over types, which takes milliseconds the first time
        if (Objects.requireNonNull(awaitable, "awaitable") instanceof Future<T> future) {
            if (loop != null) {
                checkLoop(future, loop);
            }
            return future;
        }
        return loopOr(loop).createTask(
                awaitable instanceof Coroutine<T> coroutine ? coroutine : awaitable::await);
    }

    /** Refuses a future of another loop. */
    static void checkLoop(Future<?> future, EventLoop loop) {
        if (future.getLoop() != loop) {
            throw new IllegalArgumentException(
                    "The future belongs to a different loop than the one specified as the loop argument");
        }
    }

    private static EventLoop loopOr(@Nullable EventLoop loop) {
        return loop != null ? loop : CurrentLoop.get();
    }

    /**
     * The loop of some awaitables: the running one, or else that of the first future, or else the current one.
     */
    static BaseEventLoop commonLoop(Iterable<? extends Awaitable<?>> awaitables) {
        BaseEventLoop running = RunningLoop.get();
        if (running != null) {
            return running;
        }
        for (Awaitable<?> each : awaitables) {
            if (each instanceof Future<?> future) {
                return future.loop();
            }
        }
        return (BaseEventLoop) CurrentLoop.get();
    }

    /** What a collection holds, none of it null: a call that is given a null must not have begun anything. */
    static <F> List<F> items(Collection<? extends F> items, String parameter) {
        List<F> list = new ArrayList<>(Objects.requireNonNull(items, parameter));
        String element = "an element of " + parameter;
        for (F item : list) {
            Objects.requireNonNull(item, element);
        }
        return list;
    }
}
