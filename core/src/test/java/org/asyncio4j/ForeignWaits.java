package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The calls of {@code java.lang} and {@code java.util.concurrent} that wait for another thread. */
final class ForeignWaits {

    private static final Duration FOREVER = Duration.ofDays(1);

    private ForeignWaits() {}

    /** Each with its name; a case makes its call ready when it is called. */
    static Stream<Arguments> all() {
        return Stream.of(
                named("Thread.sleep", ForeignWaits::sleep),
                named("Thread.sleep through reflection", ForeignWaits::reflectedSleep),
                named("LockSupport.park", ForeignWaits::park),
                named("LockSupport.parkNanos", ForeignWaits::parkNanos),
                named("LinkedBlockingQueue.take", ForeignWaits::linkedBlockingQueue),
                named("SynchronousQueue.take", ForeignWaits::synchronousQueue),
                named("ReentrantLock contention", ForeignWaits::reentrantLock),
                named("synchronized contention", ForeignWaits::monitor),
                named("parking with a monitor held", ForeignWaits::parkingWithAMonitor),
                named("Object.wait", () -> objectWait(0)),
                named("Object.wait with a time limit", () -> objectWait(FOREVER.toMillis())),
                named("CompletableFuture.get", ForeignWaits::completableFutureGet),
                named("CompletableFuture.join", ForeignWaits::completableFutureJoin),
                named("CountDownLatch.await", ForeignWaits::countDownLatch),
                named("Semaphore.acquire", ForeignWaits::semaphore),
                named("Thread.join of a platform thread", () -> threadJoin(Thread.ofPlatform().daemon())),
                named("Thread.join of a virtual thread", () -> threadJoin(Thread.ofVirtual())),
                named("Future.get of a pool", ForeignWaits::poolGet),
                named("ForkJoinTask.join", ForeignWaits::forkJoin),
                named("parallel stream", ForeignWaits::parallelStream));
    }

    static Arguments named(String name, Callable<ForeignCall> setUp) {
        return argumentSet(name, setUp);
    }

    private static ForeignCall sleep() {
        return new ForeignCall().of(
                () -> assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Thread.sleep(FOREVER)),
                Thread::interrupt);
    }

    private static ForeignCall reflectedSleep() throws ReflectiveOperationException {
        var method = Thread.class.getMethod("sleep", Duration.class);
        return new ForeignCall().of(
                () -> assertThat(catchThrowable(() -> method.invoke(null, FOREVER)))
                        .hasCauseInstanceOf(InterruptedException.class),
                Thread::interrupt);
    }

    private static ForeignCall park() {
        var released = new AtomicBoolean();
        return new ForeignCall().of(() -> {
            while (!released.get()) {
                LockSupport.park();
            }
        }, blocked -> {
            released.set(true);
            LockSupport.unpark(blocked);
        });
    }

    private static ForeignCall parkNanos() {
        var released = new AtomicBoolean();
        return new ForeignCall().of(() -> {
            while (!released.get()) {
                LockSupport.parkNanos(FOREVER.toNanos());
            }
        }, blocked -> {
            released.set(true);
            LockSupport.unpark(blocked);
        });
    }

    private static ForeignCall linkedBlockingQueue() {
        var queue = new LinkedBlockingQueue<String>();
        return new ForeignCall().of(() -> assertThat(queue.take()).isEqualTo("item"), _ -> queue.add("item"));
    }

    private static ForeignCall synchronousQueue() {
        var queue = new SynchronousQueue<String>();
        return new ForeignCall().of(() -> assertThat(queue.take()).isEqualTo("item"),
                _ -> assertThat(queue.offer("item")).isTrue());
    }

    private static ForeignCall reentrantLock() throws InterruptedException {
        var foreign = new ForeignCall();
        var lock = new ReentrantLock();
        var held = new CountDownLatch(1);
        CountDownLatch enough = foreign.latch();
        Thread _ = foreign.thread(() -> {
            lock.lock();
            try {
                held.countDown();
                enough.await();
            } finally {
                lock.unlock();
            }
        });
        held.await();
        return foreign.of(() -> {
            lock.lock();
            try {
                assertThat(enough.getCount()).isZero();
            } finally {
                lock.unlock();
            }
        }, _ -> enough.countDown());
    }

    private static ForeignCall monitor() throws InterruptedException {
        var foreign = new ForeignCall();
        var monitor = new Object();
        var held = new CountDownLatch(1);
        CountDownLatch enough = foreign.latch();
        Thread _ = foreign.thread(() -> {
            synchronized (monitor) {
                held.countDown();
                enough.await();
            }
        });
        held.await();
        return foreign.of(() -> {
            synchronized (monitor) {
                assertThat(enough.getCount()).isZero();
            }
        }, _ -> enough.countDown());
    }

    private static ForeignCall parkingWithAMonitor() {
        var monitor = new Object();
        var latch = new CountDownLatch(1);
        return new ForeignCall().of(() -> {
            synchronized (monitor) {
                latch.await();
            }
        }, _ -> latch.countDown());
    }

    private static ForeignCall objectWait(long millis) {
        var monitor = new Object();
        var released = new AtomicBoolean();
        return new ForeignCall().of(() -> {
            synchronized (monitor) {
                while (!released.get()) {
                    monitor.wait(millis);
                }
            }
        }, _ -> {
            synchronized (monitor) {
                released.set(true);
                monitor.notifyAll();
            }
        });
    }

    private static ForeignCall completableFutureGet() {
        var future = new CompletableFuture<String>();
        return new ForeignCall().of(() -> assertThat(future.get()).isEqualTo("done"), _ -> future.complete("done"));
    }

    private static ForeignCall completableFutureJoin() {
        var future = new CompletableFuture<String>();
        return new ForeignCall().of(() -> assertThat(future.join()).isEqualTo("done"), _ -> future.complete("done"));
    }

    private static ForeignCall countDownLatch() {
        var latch = new CountDownLatch(1);
        return new ForeignCall().of(latch::await, _ -> latch.countDown());
    }

    private static ForeignCall semaphore() {
        var semaphore = new Semaphore(0);
        return new ForeignCall().of(semaphore::acquire, _ -> semaphore.release());
    }

    private static ForeignCall threadJoin(Thread.Builder builder) {
        var foreign = new ForeignCall();
        CountDownLatch enough = foreign.latch();
        Thread joined = builder.start(() -> {
            try {
                enough.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return foreign.of(joined::join, _ -> enough.countDown());
    }

    private static ForeignCall poolGet() {
        var foreign = new ForeignCall();
        ExecutorService pool = foreign.using(Executors.newSingleThreadExecutor());
        CountDownLatch enough = foreign.latch();
        var job = pool.submit(() -> {
            enough.await();
            return "done";
        });
        return foreign.of(() -> assertThat(job.get()).isEqualTo("done"), _ -> enough.countDown());
    }

    private static ForeignCall forkJoin() {
        var foreign = new ForeignCall();
        ForkJoinPool pool = foreign.using(new ForkJoinPool(1));
        CountDownLatch enough = foreign.latch();
        var job = pool.submit(() -> {
            enough.await();
            return "done";
        });
        return foreign.of(() -> assertThat(job.join()).isEqualTo("done"), _ -> enough.countDown());
    }

    private static ForeignCall parallelStream() {
        var enough = new CountDownLatch(1);
        return new ForeignCall().of(() -> {
            int sum = IntStream.range(0, 8).parallel().map(element -> {
                try {
                    enough.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return element;
            }).sum();
            assertThat(sum).isEqualTo(28);
        }, _ -> enough.countDown());
    }
}
