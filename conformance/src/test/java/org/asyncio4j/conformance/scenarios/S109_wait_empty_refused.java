package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.asyncio4j.Asyncio;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S109_wait_empty_refused extends Scenario {

    private void main() {
        for (Collection<Task<String>> empty : List.of(List.<Task<String>>of(), Set.<Task<String>>of())) {
            try {
                Asyncio.wait(empty);
            } catch (IllegalArgumentException e) {
                print(typeName(e), "-", e);
            }
        }
        Task<String> t = createTask(() -> sleep(ZERO, "ok"));
        try {
            // an enum: the unknown name does not even reach wait()
            Asyncio.wait(List.of(t), ReturnWhen.valueOf("SOMETIME"));
        } catch (IllegalArgumentException e) {
            print(typeName(e), "-", e);
        }
        print(await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
