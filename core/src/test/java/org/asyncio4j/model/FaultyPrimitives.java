package org.asyncio4j.model;

import org.asyncio4j.CancelledError;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.WaitQueue;
import org.asyncio4j.sync.WaitQueue.Waiter;
import org.jspecify.annotations.Nullable;

/** Copies of the primitives, each with one of the faults that such classes have had. Without a fault they are right. */
final class FaultyPrimitives {

    private FaultyPrimitives() {}

    enum LockFault {
        /** A waiter that is cancelled after it was woken wakes nobody: the others sleep for ever. */
        NOTHING_PASSED_ON,
        /** A waiter that is cancelled wakes the next one though the lock is taken: it has two owners. */
        PASSED_ON_WHILE_LOCKED,
        /** Who comes between the release and the step of the waiter gets the lock, and so does the waiter. */
        NEWCOMERS_FIRST
    }

    static final class FaultyLock implements LockScene.Subject {

        private final @Nullable LockFault fault;
        private final WaitQueue waiters = new WaitQueue(this);
        private boolean locked;

        FaultyLock(@Nullable LockFault fault) {
            this.fault = fault;
        }

        @Override
        public void acquire() {
            boolean promised = waiters.hasLiveWaiters() && fault != LockFault.NEWCOMERS_FIRST;
            if (locked || promised) {
                try {
                    waiters.await();
                } catch (CancelledError cancelled) {
                    if (fault == LockFault.PASSED_ON_WHILE_LOCKED
                            || (!locked && fault != LockFault.NOTHING_PASSED_ON)) {
                        waiters.wakeHead();
                    }
                    throw cancelled;
                }
            }
            locked = true;
        }

        @Override
        public void release() {
            locked = false;
            waiters.wakeHead();
        }

        @Override
        public boolean locked() {
            return locked;
        }

        @Override
        public String toString() {
            return waiters.names() + " " + locked;
        }
    }

    enum SemaphoreFault {
        /** A permit that was handed to a waiter is not given back when the waiter is cancelled. */
        PERMIT_LOST,
        /** Who queued up behind a woken waiter though there were permits is not woken when that one has gone on. */
        NOTHING_HANDED_ON
    }

    static final class FaultySemaphore implements SemaphoreScene.Subject {

        private final @Nullable SemaphoreFault fault;
        private final WaitQueue waiters = new WaitQueue(this);
        private int value;

        FaultySemaphore(int value, @Nullable SemaphoreFault fault) {
            this.value = value;
            this.fault = fault;
        }

        @Override
        public void acquire() {
            if (value > 0 && !waiters.hasLiveWaiters()) {
                value--;
                return;
            }
            Waiter waiter = waiters.newWaiter();
            try {
                waiters.await(waiter);
            } catch (CancelledError cancelled) {
                if (waiter.woken() && fault != SemaphoreFault.PERMIT_LOST) {
                    value++;
                }
                throw cancelled;
            } finally {
                while (value > 0 && fault != SemaphoreFault.NOTHING_HANDED_ON && waiters.wakeFirst()) {
                    value--;
                }
            }
        }

        @Override
        public void release() {
            if (!waiters.wakeFirst()) {
                value++;
            }
        }

        @Override
        public int value() {
            return value;
        }

        @Override
        public String toString() {
            return waiters.names() + " " + value;
        }
    }

    /**
     * A semaphore that wakes without handing over: a newcomer takes the permit before the waiter goes on, and that one
     * waits again, at the end of the queue.
     */
    static final class StealingSemaphore implements SemaphoreScene.Subject {

        private final WaitQueue waiters = new WaitQueue(this);
        private int value;

        StealingSemaphore(int value) {
            this.value = value;
        }

        @Override
        public void acquire() {
            while (value == 0) {
                try {
                    waiters.await();
                } catch (CancelledError cancelled) {
                    if (value > 0) {
                        waiters.wakeFirst();
                    }
                    throw cancelled;
                }
            }
            value--;
        }

        @Override
        public void release() {
            value++;
            waiters.wakeFirst();
        }

        @Override
        public int value() {
            return value;
        }

        @Override
        public String toString() {
            return waiters.names() + " " + value;
        }
    }

    /**
     * A semaphore that remembers by a flag that somebody was woken, so that newcomers wait. A woken waiter that is
     * cancelled leaves the flag set, and then everybody waits for ever, whatever is released.
     */
    static final class JammingSemaphore implements SemaphoreScene.Subject {

        private final WaitQueue waiters = new WaitQueue(this);
        private boolean someoneIsOnTheWay;
        private int value;

        JammingSemaphore(int value) {
            this.value = value;
        }

        @Override
        public void acquire() {
            while (someoneIsOnTheWay || value == 0) {
                waiters.await();
                someoneIsOnTheWay = false;
            }
            value--;
            if (value > 0) {
                someoneIsOnTheWay = waiters.wakeFirst();
            }
        }

