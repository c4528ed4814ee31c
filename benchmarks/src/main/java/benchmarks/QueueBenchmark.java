package benchmarks;

import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.channel.Channel;
import org.asyncio4j.queue.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Items from task to task. */
public class QueueBenchmark extends LoopBenchmark {

    private static final int CAPACITY = 100;

    /** An operation is one item there and one back. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void pingPong() {
        run(() -> taskGroup(group -> {
            var there = new Queue<Integer>();
            var back = new Queue<Integer>();
            group.createTask(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    back.put(there.get());
                }
            });
            for (int i = 0; i < OPERATIONS; i++) {
                there.put(i);
                back.get();
            }
        }));
    }

    /** A producer that runs ahead until the queue is full, and a consumer; an operation is one item. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void produceAndConsume() {
        run(() -> taskGroup(group -> {
            var queue = new Queue<Integer>(CAPACITY);
            group.createTask(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    queue.put(i);
                }
                queue.shutdown();
            });
            int items = 0;
            for (int _ : queue) {
                items++;
            }
            if (items != OPERATIONS) {
                throw new IllegalStateException(items + " items of " + OPERATIONS);
            }
        }));
    }

    /** A channel without room, on which sender and receiver meet; an operation is one value. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void rendezvous() {
        run(() -> taskGroup(group -> {
            var channel = new Channel<Integer>();
            group.createTask(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    channel.send(i);
                }
            });
            for (int i = 0; i < OPERATIONS; i++) {
                channel.receive();
            }
        }));
    }
}
