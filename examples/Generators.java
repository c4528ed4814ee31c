import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Generators: values made one by one, by code that may wait between them, for a plain for or a stream.
 *
 *     ./asyncio4j run examples/Generators.java
 */

/** Pages of a listing, each fetched when it is asked for. */
Generator<String> pages(String what) {
    return generate(out -> {
        try {
            for (int page = 1; page <= 1_000; page++) {
                sleep(ofMillis(5)); // the request
                out.emit(what + " page " + page);
            }
        } finally {
            IO.println("connection of " + what + " closed");
        }
    });
}

void main() {
    run(() -> {
        try (var users = pages("users")) {
            for (String page : users) {
                IO.println(page);
                if (page.endsWith("3")) {
                    break; // no more pages are fetched
                }
            }
        }

        try (var orders = pages("orders").stream()) {
            IO.println(orders.filter(page -> page.endsWith("0")).limit(2).toList());
        }

        pages("left").next(); // never closed: the end of run() does it
        IO.println("main ends");
    });
}
