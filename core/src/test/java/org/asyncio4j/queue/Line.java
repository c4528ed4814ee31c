package org.asyncio4j.queue;

/** What the model checker knows of a queue: the real one, and copies with planted bugs, look like this. */
interface Line {

    void put(int item);

    int get();

    int getNowait();

    int size();

    void shutdown(boolean immediate);

    /** The real one. */
    static Line of(Queue<Integer> queue) {
        return new Line() {
            @Override
            public void put(int item) {
                queue.put(item);
            }

            @Override
            public int get() {
                return queue.get();
            }

            @Override
            public int getNowait() {
                return queue.getNowait();
            }

            @Override
            public int size() {
                return queue.size();
            }

            @Override
            public void shutdown(boolean immediate) {
                queue.shutdown(immediate);
            }

            @Override
            public String toString() {
                return queue.toString();
            }
        };
    }
}
