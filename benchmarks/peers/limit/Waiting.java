import java.util.ArrayDeque;

/** A future, a queue and a lock: the least code with the same behaviour. */
final class Waiting {

    private Waiting() {}

    static final class Future {

        private final Carrier carrier;
        private Object value;
        private Object waiter;

        Future(Carrier carrier) {
            this.carrier = carrier;
        }

        void set(Object result) {
            value = result;
            if (waiter != null) {
                carrier.unpark(waiter);
                waiter = null;
            }
        }

        Object get() {
            while (value == null) {
                waiter = carrier.current();
                carrier.park();
            }
            return value;
        }
    }

    static final class Queue {

        private final Carrier carrier;
        private final int capacity;
        private final ArrayDeque<Object> items = new ArrayDeque<>();
        private final ArrayDeque<Object> getters = new ArrayDeque<>();
        private final ArrayDeque<Object> putters = new ArrayDeque<>();

        Queue(Carrier carrier, int capacity) {
            this.carrier = carrier;
            this.capacity = capacity;
        }

        void put(Object item) {
            while (items.size() >= capacity) {
                putters.add(carrier.current());
                carrier.park();
            }
            items.add(item);
            wakeOne(getters);
        }

        Object get() {
            while (items.isEmpty()) {
                getters.add(carrier.current());
                carrier.park();
            }
            Object item = items.poll();
            wakeOne(putters);
            return item;
        }

        private void wakeOne(ArrayDeque<Object> waiters) {
            Object waiter = waiters.poll();
            if (waiter != null) {
                carrier.unpark(waiter);
            }
        }
    }

    /** First come, first served: it is handed over. */
    static final class Lock {

        private final Carrier carrier;
        private final ArrayDeque<Object> waiters = new ArrayDeque<>();
        private boolean locked;

        Lock(Carrier carrier) {
            this.carrier = carrier;
        }

        void lock() {
            if (locked) {
                waiters.add(carrier.current());
                carrier.park();
            } else {
                locked = true;
            }
        }

        void unlock() {
            Object next = waiters.poll();
            if (next == null) {
                locked = false;
            } else {
                carrier.unpark(next);
            }
        }
    }
}
