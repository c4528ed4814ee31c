package org.asyncio4j;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/** Hears when an object has become unreachable. It must itself be kept by somebody, and must not lead to the object. */
abstract class Reclaimed extends PhantomReference<Object> {

    /*
     * A java.lang.ref.Cleaner would do the same, but registering takes a monitor that its thread takes, too: a task could
     * be suspended there in the middle of its step, and others run before it goes on. A reference is made without a lock.
     */

    private static final ReferenceQueue<Object> UNREACHABLE = new ReferenceQueue<>();

    static {
        Thread watcher = Thread.ofPlatform()
                .daemon()
                .name("unreachable-futures")
                .inheritInheritableThreadLocals(false)
                .unstarted(Reclaimed::watchCollector);
        watcher.setContextClassLoader(ClassLoader.getSystemClassLoader()); // and not that of whoever came first
        watcher.start();
    }

    Reclaimed(Object object) {
        super(object, UNREACHABLE);
    }

    /** The object is unreachable; called once, on a thread of its own. */
    abstract void reclaimed();

    private static void watchCollector() {
        for (;;) {
            try {
                if (UNREACHABLE.remove() instanceof Reclaimed reference) {
                    reference.reclaimed();
                }
            } catch (InterruptedException _) {
                // nobody has a reason to interrupt this thread, and it goes on
            }
        }
    }
}
