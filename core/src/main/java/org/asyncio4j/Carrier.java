package org.asyncio4j;

/** Runs the items of a loop, one at a time and in order: how the bodies of tasks get a stack of their own. */
abstract class Carrier {

    /** Makes the thread of a task; it starts with the first step. */
    abstract Strand newStrand(Task<?> task);

    /**
     * Tells whether the thread of a task that is created here and now may be made as late as for the first step: what it
     * inherits is the same then.
     */
    abstract boolean mayMakeStrandLater();

    /** Makes the thread of a generator's body, to be lent to the task that asks for a value. */
    abstract Strand newStrand(String name, Runnable body);

    /**
     * Runs the first step of a task in place of the current step, which goes on after it. Called in a step; everything
     * else waits meanwhile.
     */
    abstract void startNow(Task<?> task);

    /** Runs what {@link Tick#next} gives, on the thread that runs the loop, until there is nothing more to run. */
    abstract void run();

    /** Lets go of all threads, once no task is left; what still wakes up later goes on without the loop. */
    abstract void close();

    /** The mode this is. */
    abstract CarrierMode mode();

    /** Any thread: interrupts the run of a loop in a thread; forgotten if that run has ended when the loop hears of it. */
    static void interruptRun(BaseEventLoop loop, Thread runner) {
        loop.addFromOutside(Handle.internal(loop, () -> {
            if (loop.thread() == runner) {
                loop.interrupted();
            }
        }));
    }
}
