package org.asyncio4j.examples;

import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The output of a process, read as it comes: a pipe that nobody reads fills up and stops the
 * process that writes to it.
 */
final class Captured {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // under the lock
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    Captured(Reader output) {
        Thread.ofVirtual().start(() -> readAll(output));
    }

    String text() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the output contains this; {@code false} if it ended or took too long. */
    boolean await(String wanted, Duration limit) throws InterruptedException {
        awaitUntil(() -> ended || text.indexOf(wanted) >= 0, limit);
        return text().contains(wanted);
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        awaitUntil(() -> ended, limit);
    }

    private void awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = limit.toNanos();
            while (!condition.getAsBoolean() && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void readAll(Reader output) {
        var buffer = new char[8192];
        try (output) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException e) {
            // The process was killed by a test that gave up on it: what it wrote before stands.
        } finally {
            end();
        }
    }

    private void add(char[] buffer, int count) {
        lock.lock();
        try {
            text.append(buffer, 0, count);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
