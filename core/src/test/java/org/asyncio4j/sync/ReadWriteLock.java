package org.asyncio4j.sync;

/** The sample in the text of {@link WaitQueue}, line by line. */
final class ReadWriteLock {
    private final WaitQueue waiters = new WaitQueue(this);
    private int readers;
    private boolean writing;

    void lockRead() {
        while (writing) {
            waiters.await();
        }
        readers++;
    }

    void lockWrite() {
        while (writing || readers > 0) {
            waiters.await();
        }
        writing = true;
    }

    void unlock() {
        if (writing || readers == 1) {
            waiters.wakeAll(); // first, so that a call from a wrong thread changes nothing
        }
        readers = Math.max(0, readers - 1);
        writing = false;
    }

    @Override
    public String toString() {
        return waiters.describe(writing ? "writing" : "readers:" + readers);
    }
}
