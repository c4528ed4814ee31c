package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cancelling a task that is parked in a blocking call of the JDK: by way of an interrupt. */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class ForeignCancelTest {

    private static final Duration FOREVER = Duration.ofDays(1);

    // ---- the cancellation gets through ----

    @ParameterizedTest
    @MethodSource("interruptibleCalls")
    @Rule("C17")
    void cancel_ofATaskInABlockingCall_endsItWithTheMessage(ForeignCall.Code call) {
        Asyncio.run(() -> {
            List<String> trace = new ArrayList<>();
            Task<?> task = parked(() -> {
                try {
                    call.run();
                    trace.add("went on");
                } finally {
                    trace.add("cleaned up");
                }
            });

            assertThat(task.cancel("enough")).isTrue();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("enough")
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(task.cancelled()).isTrue();
            assertThat(trace).containsExactly("cleaned up");
        });
    }

    static Stream<Arguments> interruptibleCalls() {
        var monitor = new Object();
        var held = new Semaphore(0);
        return Stream.of(
                named("Thread.sleep", () -> Thread.sleep(FOREVER)),
                named("BlockingQueue.take", () -> new LinkedBlockingQueue<String>().take()),
                named("SynchronousQueue.take", () -> new SynchronousQueue<String>().take()),
                named("CompletableFuture.get", () -> new CompletableFuture<String>().get()),
                named("CountDownLatch.await", () -> new CountDownLatch(1).await()),
                named("Semaphore.acquire", held::acquire),
                named("Thread.join", () -> Thread.currentThread().join()),
                named("Process.waitFor", ForeignCancelTest::waitForAProcess),
                named("Object.wait", () -> {
                    synchronized (monitor) {
                        for (;;) {
                            monitor.wait();
                        }
                    }
                }));
    }

    private static Arguments named(String name, ForeignCall.Code call) {
        return argumentSet(name, call);
    }

    private static void waitForAProcess() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        try {
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void cancel_ofATaskInASocketRead_closesTheSocket() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback);
                var socket = new Socket(loopback, server.getLocalPort())) {
            InputStream in = socket.getInputStream();
            Asyncio.run(() -> {
                Task<?> task = parked(() -> assertThat(in.read()).isNegative());

                task.cancel("enough");

                assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                        .withMessage("enough")
                        .withCauseInstanceOf(SocketException.class);
                assertThat(socket.isClosed()).isTrue();
            });
        }
    }

    @Test
    void cancel_ofATaskInAChannelRead_closesTheChannel() throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel _ = pipe.sink()) {
            Asyncio.run(() -> {
                Task<?> task = parked(() -> assertThat(source.read(ByteBuffer.allocate(1))).isNegative());

                task.cancel("enough");

                assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                        .withMessage("enough")
                        .withCauseInstanceOf(ClosedByInterruptException.class);
                assertThat(source.isOpen()).isFalse();
            });
        }
    }

    @Test
    void cancel_whenTheInterruptIsTheCauseOfWhatIsThrown_countsToo() {
        Asyncio.run(() -> {
            Task<?> task = parked(() -> {
                try {
                    Thread.sleep(FOREVER);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("wrapped", e);
                }
            });

            task.cancel("enough");

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("enough");
        });
    }

    @Test
    void cancel_reachesATaskInABlockingCallThroughThoseThatWaitForIt() {
        Asyncio.run(() -> {
            Task<?> child = parked(() -> Thread.sleep(FOREVER));
            Task<?> parent = Asyncio.createTask(() -> {
                Asyncio.await(child);
            });
            Asyncio.sleep(Duration.ZERO);

            parent.cancel("enough");

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(parent))
                    .withMessage("enough");
            assertThat(child.cancelled()).isTrue();
        });
    }

    @Test
    void failure_thatHasNothingToDoWithTheInterrupt_staysAFailure() {
        Asyncio.run(() -> {
            var failure = new IllegalArgumentException("unrelated");
            Task<?> task = parked(() -> {
                try {
                    Thread.sleep(FOREVER);
                } catch (InterruptedException _) {
                    throw failure;
                }
            });

            task.cancel("enough");

            assertThat(catchThrowable(() -> Asyncio.await(task))).isSameAs(failure);
        });
    }

    @Test
    void interruptOfAnotherOrigin_isAFailureAndNoCancellation() {
        Asyncio.run(() -> {
            Task<?> task = parked(() -> Thread.sleep(FOREVER));

            threadOf(task).interrupt();

            assertThat(catchThrowable(() -> Asyncio.await(task))).isInstanceOf(InterruptedException.class);
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    void cancel_whileTheTaskIsInTheQueueOfALock_doesNotBreakTheLock() {
        Asyncio.run(() -> {
            var lock = new ReentrantLock();
            lock.lockInterruptibly();
            Task<?> task;
            try {
                task = parked(() -> {
                    lock.lockInterruptibly();
                    lock.unlock();
                });
                task.cancel("enough");
                assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task));
            } finally {
                lock.unlock();
            }

            assertThat(lock.isLocked()).isFalse();
            assertThat(lock.hasQueuedThreads()).isFalse();
        });
    }

    // ---- the task does not give in ----

    @Test
    void catchingTheInterruptAndGoingOn_swallowsTheCancellation() {
        Asyncio.run(() -> {
            Task<String> task = parked(() -> {
                try {
                    Thread.sleep(FOREVER);
                    return "slept";
                } catch (InterruptedException _) {
                    Asyncio.sleep(Duration.ZERO);
                    return "went on";
                }
            });

            task.cancel();

            assertThat(task.await()).isEqualTo("went on");
            assertThat(task.cancelled()).isFalse();
            assertThat(task.cancelling()).isEqualTo(1);
        });
    }

    @Test
    void cancelTwice_interruptsTwice() {
        Asyncio.run(() -> {
            Task<?> task = parked(() -> {
                try {
                    Thread.sleep(FOREVER);
                } catch (InterruptedException _) {
                    Thread.sleep(FOREVER);
                }
            });

            task.cancel("first");
            Asyncio.sleep(Duration.ZERO);
            Asyncio.sleep(Duration.ZERO);
            task.cancel("second");

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("second");
            assertThat(task.cancelling()).isEqualTo(2);
        });
    }

    // ---- the interrupt is not consumed ----

    @Test
    @Rule("C17")
    void unconsumedInterrupt_isDeliveredAtTheNextWait() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            List<String> trace = new ArrayList<>();
            Task<?> task = parked(() -> {
                permits.acquireUninterruptibly();
                trace.add("not interrupted");
                Asyncio.getRunningLoop().createFuture().await();
            });

            task.cancel("enough");
            permits.release();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("enough");
            assertThat(trace).containsExactly("not interrupted");
        });
    }

    @Test
    void unconsumedInterrupt_isDeliveredWhenTheTaskYields() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            List<Boolean> flags = new ArrayList<>();
            Task<?> task = parked(() -> {
                permits.acquireUninterruptibly();
                try {
                    Asyncio.sleep(Duration.ZERO);
                } finally {
                    flags.add(Thread.currentThread().isInterrupted());
                }
            });

            task.cancel("enough");
            permits.release();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("enough");
            assertThat(flags).as("the flag has become the cancellation").containsExactly(false);
        });
    }

    @Test
    void unconsumedInterrupt_isDeliveredAtTheEnd() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            Task<String> task = parked(() -> {
                permits.acquireUninterruptibly();
                return "nobody hears this";
            });

            task.cancel("enough");
            permits.release();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(task::await).withMessage("enough");
        });
    }

    @Test
    void unconsumedInterrupt_endsTheNextBlockingCall() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            Task<?> task = parked(() -> {
                permits.acquireUninterruptibly();
                Thread.sleep(FOREVER);
            });

            task.cancel("enough");
            permits.release();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage("enough");
        });
    }

    // ---- taking it back ----

    @Test
    void uncancel_beforeTheTaskGoesOn_withdrawsTheRequest() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            Task<String> task = parked(() -> {
                permits.acquireUninterruptibly();
                Asyncio.sleep(Duration.ZERO);
                return Thread.currentThread().isInterrupted() ? "interrupted" : "undisturbed";
            });

            task.cancel();
            assertThat(task.uncancel()).isZero();
            permits.release();

            assertThat(task.await()).isEqualTo("undisturbed");
        });
    }

    @Test
    void uncancel_byTheTaskThatCaughtTheInterrupt_makesItWhole() {
        Asyncio.run(() -> {
            Task<String> task = parked(() -> {
                try {
                    Thread.sleep(FOREVER);
                } catch (InterruptedException _) {
                    Objects.requireNonNull(Asyncio.currentTask()).uncancel();
                }
                Asyncio.sleep(Duration.ofMillis(1));
                return "went on";
            });

            task.cancel();

            assertThat(task.await()).isEqualTo("went on");
            assertThat(task.cancelling()).isZero();
        });
    }

    @Test
    void uncancel_byTheTask_takesBackAnInterruptThatWasNotConsumed() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            Task<String> task = parked(() -> {
                permits.acquireUninterruptibly();
                Objects.requireNonNull(Asyncio.currentTask()).uncancel();
                Thread.sleep(1);
                return "undisturbed";
            });

            task.cancel();
            permits.release();

            assertThat(task.await()).isEqualTo("undisturbed");
        });
    }

    // ---- how it is tried ----

    static Task<@Nullable Void> parked(VoidCoroutine body) {
        return parked(body.asCoroutine());
    }

    /** A task that has come as far as its blocking call. */
    static <T extends @Nullable Object> Task<T> parked(Coroutine<T> body) {
        Task<T> task = Asyncio.createTask(body);
        do {
            Asyncio.sleep(Duration.ZERO);
        } while (!Objects.requireNonNull(task.strand()).parkedOutside());
        return task;
    }

    private static Thread threadOf(Task<?> task) {
        return Objects.requireNonNull(task.strand()).thread();
    }
}
