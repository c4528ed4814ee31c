import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Deadlines: for one call, for a block, and one that moves on while there is progress.
 *
 *     ./asyncio4j run examples/Timeouts.java
 */

String slowly(String answer, int millis) {
    sleep(ofMillis(millis));
    return answer;
}

void main() {
    run(() -> {
        IO.println(waitFor(() -> slowly("in time", 10), ofSeconds(10)));

        try {
            timeout(ofMillis(50), () -> slowly("never seen", 60_000));
        } catch (TimeoutError late) {
            IO.println("gave up: the call was cancelled, and its finally blocks have run");
        }

        timeout(ofSeconds(10), deadline -> {
            for (int part = 1; part <= 3; part++) {
                slowly("part", 10);
                deadline.reschedule(getRunningLoop().time().plusSeconds(10)); // ten more, as there is progress
                IO.println("part " + part);
            }
        });

        try {
            timeout(ofSeconds(10), () -> timeout(ofMillis(50), () -> slowly("never seen", 60_000)));
        } catch (TimeoutError inner) {
            IO.println("of two deadlines the nearer one counts");
        }

        String answer = timeoutValue(ofMillis(50), deadline -> {
            try {
                return slowly("never seen", 60_000);
            } catch (CancelledError cancelled) {
                return "a fallback; expired: " + deadline.expired();
            }
        });
        IO.println(answer);
    });
}
