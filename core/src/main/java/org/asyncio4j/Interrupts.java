package org.asyncio4j;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;

/** Knows the exceptions by which blocking calls of the JDK say that their thread was interrupted. */
final class Interrupts {

    private Interrupts() {}

    /** Tells whether an exception, or one of its causes, says that the thread was interrupted. */
    static boolean causedBy(Throwable error) {
        return Causes.first(error, Interrupts::saysInterrupted) != null;
    }

    private static boolean saysInterrupted(Throwable error) {
        return switch (error) {
            case InterruptedException _,ClosedByInterruptException _ -> true;
            // a read that ran into its own time limit is another matter
            case InterruptedIOException io -> !(io instanceof java.net.SocketTimeoutException);
            case SocketException socket -> "Closed by interrupt".equals(socket.getMessage());
            default -> false;
        };
    }
}
