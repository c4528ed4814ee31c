package org.asyncio4j;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Tasks as stock virtual threads that pass one permit among them. Uses nothing but the public API of the JDK. */
final class BatonCarrier extends Carrier {

    /*
     * Whoever has the baton runs the loop. A task that suspends does not go back to the loop's thread: it takes the next
     * items itself, runs callbacks in place, and passes the baton straight to the task whose step is due, or simply goes
     * on if that is its own. Only to sleep in the poller, and to end the loop, does the baton go back to the thread
     * that runs the loop. That makes a switch one wake-up of one thread, several times cheaper than two through the
     * loop's thread.
     *
     * What differs from the mounted carrier, and is documented: a blocking call of the JDK keeps the baton and so holds
     * up the loop, as it does in Python; and the thread a callback runs on is whichever had the baton.
     */

    // written once
    private final BaseEventLoop loop;
    private final Tick tick;

    // loop thread only
    /** The thread that runs the loop. */
    private @Nullable BatonStrand root;
    /** The strand on whose thread a callback runs. */
    private @Nullable BatonStrand host;

    BatonCarrier(BaseEventLoop loop) {
        this.loop = loop;
        this.tick = loop.tick();
    }

    @Override
    CarrierMode mode() {
        return CarrierMode.BATON;
    }

    @Override
    Strand newStrand(Task<?> task) {
        return new BatonStrand(task);
    }

    @Override
    boolean mayMakeStrandLater() {
        return false; // whose thread would make it, and hand down what, cannot be told
    }

    @Override
    Strand newStrand(String name, Runnable body) {
        return new BatonStrand(name, body);
    }

    @Override
    void startNow(Task<?> task) {
        Task<?> caller = loop.current();
        Context context = loop.context();
        BatonStrand self = Objects.requireNonNull(caller == null ? host : (BatonStrand) caller.strand());
        tick.call(self);
        pass((BatonStrand) task.makeStrand());
        self.awaitBaton();
        host = self;
        loop.leave(self.thread);
        if (caller == null) {
            loop.context(context);
        } else {
            loop.enter(self);
        }
    }

    @Override
    void run() {
        var strand = new BatonStrand();
        root = strand;
        drive(strand);
        root = null;
    }

    @Override
    void close() {
        // nothing to let go of: a thread without the baton is parked, and none is left once all tasks are done
    }

    /**
     * Runs items on the current thread, which has the baton, until its strand is to go on: for a task when its own step
     * has come, for the loop's thread when the loop is to end, for a task that is done when the baton has been passed.
     */
    private void drive(BatonStrand self) {
        BatonStrand loopThread = Objects.requireNonNull(root);
        try {
            runItems(self, loopThread);
        } catch (Throwable error) {
            if (self == loopThread) {
                throw error;
            }
            loop.fatal(error); // it is the loop's, not that of the task whose thread it happens on
            handOver(self, loopThread);
        }
    }

    private void runItems(BatonStrand self, BatonStrand loopThread) {
        for (;;) {
            if (Thread.interrupted()) {
                self.interrupted(); // it is for the task that waits, not for what runs on its thread meanwhile
            }
            var call = (BatonStrand) tick.nextCall();
            Object item = call == null ? tick.next(self == loopThread) : null;
            if (item instanceof Handle handle) {
                host = self;
                handle.run(loop);
            } else if (item instanceof InternalCall internal) {
                host = self;
                internal.run();
            } else {
                BatonStrand heir = call != null ? call : item == null ? loopThread : heir((Task<?>) item);
                if (heir == self) {
                    return;
                }
                if (heir != null) {
                    if (self != loopThread) {
                        handOver(self, heir);
                        return;
                    }
                    handOver(self, heir);
                    loop.leave();
                }
            }
        }
    }

    /** Passes the baton; a strand whose task is not done waits until it comes back. */
    private static void handOver(BatonStrand self, BatonStrand heir) {
        pass(heir);
        if (!self.done) {
            self.awaitBaton();
        }
    }

    /** The strand whose step is due, or null if the task was cancelled before its first. */
    private static @Nullable BatonStrand heir(Task<?> task) {
        var strand = (BatonStrand) Objects.requireNonNull(task.strand());
        return !strand.started && task.endedBeforeStart() ? null : strand;
    }

    private static void pass(BatonStrand heir) {
        heir.hasBaton = true;
        if (heir.started) {
            LockSupport.unpark(heir.thread());
        } else {
            heir.started = true;
            heir.thread().start();
        }
    }

    private final class BatonStrand extends Strand {

        // whoever has the baton
        private boolean started;
        private boolean done;
        private @Nullable Object reason;

        // set by who passes the baton, cleared by who gets it
        private volatile boolean hasBaton;

        /** The thread that runs the loop. */
        BatonStrand() {
            super(null, loop.context());
            this.thread = Thread.currentThread();
            this.started = true;
        }

        BatonStrand(Task<?> task) {
            this(task.getName(), task::runBody);
            lend(task, task.getContext());
        }

        BatonStrand(String name, Runnable body) {
            super(null, loop.context());
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
        }

        private void run(Runnable body) {
            hasBaton = false;
            RunningLoop.enterThread(loop);
            goOn();
            body.run();
            done = true;
            loop.leave(thread);
            drive(this);
        }

        @Override
        void suspend(@Nullable Object waitingFor) {
            reason = waitingFor;
            loop.leave(thread);
            drive(this);
            goOn();
        }

        private void goOn() {
            loop.enter(this);
        }

        private void awaitBaton() {
            if (!hasBaton) { // it may have come back by now, and what we did meanwhile may have used the permit up
                LockSupport.park(reason);
            }
            parked();
        }

        private void parked() {
            noticeInterrupt();
            while (!hasBaton) {
                LockSupport.park(reason);
                noticeInterrupt();
            }
            hasBaton = false;
        }

        private void noticeInterrupt() {
            if (Thread.interrupted()) {
                interrupted();
            }
        }

        private void interrupted() {
            if (task == null) {
                interruptRun(loop, thread());
            } else if (!done) {
                task.interruptedWhileWaiting();
            }
        }

        @Override
        boolean parkedOutside() {
            // a blocking call keeps the baton, so nobody is there to ask while it lasts
            return false;
        }
    }
}
