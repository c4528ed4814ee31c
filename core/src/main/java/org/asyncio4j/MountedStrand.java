package org.asyncio4j;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A virtual thread whose scheduler is this object: it alone hears when the thread can run, and tells the loop. */
final class MountedStrand extends Strand implements Executor, Runnable {

    /*
     *   new --enter--> running --suspend--> waiting --enter--> running ...
     *                     |
     *                     +--park in the JDK--> outside --execute--> queued in the loop --mount--> running
     *
     * A wait of the loop ends with enter(): the loop marks the thread as woken and runs its continuation at once, one pass
     * through the ready queue per switch. Where the thread cannot be marked, as it is new or somebody looks at its stack,
     * the loop asks the JDK, which answers by handing the continuation to execute(), mostly in the same call. A wait of the
     * JDK ends when the JDK calls execute() by itself, from whichever thread; the strand then queues for its turn.
     *
     * When the body of its task has ended, the thread goes on with the next ready task if that has not begun: many that
     * never wait need one thread and no switch. If the task had been started eagerly, whoever started it goes on, and the
     * thread waits for the next one. Only a thread that could not be told from a new one does either.
     *
     * That is so for a task which only lets others have a turn, too. Thread.yield would be a little cheaper, and loses
     * wake-ups: the JDK hands a thread over once more after somebody has looked at its stack while it was ready to run.
     *
     * A virtual thread started inside a task inherits this object as its scheduler, unasked. Its continuation is not
     * ours, and it is sent where it would have gone otherwise. The JDK itself starts such threads, for blocking sockets at
     * their first use, and those live as long as the process: so this object lets go of its last task.
     */

    // written once
    private final MountedCarrier carrier;

    // loop thread only
    private boolean started;
    /** The step of the current wait has come. */
    private boolean woken;
    /** The thread is in {@link #suspend}. */
    private boolean suspended;

    // loop thread only; others read, and cannot take themselves for it
    /** The loop is waking the thread and wants the continuation itself. */
    private boolean entering;
    private boolean entered;

    // written before the thread is started
    private @Nullable Runnable continuation;

    /** The thread of a task. */
    MountedStrand(MountedCarrier carrier, Task<?> task) {
        super(task, task.getContext());
        this.carrier = carrier;
        this.thread = MountedCarrier.access().unstarted(this, task.getName(), this);
    }

    /** A thread that is lent to tasks, or runs callbacks. */
    MountedStrand(MountedCarrier carrier, String name, Runnable body) {
        super(null, carrier.loop().context());
        this.carrier = carrier;
        this.thread = MountedCarrier.access().unstarted(this, name, body);
    }

    /** Runs the body of the task, and of those that follow it; called by the JDK as the whole of the thread's work. */
    @Override
    public void run() {
        Objects.requireNonNull(task).runBody();
        goOn();
    }

    private void goOn() {
        for (Task<?> next = carrier.successor(this); next != null; next = carrier.successor(this)) {
            next.runBody();
        }
        task = null;
    }

    /** Forgets the task that has ended, and waits until this thread is lent to another one, or is to end. */
    void rest() {
        lend(null, Handle.NO_CONTEXT);
        suspend(null);
    }

    boolean started() {
        return started;
    }

    @Override
    boolean parkedOutside() {
        return started && !suspended && carrier.loop().current() != task;
    }

    /** Gives the thread its next step and runs it until it parks or ends. On the loop's platform thread. */
    void enter() {
        woken = true;
        if (readied() || wake()) {
            mount();
        }
    }

    /** Lets a thread that waits for its step go on without the loop, which is closed. Any thread. */
    void release() {
        woken = true;
        LockSupport.unpark(thread());
    }

    /** Makes a thread that waits for its step ready, without a detour over the JDK. Tells whether it did. */
    private boolean readied() {
        return suspended && MountedCarrier.access().unpark(thread());
    }

    /** Makes the JDK hand the continuation over. Tells whether it did; if not, the thread is parked outside, or queued. */
    private boolean wake() {
        entering = true;
        if (started) {
            LockSupport.unpark(thread());
        } else {
            started = true;
            thread().start();
        }
        entering = false;
        boolean handedOver = entered;
        entered = false;
        return handedOver;
    }

    /** Runs the thread until it parks or ends. On the loop's platform thread, once for each call of {@link #execute}. */
    void mount() {
        Runnable work = continuation;
        if (work == null) {
            throw new IllegalStateException(thread + " was never scheduled");
        }
        BaseEventLoop loop = carrier.loop();
        loop.enter(this);
        work.run();
        loop.leave();
    }

    @Override
    void suspend(@Nullable Object reason) {
        woken = false;
        suspended = true;
        LockSupport.park(reason);
        parked(reason);
    }

    private void parked(@Nullable Object reason) {
        noticeInterrupt();
        while (!woken) {
            LockSupport.park(reason);
            noticeInterrupt();
        }
        suspended = false;
    }

    private void noticeInterrupt() {
        if (Thread.interrupted() && task != null) {
            task.interruptedWhileWaiting();
        }
    }

    /**
     * The thread can run. Called by the JDK from any thread; must not throw, block or take a lock, or the thread is lost.
     */
    @Override
    public void execute(Runnable work) {
        if (continuation == null) {
            continuation = work;
        }
        if (work != continuation || carrier.isClosed()) {
            MountedCarrier.access().defaultScheduler().execute(work);
        } else if (entering && Thread.currentThread() == carrier.loop().thread()) {
            entering = false;
            entered = true;
        } else {
            carrier.loop().addReadyFromAnywhere(this);
            if (carrier.isClosed()) {
                carrier.loop().tick().closeInbox(); // closed meanwhile, and perhaps emptied before this came in
            }
        }
    }

    /** The loop is closed before this thread had its turn: it goes on without the loop. */
    void forward() {
        Runnable work = continuation;
        if (work != null) {
            MountedCarrier.access().defaultScheduler().execute(work);
        }
    }
}
