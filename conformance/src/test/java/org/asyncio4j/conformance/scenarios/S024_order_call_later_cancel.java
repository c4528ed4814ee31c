package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.EventLoop;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.conformance.Scenario;

final class S024_order_call_later_cancel extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        List<Integer> fired = new ArrayList<>();
        List<TimerHandle> handles = IntStream.range(0, 5)
                .mapToObj(i -> loop.callLater(ofMillis(20L * (i + 1)), () -> fired.add(i)))
                .toList();
        handles.get(1).cancel();
        handles.get(3).cancel();
        loop.callLater(ofMillis(30), handles.get(4)::cancel);
        sleep(ofMillis(160));
        print("fired", fired);
        for (int i = 0; i < handles.size(); i++) {
            print(i, "cancelled", handles.get(i).cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
