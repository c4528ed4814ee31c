package org.asyncio4j.conformance.random;

import java.util.List;
import java.util.stream.Collectors;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Future;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.queue.QueueShutDown;
import org.asyncio4j.sync.BrokenBarrierError;
import org.jspecify.annotations.Nullable;

/** How play.py writes values and errors. */
final class Words {

    private Words() {}

    static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Throwable error -> describe(error);
            case List<?> list -> list.stream().map(Words::show).collect(Collectors.joining(", ", "[", "]"));
            case Boolean truth -> truth ? "True" : "False";
            default -> value.toString();
        };
    }

    static String describe(@Nullable Throwable error) {
        return switch (error) {
            case null -> "NoneType";
            case ExceptionGroup group -> group.exceptions()
                    .stream()
                    .map(Words::describe)
                    .collect(Collectors.joining(", ", "group(", ")"));
            case Boom boom -> "Boom(" + boom.getMessage() + ")";
            case CancelledError cancelled -> "CancelledError(" + messageOf(cancelled) + ")";
            case TimeoutError _ -> "TimeoutError";
            case InvalidStateError _ -> "InvalidStateError";
            case QueueShutDown _ -> "QueueShutDown";
            case BrokenBarrierError _ -> "BrokenBarrierError";
            case IllegalStateException _ -> "RuntimeError";
            case IllegalArgumentException _ -> "ValueError";
            default -> error.toString();
        };
    }

    private static String messageOf(Throwable error) {
        String message = error.getMessage();
        return message == null ? "" : message;
    }

    static String outcome(Future<?> future) {
        if (future.cancelled()) {
            return "cancelled";
        }
        Throwable error = future.exception();
        return error != null ? describe(error) : show(future.result());
    }
}
