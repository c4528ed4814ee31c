package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.concurrent.CountDownLatch;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S240_threads_cancelled_to_thread extends Scenario {

    private volatile boolean begun;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    private String blocking() throws InterruptedException {
        begun = true;
        release.await(5, SECONDS);
        finished.countDown();
        return "ignored";
    }

    private boolean isFinished() {
        return finished.getCount() == 0;
    }

    private void main() {
        try {
            waitFor(() -> toThread(this::blocking), ofMillis(30));
        } catch (TimeoutError _) {
            if (!begun) {
                main(); // no thread took the function up in time, and now none will, as in Python: once more
                return;
            }
            print("timed out, function finished", isFinished());
        }
        release.countDown();
        while (!isFinished()) {
            sleep(ofMillis(10));
        }
        print("function finished", isFinished());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
