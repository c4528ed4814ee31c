import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Many requests, so many at a time, each to the first mirror that answers: mapConcurrent and race.
 *
 *     ./asyncio4j run examples/Hedging.java
 */

/** A mirror that answers after some milliseconds; less than zero says that it is down. */
record Mirror(String name, int millis) {

    String fetch(String page) throws IOException {
        try {
            sleep(ofMillis(Math.abs(millis)));
        } catch (CancelledError cancelled) {
            IO.println("  " + name + " is not needed any more for " + page);
            throw cancelled;
        }
        if (millis < 0) {
            throw new IOException(name + " has no " + page);
        }
        return page + " from " + name;
    }
}

void main() {
    var near = new Mirror("near", 120);
    var far = new Mirror("far", 360);
    var down = new Mirror("down", -20);

    run(() -> {
        IO.println("the first to answer wins, the others are cancelled and waited for");
        IO.println(race(() -> far.fetch("index"), () -> near.fetch("index")));

        IO.println("ask a second one only if the first takes too long, or fails");
        IO.println(race(ofMillis(240), () -> near.fetch("a"), () -> far.fetch("a")));
        IO.println(race(ofMillis(240), () -> down.fetch("b"), () -> near.fetch("b")));
        IO.println(race(ofMillis(120), () -> far.fetch("c"), () -> near.fetch("c")));

        IO.println("nobody answers");
        try {
            race(() -> down.fetch("d"), () -> new Mirror("lost", -40).fetch("d"));
        } catch (ExceptionGroup group) {
            for (IOException error : group.matching(IOException.class)) {
                IO.println("  " + error.getMessage());
            }
        }

        IO.println("four pages, two at a time, in the order of the list");
        IO.println(mapConcurrent(List.of("e", "f", "g", "h"), 2, page -> near.fetch(page)));

        IO.println("as they come, and no more than needed");
        List<Mirror> mirrors = List.of(far, near, new Mirror("other", 240));
        try (var answers = mapAsCompleted(mirrors, 3, mirror -> mirror.fetch("i"))) {
            for (String answer : answers) {
                IO.println(answer);
                if (answer.endsWith("other")) {
                    break;
                }
            }
        }
    });
}
