package org.asyncio4j;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A map from variables to values that never changes: each change makes a new map, which shares what is the same. */
abstract sealed class ContextMap {

    /*
     * A trie over the numbers of the variables, five bits a step, without steps in which all numbers agree:
     *
     *   empty | a leaf: one variable | a branch: 2 to 32 children, by the five bits from its shift upwards; the bits
     *                                  above those are the same in all of its numbers
     *
     * Variables are numbered as they are created, so no two collide, and few steps lead to any of them. Children are in
     * order of their bits, so the map is in order of the numbers: no order depends on where an object lies in memory.
     */

    /** The map without variables. */
    static final ContextMap EMPTY = new Empty();

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private ContextMap() {}

    /** How many variables have a value. */
    abstract int size();

    /** The entry of a variable, or null if it has no value here. */
    abstract @Nullable Entry find(ContextVar<?> variable);

    /** This map with a value for a variable. */
    abstract ContextMap with(ContextVar<?> variable, @Nullable Object value);

    /** This map without a value for a variable. */
    abstract ContextMap without(ContextVar<?> variable);

    /** Shows all entries in the order in which their variables were created. */
    abstract void forEach(BiConsumer<ContextVar<?>, @Nullable Object> visitor);

    private static final class Empty extends ContextMap {
        @Override
        int size() {
            return 0;
        }

        @Override
        @Nullable
        Entry find(ContextVar<?> variable) {
            return null;
        }

        @Override
        ContextMap with(ContextVar<?> variable, @Nullable Object value) {
            return new Entry(variable, value);
        }

        @Override
        ContextMap without(ContextVar<?> variable) {
            return this;
        }

        @Override
        void forEach(BiConsumer<ContextVar<?>, @Nullable Object> visitor) {
            // there is nothing to show
        }
    }

    /** One variable with its value: a leaf, and a map of one. */
    static final class Entry extends ContextMap {

        private final ContextVar<?> variable;
        private final @Nullable Object value;

        private Entry(ContextVar<?> variable, @Nullable Object value) {
            this.variable = variable;
            this.value = value;
        }

        @Nullable
        Object value() {
            return value;
        }

        @Override
        int size() {
            return 1;
        }

        @Override
        @Nullable
        Entry find(ContextVar<?> wanted) {
            return wanted == variable ? this : null;
        }

        @Override
        ContextMap with(ContextVar<?> changed, @Nullable Object newValue) {
            var entry = new Entry(changed, newValue);
            return changed == variable ? entry : Branch.of(this, variable.number(), entry);
        }

        @Override
        ContextMap without(ContextVar<?> removed) {
            return removed == variable ? EMPTY : this;
        }

        @Override
        void forEach(BiConsumer<ContextVar<?>, @Nullable Object> visitor) {
            visitor.accept(variable, value);
        }
    }

    private static final class Branch extends ContextMap {

        private final int shift;
        /** Any number below this branch: all agree in the bits above its own. */
        private final long number;
        private final int bitmap;
        private final ContextMap[] children;
        private final int size;

        private Branch(int shift, long number, int bitmap, ContextMap[] children, int size) {
            this.shift = shift;
            this.number = number;
            this.bitmap = bitmap;
            this.children = children;
            this.size = size;
        }

        /** Joins an entry with a map whose numbers all differ from its own in the same highest bit. */
        static Branch of(ContextMap map, long number, Entry entry) {
            long added = entry.variable.number();
            int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(number ^ added);
            int shift = highest / BITS * BITS;
            int mapBit = bit(number, shift);
            int entryBit = bit(added, shift);
            ContextMap[] both = Integer.compareUnsigned(mapBit, entryBit) < 0
                    ? new ContextMap[] {map, entry}
                    : new ContextMap[] {entry, map};
            return new Branch(shift, number, mapBit | entryBit, both, map.size() + 1);
        }

        private static int bit(long number, int shift) {
            return 1 << (int) ((number >>> shift) & MASK);
        }

        private int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        /** A number differs from those below this branch in a bit above its own. */
        private boolean excludes(long other) {
            return shift + BITS < Long.SIZE && (number ^ other) >>> (shift + BITS) != 0;
        }

        @Override
        int size() {
            return size;
        }

        @Override
        @Nullable
        Entry find(ContextVar<?> variable) {
            long wanted = variable.number();
            ContextMap each = this;
            while (each instanceof Branch branch) {
                int bit = bit(wanted, branch.shift);
                if ((branch.bitmap & bit) == 0) {
                    return null;
                }
                each = branch.children[branch.index(bit)];
            }
            return each.find(variable);
        }

        @Override
        ContextMap with(ContextVar<?> variable, @Nullable Object value) {
            long added = variable.number();
            if (excludes(added)) {
                return of(this, number, new Entry(variable, value));
            }
            int bit = bit(added, shift);
            int index = index(bit);
            if ((bitmap & bit) == 0) {
                var more = new ContextMap[children.length + 1];
                System.arraycopy(children, 0, more, 0, index);
                more[index] = new Entry(variable, value);
                System.arraycopy(children, index, more, index + 1, children.length - index);
                return new Branch(shift, number, bitmap | bit, more, size + 1);
            }
            return replaced(index, children[index].with(variable, value));
        }

        @Override
        ContextMap without(ContextVar<?> variable) {
            long removed = variable.number();
            int bit = bit(removed, shift);
            if (excludes(removed) || (bitmap & bit) == 0) {
                return this;
            }
            int index = index(bit);
            ContextMap left = children[index].without(variable);
            if (left != EMPTY) {
                return left == children[index] ? this : replaced(index, left);
            }
            if (children.length == 2) {
                return children[1 - index];
            }
            var fewer = new ContextMap[children.length - 1];
            System.arraycopy(children, 0, fewer, 0, index);
            System.arraycopy(children, index + 1, fewer, index, fewer.length - index);
            return new Branch(shift, number, bitmap & ~bit, fewer, size - 1);
        }

        private Branch replaced(int index, ContextMap child) {
            ContextMap[] others = children.clone();
            others[index] = child;
            return new Branch(shift, number, bitmap, others, size - children[index].size() + child.size());
        }

        @Override
        void forEach(BiConsumer<ContextVar<?>, @Nullable Object> visitor) {
            for (ContextMap child : children) {
                child.forEach(visitor);
            }
        }
    }
}
