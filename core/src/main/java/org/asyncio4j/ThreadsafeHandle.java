package org.asyncio4j;

/** A handle that any thread may cancel: the callback then either never starts, or has ended when the call returns. */
final class ThreadsafeHandle extends Handle {

    /*
     * The monitor of the handle is the lock, as it costs no object: who cancels while the callback runs waits until it has
     * ended, unless that is the callback itself, or a task that it starts eagerly: the callback waits for its first step. A
     * task that has to wait for it is suspended, like in any blocking call.
     */

    ThreadsafeHandle(BaseEventLoop loop, Runnable callback, Object context) {
        super(loop, callback, context);
    }

    @Override
    public void cancel() {
        BaseEventLoop here = RunningLoop.get();
        if (here != null && here.tick().isCalledBy(this)) {
            super.cancel();
        } else {
            cancelLocked();
        }
    }

    private synchronized void cancelLocked() {
        super.cancel();
    }

    @Override
    synchronized void run(BaseEventLoop loop) {
        loop.tick().runs(this);
        super.run(loop);
        loop.tick().runs(null);
    }
}
