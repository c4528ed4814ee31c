import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Eager start: a task that need not wait is done when createTask returns; a cache that hits costs no turn of the loop.
 *
 *     ./asyncio4j run examples/EagerStart.java
 */

final Map<String, String> cache = new HashMap<>(Map.of("known", "from the cache"));

String lookup(String key) {
    String value = cache.get(key);
    if (value == null) {
        sleep(ofMillis(10)); // a request
        value = "fetched";
        cache.put(key, value);
    }
    return value;
}

void main() {
    run(() -> {
        Task<String> usual = createTask(() -> lookup("known"));
        IO.println("usual start: done " + usual.done());

        Task<String> eager = createTask(() -> lookup("known"), TaskOptions.defaults().withEagerStart(true));
        IO.println("eager start: done " + eager.done() + ", " + eager.result());

        getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory); // from now on every task
        Task<String> unknown = createTask(() -> lookup("unknown"));
        IO.println("it waits: done " + unknown.done());
        IO.println(unknown.await() + ", then " + createTask(() -> lookup("unknown")).result() + " again");
        usual.await();
    });
}
