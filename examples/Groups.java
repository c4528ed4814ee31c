import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Task groups: the block ends when all its tasks have, and one failure cancels the others.
 *
 *     ./asyncio4j run examples/Groups.java
 */

String fetch(String what, int millis) throws IOException {
    try {
        sleep(ofMillis(millis));
    } finally {
        IO.println("  " + what + " ends");
    }
    if (what.startsWith("broken")) {
        throw new IOException(what);
    }
    return what.toUpperCase(Locale.ROOT);
}

void main() {
    run(() -> {
        IO.println("all of them");
        List<Task<String>> tasks = new ArrayList<>();
        taskGroup(tg -> {
            tasks.add(tg.createTask(() -> fetch("a", 120)));
            tasks.add(tg.createTask(() -> fetch("b", 20)));
        });
        IO.println(tasks.stream().map(Task::result).toList());

        IO.println("one fails");
        try {
            taskGroup(tg -> {
                tg.createTask(() -> fetch("slow", 60_000));
                tg.createTask(() -> fetch("broken", 20));
            });
        } catch (ExceptionGroup group) {
            IO.println(group.matching(IOException.class).stream().map(Throwable::getMessage).toList());
        }

        IO.println("enough");
        taskGroup(tg -> {
            tg.createTask(() -> fetch("listener", 60_000));
            sleep(ofMillis(20));
            tg.cancel(); // ends the block without an error
        });
        IO.println("done");
    });
}