        @Override
        public void release() {
            value++;
            if (!someoneIsOnTheWay) {
                someoneIsOnTheWay = waiters.wakeFirst();
            }
        }

        @Override
        public int value() {
            return value;
        }

        @Override
        public String toString() {
            return waiters.names() + " " + someoneIsOnTheWay + " " + value;
        }
    }

    enum EventFault {
        /** A woken waiter looks at the flag again, and misses an event that was cleared at once. */
        LOOKS_AGAIN
    }

    static final class FaultyEvent implements EventScene.Subject {

        private final @Nullable EventFault fault;
        private final WaitQueue waiters = new WaitQueue(this);
        private boolean set;

        FaultyEvent(@Nullable EventFault fault) {
            this.fault = fault;
        }

        @Override
        public void await() {
            if (!set) {
                do {
                    waiters.await();
                } while (fault == EventFault.LOOKS_AGAIN && !set);
            }
        }

        @Override
        public void set() {
            set = true;
            waiters.wakeAll();
        }

        @Override
        public void clear() {
            set = false;
        }

        @Override
        public boolean isSet() {
            return set;
        }

        @Override
        public String toString() {
            return waiters.names() + " " + set;
        }
    }

    enum ConditionFault {
        /** A waiter that is cancelled after it was signalled keeps the signal to itself. */
        SIGNAL_LOST,
        /** A waiter that is cancelled while it waits for the lock leaves without it. */
        LEAVES_WITHOUT_THE_LOCK
    }

    static final class FaultyCondition implements ConditionScene.Subject {

        private final @Nullable ConditionFault fault;
        private final Lock lock = new Lock();
        private final WaitQueue waiters = new WaitQueue(this);

        FaultyCondition(@Nullable ConditionFault fault) {
            this.fault = fault;
        }

        @Override
        public void acquire() {
            lock.acquire();
        }

        @Override
        public void release() {
            lock.release();
        }

        @Override
        public boolean locked() {
            return lock.locked();
        }

        @Override
        public void await() {
            Waiter waiter = waiters.newWaiter();
            lock.release();
            try {
                try {
                    waiters.await(waiter);
                } finally {
                    takeLockAgain();
                }
            } catch (CancelledError cancelled) {
                if (fault != ConditionFault.SIGNAL_LOST) {
                    waiters.wakeFirst();
                }
                throw cancelled;
            }
        }

        private void takeLockAgain() {
            CancelledError last = null;
            for (;;) {
                try {
                    lock.acquire();
                    break;
                } catch (CancelledError cancelled) {
                    last = cancelled;
                    if (fault == ConditionFault.LEAVES_WITHOUT_THE_LOCK) {
                        break;
                    }
                }
            }
            if (last != null) {
                throw last;
            }
        }

        @Override
        public void signal(int n) {
            waiters.wake(n);
        }

        @Override
        public String toString() {
            return waiters.names();
        }
    }

    enum BarrierFault {
        /** Who arrives while a round ends is counted with those who have not left. */
        ROUNDS_MIX,
        /** A party that is cancelled while a round ends is not taken off the count: the round never ends. */
        COUNT_KEPT,
        /** The last one to leave does not tell those who wait for the next round. */
        NEXT_ROUND_NOT_TOLD
    }

    /** A barrier that cannot be aborted or reset. */
    static final class FaultyBarrier implements BarrierScene.Subject {

        private final @Nullable BarrierFault fault;
        private final int parties;
        private final WaitQueue waiters = new WaitQueue(this);
        private boolean draining;
        private int count;

        FaultyBarrier(int parties, @Nullable BarrierFault fault) {
            this.parties = parties;
            this.fault = fault;
        }

        @Override
        public int await() {
            while (draining && fault != BarrierFault.ROUNDS_MIX) {
                waiters.await();
            }
            int position = count++;
            try {
                if (count == parties) {
                    draining = true;
                    waiters.wakeAll();
                }
                while (!draining) {
                    waiters.await();
                }
            } catch (CancelledError cancelled) {
                if (!draining || fault != BarrierFault.COUNT_KEPT) {
                    leave();
                }
                throw cancelled;
            }
            leave();
            return position;
        }

        private void leave() {
            count--;
            if (count == 0) {
                draining = false;
                if (fault != BarrierFault.NEXT_ROUND_NOT_TOLD) {
                    waiters.wakeAll();
                }
            }
        }

        @Override
        public int parties() {
            return parties;
        }

        @Override
        public int nWaiting() {
            return draining ? 0 : count;
        }

        @Override
        public boolean broken() {
            return false;
        }

        @Override
        public void reset() {
            // does nothing
        }

        @Override
        public void abort() {
            // does nothing
        }

        @Override
        public String toString() {
            return waiters.names() + " " + draining + " " + count;
        }
    }
}
