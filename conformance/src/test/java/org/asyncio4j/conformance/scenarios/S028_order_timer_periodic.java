package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.conformance.Scenario;

final class S028_order_timer_periodic extends Scenario {

    private final class Ticker {

        private final EventLoop loop;
        private int left;
        private final Future<String> finished;
        private TimerHandle handle;

        Ticker(EventLoop loop, int limit) {
            this.loop = loop;
            left = limit;
            finished = loop.createFuture();
            handle = arm();
        }

        private TimerHandle arm() {
            return loop.callLater(ofMillis(20), this::tick);
        }

        private void tick() {
            left -= 1;
            print("tick, left", left);
            if (left > 0) {
                handle = arm();
            } else {
                finished.setResult("stopped");
            }
        }
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        var ticker = new Ticker(loop, 4);
        print(await(ticker.finished));
        var second = new Ticker(loop, 5);
        sleep(ZERO);
        second.handle.cancel();
        sleep(ofMillis(40));
        print("second left", second.left, "finished", second.finished.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
