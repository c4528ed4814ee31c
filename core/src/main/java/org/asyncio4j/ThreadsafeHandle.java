package org.asyncio4j;

import java.util.concurrent.locks.ReentrantLock;

/** A handle that any thread may cancel: the callback then either never starts, or has ended when the call returns. */
final class ThreadsafeHandle extends Handle {

    private final ReentrantLock lock = new ReentrantLock();

    ThreadsafeHandle(BaseEventLoop loop, Runnable callback, Context context) {
        super(loop, callback, context);
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            super.cancel();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void run() {
        lock.lock();
        try {
            super.run();
        } finally {
            lock.unlock();
        }
    }
}
