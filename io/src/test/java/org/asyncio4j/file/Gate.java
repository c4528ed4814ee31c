package org.asyncio4j.file;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.asyncio4j.Asyncio;

/** A call in a thread for files that has begun, and goes on when the test says so. */
final class Gate implements Callable<String> {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public String call() throws InterruptedException {
        begun.countDown();
        opened.await();
        return "went through";
    }

    /** Waits in a task until the call has begun. */
    void awaitBegin() {
        while (begun.getCount() > 0) {
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    void open() {
        opened.countDown();
    }
}
