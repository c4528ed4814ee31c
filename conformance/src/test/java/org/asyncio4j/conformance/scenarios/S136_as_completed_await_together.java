package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;

final class S136_as_completed_await_together extends Scenario {

    private int job(int n) {
        sleep(ofMillis(30L * n));
        return n;
    }

    private List<Coroutine<Integer>> placesOf(List<Coroutine<Integer>> jobs) {
        List<Coroutine<Integer>> places = new ArrayList<>();
        asCompleted(jobs).forEach(places::add);
        return places;
    }

    private void main() {
        List<Coroutine<Integer>> places = placesOf(List.of(() -> job(3), () -> job(1), () -> job(2)));
        print("places", places.size());
        print("in order of places", await(gather(places)));
        places = placesOf(List.of(() -> job(2), () -> job(1)));
        Coroutine<Integer> second = places.get(1);
        Coroutine<Integer> first = places.get(0);
        print("awaited last place first:", await(second));
        print("then the other:", await(first));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
