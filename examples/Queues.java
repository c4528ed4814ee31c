import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;
import org.asyncio4j.queue.PriorityQueue;
import org.asyncio4j.queue.Queue;

/*
 * Queues between tasks: a bound that slows the producer, workers that end when the queue is shut down, priorities.
 *
 *     ./asyncio4j run examples/Queues.java
 */

void main() {
    run(() -> {
        var jobs = new Queue<Integer>(2);
        var sums = new TreeMap<String, Integer>();
        taskGroup(tg -> {
            for (String worker : List.of("w1", "w2")) {
                tg.createTask(() -> {
                    for (int job : jobs) { // until the queue is shut down and empty
                        sleep(ofMillis(1));
                        sums.merge(worker, job, Integer::sum);
                        jobs.taskDone();
                    }
                    IO.println(worker + " goes home");
                });
            }
            for (int job = 1; job <= 10; job++) {
                jobs.put(job); // waits while two are in the queue
            }
            jobs.join();
            IO.println("sum " + sums.values().stream().mapToInt(Integer::intValue).sum());
            jobs.shutdown();
        });

        var urgent = new PriorityQueue<String>();
        List.of("write", "answer", "escape").forEach(urgent::putNowait);
        IO.println(urgent.get() + ", " + urgent.get() + ", " + urgent.get());
    });
}
