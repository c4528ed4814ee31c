package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every task of a loop that is not done. The loop thread adds and removes; any thread may take a snapshot, which misses no
 * task that was there all the while.
 */
final class TaskRegistry {

    /*
     * An array with a stack of free places: adding and removing is a few instructions and allocates nothing, which a map
     * that other threads may read would not give. Writes are released and reads acquired; the array itself is replaced
     * when it grows, after it was filled.
     */

    private static final int FIRST_CAPACITY = 16;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Task[].class);

    // written on the loop thread, read by any
    private volatile @Nullable Task<?>[] slots = new Task<?>[FIRST_CAPACITY];

    // loop thread only
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int used;
    private long sequence;

    void add(Task<?> task) {
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, slot * 2);
        }
        task.slot = slot;
        task.sequence = sequence++;
        SLOT.setRelease(slots, slot, task);
    }

    void remove(Task<?> task) {
        SLOT.setRelease(slots, task.slot, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = task.slot;
        if (freeCount == used) {
            reset();
        }
    }

    /** Gives the room of a burst of tasks back once all of them are done. */
    private void reset() {
        used = 0;
        freeCount = 0;
        if (slots.length > FIRST_CAPACITY * FIRST_CAPACITY) {
            slots = new Task<?>[FIRST_CAPACITY];
            free = new int[FIRST_CAPACITY];
        }
    }

    /** The tasks that are not done, oldest first. */
    List<Task<?>> snapshot() {
        @Nullable
        Task<?>[] now = slots;
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < now.length; i++) {
            Task<?> task = (@Nullable Task<?>) SLOT.getAcquire(now, i);
            if (task != null && !task.done()) {
                tasks.add(task);
            }
        }
        if (tasks.size() > 1) {
            tasks.sort(Comparator.comparingLong(task -> task.sequence));
        }
        return tasks;
    }
}
