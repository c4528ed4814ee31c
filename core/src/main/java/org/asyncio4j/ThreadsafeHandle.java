package org.asyncio4j;

/** A handle that any thread may cancel: the callback then either never starts, or has ended when the call returns. */
final class ThreadsafeHandle extends Handle {

    /*
     * The monitor of the handle is the lock, as it costs no object: who cancels while the callback runs waits until it has
     * ended, unless that is the callback itself. A task that has to wait for it is suspended, like in any blocking call.
     */

    ThreadsafeHandle(BaseEventLoop loop, Runnable callback, Object context) {
        super(loop, callback, context);
    }

    @Override
    public synchronized void cancel() {
        super.cancel();
    }

    @Override
    synchronized void run(BaseEventLoop loop) {
        super.run(loop);
    }
}
