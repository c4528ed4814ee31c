package org.asyncio4j;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The door to virtual threads with a scheduler of one's own. The only class that touches what the JDK does not export.
 *
 * @param newThread makes a thread whose continuations are given to an {@link Executor}
 * @param currentCarrier gives the platform thread that carries the current thread
 * @param inheritable the inheritable thread locals of a thread; null if it never had any
 * @param locals the thread locals of a thread; null if it never had any
 * @param scopes the scopes that a thread has opened and not closed; null if there are none
 * @param name the name of a thread
 * @param state the state of a virtual thread
 * @param parked the state of one that is parked
 * @param unparked the state of one that is to go on
 * @param defaultScheduler the JDK's own scheduler of virtual threads
 */
record VirtualThreads(MethodHandle newThread, MethodHandle currentCarrier, VarHandle inheritable, VarHandle locals,
        VarHandle scopes, VarHandle name, VarHandle state, int parked, int unparked, Executor defaultScheduler) {

    /*
     * JDK 25 can make such threads but does not publish how; --add-opens lets us in. Nothing here is trusted on its name
     * alone: the self-test starts a thread, sees the scheduler get its continuation, parks it, wakes it both ways and sees
     * it end, so that a JDK in which any of this has changed makes the loop fall back to the baton instead of breaking. When
     * the JDK publishes an interface for schedulers, it becomes another way into this class.
     *
     * A record, since its fields are final for the compiler too: a call through the one instance in ACCESS is compiled
     * like a plain call, where a handle in a field of a class would be looked up and called each time.
     */

    /** What the JVM has to be told, for messages. */
    static final String FLAG = "--add-opens java.base/java.lang=" + openedTo(VirtualThreads.class.getModule());

    /** What is special about a thread, in the JDK's terms: nothing, so it inherits thread locals like any other. */
    private static final int INHERITING = 0;

    /** Null where the JDK does not let the library in; {@link #REFUSAL} says why. */
    private static final @Nullable VirtualThreads ACCESS;

    private static final String REFUSAL;

    static {
        VirtualThreads access = null;
        String refusal = "";
        try {
            access = open();
            SelfTest.run(access);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            access = null;
            refusal = e.toString();
        }
        ACCESS = access;
        REFUSAL = refusal;
    }

    private static VirtualThreads open() throws ReflectiveOperationException {
        MethodHandles.Lookup threads = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        Class<?> builders = Class.forName("java.lang.ThreadBuilders");
        MethodHandle newThread = MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
                .findStatic(builders, "newVirtualThread",
                        MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
        MethodHandle currentCarrier = threads.findStatic(Thread.class, "currentCarrierThread",
                MethodType.methodType(Thread.class));
        Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
        Class<?> scope = Class.forName("jdk.internal.vm.StackableScope");
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup virtualThreads = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
        return new VirtualThreads(newThread, currentCarrier,
                threads.findVarHandle(Thread.class, "inheritableThreadLocals", map),
                threads.findVarHandle(Thread.class, "threadLocals", map),
                threads.findVarHandle(Thread.class, "headStackableScopes", scope),
                threads.findVarHandle(Thread.class, "name", String.class),
                virtualThreads.findVarHandle(virtual, "state", int.class),
                (int) virtualThreads.findStaticVarHandle(virtual, "PARKED", int.class).get(),
                (int) virtualThreads.findStaticVarHandle(virtual, "UNPARKED", int.class).get(),
                (ForkJoinPool) virtualThreads.findStaticVarHandle(virtual, "DEFAULT_SCHEDULER", ForkJoinPool.class)
                        .get());
    }

    /** Returns the way in, or null if there is none. */
    static @Nullable VirtualThreads access() {
        return ACCESS;
    }

    /** Why there is no way in. */
    static String refusal() {
        return REFUSAL;
    }

    /** A thread that is not started, and gives its continuation to a scheduler whenever it can run. */
    Thread unstarted(Executor scheduler, String name, Runnable body) {
        try {
            return (Thread) newThread.invokeExact(scheduler, name, INHERITING, body);
        } catch (Throwable e) {
            throw Rethrow.unchecked(e);
        }
    }

    /**
     * Makes a parked thread ready to run, as {@link LockSupport#unpark} does, but leaves it to the caller to run the
     * continuation. Tells whether it did; if not, the thread is not parked, or somebody looks at its stack.
     */
    boolean unpark(Thread thread) {
        return state.compareAndSet(thread, parked, unparked);
    }

    /** Gives a thread another name, as {@link Thread#setName} does, but without its lock. */
    void rename(Thread thread, String newName) {
        name.setRelease(thread, newName);
    }

    /** Tells whether a thread is as it would be if another one had just made it. */
    boolean isAsNew(Thread thread, Thread maker) {
        return isNull(locals, thread) && isNull(scopes, thread) && !thread.isInterrupted()
                && handDownTheSame(thread, maker);
    }

    /** The platform thread that carries the current thread. */
    Thread carrier() {
        try {
            return (Thread) currentCarrier.invokeExact();
        } catch (Throwable e) {
            throw Rethrow.unchecked(e);
        }
    }

    /** Tells whether it makes no difference which of two threads makes a third: that would inherit the same from both. */
    boolean handDownTheSame(Thread one, Thread other) {
        return one.getContextClassLoader() == other.getContextClassLoader()
                && isNull(inheritable, one) && isNull(inheritable, other);
    }

    // not static: the self-test runs while this class is being initialized, and a static method would wait for that
    private boolean isNull(VarHandle field, Thread thread) {
        return (Object) field.get(thread) == null;
    }

    private static String openedTo(Module module) {
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /** One virtual thread from start to end by hand, on a platform thread of its own. */
    private static final class SelfTest implements Runnable {

        private final VirtualThreads access;
        private final AtomicReference<@Nullable Runnable> scheduled = new AtomicReference<>();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private @Nullable Thread carrierSeen;
        private boolean woken;

        private SelfTest(VirtualThreads access) {
            this.access = access;
        }

        static void run(VirtualThreads access) {
            var test = new SelfTest(access);
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name("asyncio4j-carrier-test")
                    .unstarted(test);
            thread.start();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable failure = test.failure.get();
            if (failure != null) {
                throw new IllegalStateException("virtual threads of this JDK do not behave as expected: " + failure,
                        failure);
            }
        }

        @Override
        public void run() {
            try {
                Thread thread = access.unstarted(scheduled::set, "", this::body);
                check(access.isAsNew(thread, Thread.currentThread()), "a new thread does not look like one");
                access.rename(thread, "asyncio4j-test");
                check(thread.getName().equals("asyncio4j-test"), "the thread was not renamed");
                thread.start();
                Runnable first = step();
                LockSupport.unpark(thread);
                Runnable second = step();
                check(access.unpark(thread), "the thread did not park again");
                second.run();
                check(first == second, "the continuation is not one object");
                check(!thread.isAlive() && woken, "the thread did not end");
                check(carrierSeen == Thread.currentThread(), "the carrier is not this thread");
            } catch (Throwable e) {
                failure.set(e);
            }
        }

        private void body() {
            carrierSeen = access.carrier();
            LockSupport.park();
            LockSupport.park();
            woken = true;
        }

        private Runnable step() {
            Runnable continuation = scheduled.getAndSet(null);
            if (continuation == null) {
                throw new IllegalStateException("the scheduler was not called");
            }
            continuation.run();
            return continuation;
        }

        private static void check(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }
    }
}
