import bench.Harness;
import bench.Work;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Vert.x by futures on one event loop: it has no tasks, so its spawn is a turn of the loop. */
final class VertxFutures {

    private final VertxLoop loop;
    private final Vertx vertx;

    VertxFutures(VertxLoop loop) {
        this.loop = loop;
        vertx = loop.vertx();
    }

    void run(String[] args) throws Exception {
        switch (args[0]) {
            case "yield" -> yieldOften(Work.count(args, 1, 1));
            case "spawn" -> Harness.measure("spawn", Work.SPAWNS, () -> oneByOne(Work.SPAWNS, loop::turn));
            case "gather" -> Harness.measure("gather", Work.GATHERED, this::gather);
            case "timeout" -> Harness.measure(
                    "timeout",
                    Work.TIMEOUTS,
                    () -> oneByOne(Work.TIMEOUTS, () -> loop.turn().timeout(30, TimeUnit.SECONDS)));
            case "sleeps" -> Harness.sleeps(Work.count(args, 1, Work.SLEEPERS), this::sleeps);
            case "memory" -> Harness.memory(Work.count(args, 1, Work.SUSPENDED), this::memory);
            case "skynet" -> Harness.measure("skynet", Work.TREE, this::skynet);
            case "hello" -> oneByOne(1, () -> loop.turn().onSuccess(_ -> System.out.println("hello")));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    @FunctionalInterface
    private interface Operation {
        Future<?> start();
    }

    /** The operation again and again, each when the one before is done. */
    private void oneByOne(int times, Operation operation) throws InterruptedException {
        loop.untilDone(done -> new Object() {
            private int left = times;

            void step() {
                if (left-- > 0) {
                    operation.start().onSuccess(_ -> step());
                } else {
                    done.countDown();
                }
            }
        }.step());
    }

    private void yieldOften(int chains) throws Exception {
        int each = Work.YIELDS / chains;
        Harness.measure("yield", Work.YIELDS, () -> {
            var done = new CountDownLatch(chains);
            loop.execute(() -> {
                for (int i = 0; i < chains; i++) {
                    chain(each, done);
                }
            });
            done.await();
        });
    }

    private void chain(int left, CountDownLatch done) {
        if (left > 0) {
            loop.execute(() -> chain(left - 1, done));
        } else {
            done.countDown();
        }
    }

    private void gather() throws InterruptedException {
        loop.untilDone(done -> {
            List<Future<Void>> futures = new ArrayList<>(Work.GATHERED);
            for (int i = 0; i < Work.GATHERED; i++) {
                futures.add(loop.turn());
            }
            Future.all(futures).onSuccess(_ -> done.countDown());
        });
    }

    private void sleeps(int[] delayMillis, long[] lateNanos) throws InterruptedException {
        var done = new CountDownLatch(delayMillis.length);
        loop.execute(() -> {
            for (int i = 0; i < delayMillis.length; i++) {
                int k = i;
                long before = System.nanoTime();
                vertx.setTimer(Math.max(1, delayMillis[i]), _ -> {
                    lateNanos[k] = System.nanoTime() - before - delayMillis[k] * 1_000_000L;
                    done.countDown();
                });
            }
        });
        done.await();
    }

    private void memory(int tasks, Harness.Probe probe) throws Exception {
        List<Promise<Integer>> promises = new ArrayList<>(tasks);
        var done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Promise<Integer> promise = Promise.promise();
            promise.future().onSuccess(_ -> done.countDown());
            promises.add(promise);
        }
        probe.created();
        loop.execute(() -> promises.forEach(promise -> promise.complete(1)));
        done.await();
        probe.woken();
    }

    private void skynet() throws InterruptedException {
        loop.untilDone(done -> skynet(0, Work.LEAVES).onSuccess(sum -> {
            Work.checkSkynet(sum);
            done.countDown();
        }));
    }

    private Future<Long> skynet(long first, int leaves) {
        if (leaves == 1) {
            return Future.succeededFuture(first);
        }
        int part = leaves / 10;
        List<Future<Long>> parts = new ArrayList<>(10);
        for (int i = 0; i < 10; i++) {
            long from = first + (long) i * part;
            Promise<Long> result = Promise.promise();
            loop.execute(() -> skynet(from, part).onComplete(result));
            parts.add(result.future());
        }
        return Future.all(parts).map(all -> all.<Long>list().stream().mapToLong(Long::longValue).sum());
    }
}
