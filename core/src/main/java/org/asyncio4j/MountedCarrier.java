package org.asyncio4j;

import java.util.ArrayDeque;
import java.util.Deque;
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

    private static final int MAX_SPARES = 16;
    private static final String SPARE_NAME = "asyncio4j-spare";

    // written once
    private final BaseEventLoop loop;
    private final Tick tick;

    // loop thread only
    /** The dispatcher that is free for the next callback; null if there is none. */
    private @Nullable Dispatcher dispatcher;
    /** The threads that wait for a task that starts eagerly; as many as such starts have been one in another. */
    private final Deque<MountedStrand> spares = new ArrayDeque<>();

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
        MountedStrand spare = task.mayBegin() && mayMakeStrandLater() ? spares.poll() : null;
        if (spare == null) {
            tick.call(task.makeStrand());
        } else {
            begin(task, spare);
            tick.call(spare);
        }
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
        if (!tick.maySkipSwitches() || !loop.isHolder(vacant.thread())
                || !access().isAsNew(vacant.thread(), Objects.requireNonNull(loop.thread()))) {
            return null;
        }
        if (tick.isCalling()) {
            return spares.size() < MAX_SPARES ? successorOnCall(vacant) : null;
        }
        Task<?> next = tick.nextToBegin();
        if (next != null) {
            begin(next, vacant);
        }
        return next;
    }

    /** What a thread goes on with whose task was started eagerly and has ended: the next such task, or null in the end. */
    private @Nullable Task<?> successorOnCall(MountedStrand vacant) {
        access().rename(vacant.thread(), SPARE_NAME);
        spares.push(vacant);
        vacant.rest();
        return vacant.task;
    }

    private static void begin(Task<?> task, MountedStrand vacant) {
        task.beginOn(vacant);
        access().rename(vacant.thread(), task.getName());
    }

    private void call(Handle handle) {
        if (handle.isInternal()) {
            handle.run(loop);
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
        spares.forEach(MountedStrand::release);
        spares.clear();
    }
}
