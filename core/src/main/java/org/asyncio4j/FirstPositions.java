package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** Finds objects that are in an array twice. */
final class FirstPositions {

    /*
     * A few are compared with each other. For many there is a hash table, with linear probing, of positions in the array
     * and not of the objects: a table full of references is written all over and then followed by the garbage collector,
     * which costs more than all the rest of starting a task.
     */

    /** So many objects are compared sooner than the JVM has made a hash code for each. */
    private static final int FEW = 100;

    private final Object[] items;
    /** A position and one, or zero where nothing is; its length is a power of two, more than the number of items. */
    private final int @Nullable [] table;

    FirstPositions(Object[] items) {
        this.items = items;
        this.table = items.length > FEW ? new int[Integer.highestOneBit(items.length) * 4] : null;
    }

    /** The first position of the object that is at a position; each position is asked for once, in order or not at all. */
    int of(int position) {
        return table == null ? scan(position) : lookUp(table, position);
    }

    private int scan(int position) {
        Object item = items[position];
        int first = 0;
        while (items[first] != item) {
            first++;
        }
        return first;
    }

    private int lookUp(int[] positions, int position) {
        Object item = items[position];
        int mask = positions.length - 1;
        int slot = System.identityHashCode(item) & mask;
        while (positions[slot] != 0) {
            int other = positions[slot] - 1;
            if (items[other] == item) {
                return other;
            }
            slot = (slot + 1) & mask;
        }
        positions[slot] = position + 1;
        return position;
    }
}
