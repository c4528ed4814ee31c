package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;

import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S093_gather_empty extends Scenario {

    private void main() {
        // gather() could be either of two overloads
        Future<List<String>> future = gather(List.of());
        print("done at once", future.done());
        print("result", await(future));
        print("done", future.done(), "cancel()", future.cancel());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
