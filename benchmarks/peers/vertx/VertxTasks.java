import bench.Harness;
import bench.Work;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Vert.x by tasks of a virtual-thread context, which await its futures. */
final class VertxTasks {

    private final VertxLoop loop;

    VertxTasks(VertxLoop loop) {
        this.loop = loop;
    }

    void run(String[] args) throws Exception {
        switch (args[0]) {
            case "yield" -> yieldOften(Work.count(args, 1, 1));
            case "spawn" -> Harness.measure("spawn", Work.SPAWNS, () -> inTask(() -> turns(Work.SPAWNS)));
            case "gather" -> Harness.measure("gather", Work.GATHERED, () -> inTask(this::gather));
            case "timeout" -> Harness.measure("timeout", Work.TIMEOUTS, () -> inTask(() -> {
                for (int i = 0; i < Work.TIMEOUTS; i++) {
                    loop.turn().timeout(30, TimeUnit.SECONDS).await();
                }
            }));
            case "memory" -> Harness.memory(Work.count(args, 1, Work.SUSPENDED), this::memory);
            case "hello" -> inTask(() -> {
                turns(1);
                System.out.println("hello");
            });
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private void inTask(Runnable body) throws InterruptedException {
        loop.untilDone(done -> {
            body.run();
            done.countDown();
        });
    }

    private void turns(int n) {
        for (int i = 0; i < n; i++) {
            loop.turn().await();
        }
    }

    private void yieldOften(int tasks) throws Exception {
        int each = Work.YIELDS / tasks;
        Harness.measure("yield", Work.YIELDS, () -> {
            var done = new CountDownLatch(tasks);
            for (int i = 0; i < tasks; i++) {
                loop.execute(() -> {
                    turns(each);
                    done.countDown();
                });
            }
            done.await();
        });
    }

    private void gather() {
        List<Future<Void>> futures = new ArrayList<>(Work.GATHERED);
        for (int i = 0; i < Work.GATHERED; i++) {
            futures.add(loop.turn());
        }
        Future.all(futures).await();
    }

    private void memory(int tasks, Harness.Probe probe) throws Exception {
        List<Promise<Integer>> promises = new ArrayList<>(tasks);
        var started = new AtomicInteger();
        var done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Promise<Integer> promise = Promise.promise();
            promises.add(promise);
            loop.execute(() -> {
                started.incrementAndGet();
                promise.future().await();
                done.countDown();
            });
        }
        while (started.get() < tasks) {
            Thread.sleep(1);
        }
        probe.created();
        loop.execute(() -> promises.forEach(promise -> promise.complete(1)));
        done.await();
        probe.woken();
    }
}
