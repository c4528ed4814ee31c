package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;

final class S281_aiter_queue_backed_iterator extends Scenario {

    private static final Object END = new Object();

    private static final class Feed implements Iterable<Object> {

        final Queue<Object> queue = new Queue<>();

        @Override
        public Iterator<Object> iterator() {
            return new Iterator<>() {

                private @Nullable Object next;

                @Override
                public boolean hasNext() {
                    if (next == null) {
                        Object item = queue.get();
                        if (item == END) {
                            return false;
                        }
                        if (item instanceof RuntimeException error) {
                            throw error;
                        }
                        next = item;
                    }
                    return true;
                }

                @Override
                public Object next() {
                    Object item = hasNext() ? next : null;
                    if (item == null) {
                        throw new NoSuchElementException();
                    }
                    next = null;
                    return item;
                }
            };
        }
    }

    private void main() {
        var feed = new Feed();
        EventLoop loop = getRunningLoop();
        List<Object> items = List.of("a", "b", END, "c", new IllegalArgumentException("broken feed"));
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            loop.callLater(ofMillis(20L * i), () -> feed.queue.putNowait(item));
        }
        for (Object item : feed) {
            print("item", item);
        }
        print("first loop ended");
        try {
            for (Object item : feed) {
                print("item", item);
            }
        } catch (IllegalArgumentException e) {
            print("error", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
