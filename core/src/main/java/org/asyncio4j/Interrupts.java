package org.asyncio4j;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** Knows the exceptions by which blocking calls of the JDK say that their thread was interrupted. */
final class Interrupts {

    private Interrupts() {}

    /** Tells whether an exception, or one of its causes, says that the thread was interrupted. */
    static boolean causedBy(Throwable error) {
        int deepest = 16;
        Throwable each = error;
        for (int depth = 0; each != null && depth < deepest; depth++) {
            if (saysInterrupted(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    private static boolean saysInterrupted(@Nullable Throwable error) {
        return switch (error) {
            case InterruptedException _,ClosedByInterruptException _ -> true;
            // a read that ran into its own time limit is another matter
            case InterruptedIOException io -> !(io instanceof java.net.SocketTimeoutException);
            case SocketException socket -> "Closed by interrupt".equals(socket.getMessage());
            case null, default -> false;
        };
    }
}
