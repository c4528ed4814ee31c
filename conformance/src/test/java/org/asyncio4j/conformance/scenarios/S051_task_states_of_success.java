package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S051_task_states_of_success extends Scenario {

    private void show(String label, Task<?> t) {
        print(label, "done", t.done(), "cancelled", t.cancelled());
    }

    private int work(List<Task<Integer>> me) {
        show("running", me.get(0));
        sleep(ofMillis(20));
        show("running again", me.get(0));
        return 99;
    }

    private void main() {
        List<Task<Integer>> me = new ArrayList<>();
        me.add(createTask(() -> work(me)));
        show("created", me.get(0));
        sleep(ZERO);
        show("suspended", me.get(0));
        await(me.get(0));
        show("finished", me.get(0));
        print("result", me.get(0).result(), "exception", me.get(0).exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
