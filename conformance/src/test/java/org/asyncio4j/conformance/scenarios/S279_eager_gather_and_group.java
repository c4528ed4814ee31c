package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S279_eager_gather_and_group extends Scenario {

    private final Map<String, Integer> cache = new HashMap<>(Map.of("a", 1));

    private int lookup(String key) {
        Integer known = cache.get(key);
        if (known != null) {
            print("hit", key);
            return known;
        }
        print("miss", key);
        sleep(ofMillis(20));
        int value = cache.size() + 1;
        cache.put(key, value);
        print("loaded", key);
        return value;
    }

    private void main() {
        getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
        Future<List<Integer>> g = gather(() -> lookup("a"), () -> lookup("a"));
        print("all hits: gather done at once", g.done());
        print(await(g));
        print(await(gather(() -> lookup("b"), () -> lookup("a"))));
        var xy = new ArrayList<Task<Integer>>();
        taskGroup(tg -> {
            xy.add(tg.createTask(() -> lookup("b")));
            xy.add(tg.createTask(() -> lookup("c")));
            print("in body: done", xy.get(0).done(), xy.get(1).done());
        });
        print("results", xy.get(0).result(), xy.get(1).result());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
