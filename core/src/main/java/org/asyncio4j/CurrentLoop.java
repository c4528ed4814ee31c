package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** The loop that {@code setEventLoop} chose for a thread while none runs there. */
final class CurrentLoop {

    private static final class Slot {
        private @Nullable EventLoop loop;
        private boolean wasSet;
    }

    private static final String MAIN = "main";

    private static final ThreadLocal<Slot> SLOT = ThreadLocal.withInitial(Slot::new);

    private CurrentLoop() {}

    static void set(@Nullable EventLoop loop) {
        Slot slot = SLOT.get();
        slot.loop = loop;
        slot.wasSet = true;
    }

    /** The running loop, or else the chosen one; the main thread gets one made if none was ever chosen. */
    static EventLoop get() {
        EventLoop running = RunningLoop.get();
        if (running != null) {
            return running;
        }
        Slot slot = SLOT.get();
        if (slot.loop == null && !slot.wasSet && isMainThread()) {
            set(new BaseEventLoop(LoopOptions.defaults()));
        }
        if (slot.loop == null) {
            throw new IllegalStateException(
                    "There is no current event loop in thread '" + Thread.currentThread().getName() + "'.");
        }
        return slot.loop;
    }

    /** The thread that the JVM started the program with. It has no mark but its name and group. */
    static boolean isMainThread() {
        Thread thread = Thread.currentThread();
        ThreadGroup group = thread.getThreadGroup();
        return !thread.isVirtual() && thread.getName().equals(MAIN) && group != null && group.getName().equals(MAIN);
    }
}
