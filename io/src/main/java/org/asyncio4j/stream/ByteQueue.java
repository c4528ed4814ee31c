package org.asyncio4j.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that were received and not read yet, in one array that grows and moves. */
final class ByteQueue {

    /*
     *   0        head          head + size      length
     *   |  free   |    bytes    |     free        |
     *
     * A connection lends its free end to the transport, so bytes are copied once into the array and once out of it. How
     * much it lends follows how much came the last time; an empty queue keeps a small array only, since most connections
     * of a large server are at rest.
     */

    private static final byte[] NONE = {};
    private static final int SMALLEST_ROOM = 4 * 1024;
    private static final int LARGEST_ROOM = 256 * 1024;

    private byte[] array = NONE;
    private int head;
    private int size;
    private int room = SMALLEST_ROOM;

    int size() {
        return size;
    }

    void add(byte[] data) {
        reserve(data.length);
        System.arraycopy(data, 0, array, head + size, data.length);
        size += data.length;
    }

    /** Where the next bytes go. */
    ByteBuffer lend() {
        reserve(room);
        return ByteBuffer.wrap(array, head + size, room);
    }

    /** So many bytes were put into what was lent. */
    void added(int count) {
        size += count;
        if (count == room) {
            room = Math.min(room * 4, LARGEST_ROOM);
        } else if (count < room / 4) {
            room = Math.max(room / 2, SMALLEST_ROOM);
        }
    }

    private void reserve(int count) {
        if (head + size + count <= array.length) {
            return;
        }
        int needed = Math.addExact(size, count);
        byte[] target = needed <= array.length && size <= head
                ? array
                : new byte[Math.max(needed, (int) Math.min(2L * size, Integer.MAX_VALUE - 8))];
        System.arraycopy(array, head, target, 0, size);
        array = target;
        head = 0;
    }

    /** Takes the first bytes. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(array, head, head + count);
        skip(count);
        return taken;
    }

    /** Takes as much as fits into a buffer; returns how much. */
    int takeInto(ByteBuffer target) {
        int count = Math.min(size, target.remaining());
        target.put(array, head, count);
        skip(count);
        return count;
    }

    void skip(int count) {
        head += count;
        size -= count;
        if (size == 0) {
            head = 0;
            if (array.length > SMALLEST_ROOM) {
                array = NONE;
            }
        }
    }

    /** Where a separator begins, at or after an index; -1 if it is not there. */
    int find(byte[] separator, int from) {
        int last = head + size - separator.length;
        for (int i = head + from; i <= last; i++) {
            if (array[i] == separator[0]
                    && Arrays.equals(array, i, i + separator.length, separator, 0, separator.length)) {
                return i - head;
            }
        }
        return -1;
    }
}
