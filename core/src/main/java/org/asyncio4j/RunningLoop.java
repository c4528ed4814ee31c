package org.asyncio4j;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which loop the current thread is running a step of. */
final class RunningLoop {

    /*
     * Two ways to know. A platform thread that runs a loop, and on the baton carrier the thread of each task, is marked
     * in a thread local. On the mounted carrier a task's virtual thread is found by the platform thread it sits on: a
     * thread local of each task would cost more than the rest of creating it.
     *
     * Before that a virtual thread asks the loop that was entered last whether it runs a step of it, which no other thread
     * finds itself in; a process with one loop seldom looks further. A platform thread does not ask: it may be one of many
     * that call a loop from outside, and looking at what the loop writes with every step would slow down both.
     */

    private static final ThreadLocal<@Nullable BaseEventLoop> MARKED = new ThreadLocal<>();
    private static final Map<Thread, BaseEventLoop> BY_CARRIER = new ConcurrentHashMap<>();

    /** The loop entered last; a guess that is checked. */
    private static @Nullable BaseEventLoop guess;

    private RunningLoop() {}

    /** The loop whose step this is, or null. */
    static @Nullable BaseEventLoop get() {
        Thread thread = Thread.currentThread();
        if (!thread.isVirtual()) {
            return MARKED.get();
        }
        BaseEventLoop loop = guess;
        return loop != null && loop.isHolder(thread) ? loop : find(thread);
    }

    private static @Nullable BaseEventLoop find(Thread thread) {
        VirtualThreads access = VirtualThreads.access();
        if (access != null) {
            BaseEventLoop loop = BY_CARRIER.get(access.carrier());
            if (loop != null && loop.isHolder(thread)) {
                return loop;
            }
        }
        return MARKED.get();
    }

    static BaseEventLoop require() {
        BaseEventLoop loop = get();
        if (loop == null) {
            throw new IllegalStateException("no running event loop" + hereAndElsewhere());
        }
        return loop;
    }

    /** The error for a call from the current thread on a loop that runs in another. */
    static IllegalStateException wrongThread(BaseEventLoop loop, Thread runner) {
        return new IllegalStateException(
                "Non-thread-safe operation invoked on an event loop other than the current one: "
                        + loop + " runs in thread '" + runner.getName() + "', the call came from thread '"
                        + Thread.currentThread().getName() + "'; use callSoonThreadsafe or runCoroutineThreadsafe");
    }

    /** The task whose step this is; for those who are about to wait. */
    static Task<?> requireTask() {
        BaseEventLoop loop = get();
        Task<?> task = loop == null ? null : loop.current();
        if (task == null) {
            throw new IllegalStateException(loop == null
                    ? "await outside of a task: no event loop is running" + hereAndElsewhere()
                    : "await outside of a task: a callback of " + loop + " cannot wait; use createTask in it");
        }
        return task;
    }

    /** The rest of a message that no loop runs: where, and what to do instead. */
    private static String hereAndElsewhere() {
        return " in " + Thread.currentThread()
                + "; start one with run(...), or reach a loop of another thread with runCoroutineThreadsafe";
    }

    /** The current platform thread runs a loop from now on. */
    static void enter(BaseEventLoop loop) {
        MARKED.set(loop);
        BY_CARRIER.put(Thread.currentThread(), loop);
        guess = loop;
    }

    /** The current platform thread runs no loop any more. */
    static void leave() {
        MARKED.remove();
        BY_CARRIER.remove(Thread.currentThread());
    }

    /** The current thread belongs to a task of a loop for the rest of its life. */
    static void enterThread(BaseEventLoop loop) {
        MARKED.set(loop);
    }
}
