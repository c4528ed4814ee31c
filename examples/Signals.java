import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Ctrl-C and SIGTERM: the main task is cancelled, everyone cleans up, and the process ends with the status of the signal.
 * This one asks itself to end, as a container's runtime would.
 *
 *     ./asyncio4j run examples/Signals.java
 */

void serve() {
    try {
        sleep(ofDays(1));
    } finally {
        sleep(ofMillis(10));
        IO.println("connections drained");
    }
}

void main() {
    try {
        run(() -> {
            createTask(this::serve);
            IO.println("serving");
            toThread(() -> {
                long self = ProcessHandle.current().pid();
                new ProcessBuilder("kill", "-TERM", Long.toString(self)).start().waitFor();
            });
            sleep(ofDays(1));
        });
    } catch (SystemExit exit) { // not caught, it would end the process quietly
        IO.println(exit.getMessage());
    }
}
