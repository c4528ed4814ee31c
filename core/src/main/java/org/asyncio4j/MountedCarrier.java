package org.asyncio4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tasks as virtual threads that are scheduled by the loop and run on its own platform thread. */
final class MountedCarrier extends Carrier {

    /*
     * The loop's platform thread runs nothing of the user's itself: if a callback waited there for a lock, the release of
     * that lock could make runnable a task which only this very thread can run, and both would wait for ever. Three
     * parties with one logger are enough. So task bodies run on their own virtual threads and callbacks on a
     * dispatcher's; only the library's internal callbacks, which take no lock, run in place.
     */

    // written once
    private final BaseEventLoop loop;
    private final Tick tick;

    // loop thread only
    /** The dispatcher that is free for the next callback; null if there is none. */
    private @Nullable Dispatcher dispatcher;

    // written on the loop thread, read by any
    private volatile boolean closed;

    MountedCarrier(BaseEventLoop loop) {
        this.loop = loop;
        this.tick = loop.tick();
    }

    BaseEventLoop loop() {
        return loop;
    }

    /** The way to threads; not kept in a field, where the compiler would not take it for the constant that it is. */
    static VirtualThreads access() {
        return Objects.requireNonNull(VirtualThreads.access());
    }

    Tick tick() {
        return tick;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    CarrierMode mode() {
        return CarrierMode.MOUNTED;
    }

    @Override
    Strand newStrand(Task<?> task) {
        return new MountedStrand(this, task);
    }

    /**
     * A thousand tasks that wait for their first step are small as long as they have no threads, and a thread that ends in
     * its first step dies young.
     */
    @Override
    boolean mayMakeStrandLater() {
        Thread runner = loop.thread();
        return runner != null && access().handDownTheSame(Thread.currentThread(), runner);
    }

    @Override
    Strand newStrand(String name, Runnable body) {
        return new MountedStrand(this, name, body);
    }

    @Override
    void startNow(Task<?> task) {
        var caller = (MountedStrand) loop.step();
        tick.call(caller);
        tick.call(task.makeStrand());
        caller.suspend(task);
    }

    @Override
    void run() {
        for (Object item = next(); item != null; item = next()) {
            if (item instanceof Task<?> task) {
                step(task);
            } else if (item instanceof Handle handle) {
                call(handle);
            } else if (item instanceof InternalCall internal) {
                internal.run();
            } else {
                ((MountedStrand) item).mount();
            }
        }
    }

    private @Nullable Object next() {
        for (Strand call = tick.nextCall(); call != null; call = tick.nextCall()) {
            ((MountedStrand) call).enter();
        }
        return tick.next(true);
    }

    private void step(Task<?> task) {
        var strand = (MountedStrand) task.strand();
        if (strand == null || !strand.started()) {
            if (task.endedBeforeStart()) {
                return;
            }
            strand = (MountedStrand) task.makeStrand();
        }
        strand.enter();
    }

    /**
     * What a thread goes on with whose task has ended: the next task, if that has not begun and could not tell the thread
     * from a new one, else null, and the thread ends. On the thread itself.
     */
    @Nullable
    Task<?> successor(MountedStrand vacant) {
        if (!loop.isHolder(vacant.thread())
                || !access().isAsNew(vacant.thread(), Objects.requireNonNull(loop.thread()))) {
            return null;
        }
        Task<?> next = tick.nextToBegin();
        if (next != null) {
            next.beginOn(vacant);
            access().rename(vacant.thread(), next.getName());
        }
        return next;
    }

    private void call(Handle handle) {
        if (handle.isInternal()) {
            handle.run();
            return;
        }
        Dispatcher free = dispatcher;
        if (free == null) {
            free = new Dispatcher(this);
            dispatcher = free;
        }
        if (!free.dispatch(handle)) {
            // parked in the middle of a callback: it goes on when that is over, and the next callback takes another
            dispatcher = null;
        }
    }

    /** A dispatcher that was held up has time again. Tells whether it is to be the free one. */
    boolean offer(Dispatcher idle) {
        if (dispatcher == null) {
            dispatcher = idle;
        }
        return dispatcher == idle && !closed;
    }

    @Override
    void close() {
        closed = true;
        Dispatcher free = dispatcher;
        if (free != null) {
            free.end();
        }
    }
}
