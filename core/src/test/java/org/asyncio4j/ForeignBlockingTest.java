package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A blocking call of the JDK suspends only the task that makes it. Beside each call a heartbeat runs in the same
 * loop, and only the heartbeat lets the call return: if the loop were held up, the test would never end.
 */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class ForeignBlockingTest {

    private static final int BEATS = 20;
    private static final Duration BEAT = Duration.ofMillis(1);

    /** How long the calls take that end by themselves: long enough for several beats. */
    private static final Duration A_WHILE = Duration.ofMillis(50);

    @ParameterizedTest
    @MethodSource({"org.asyncio4j.ForeignWaits#all", "org.asyncio4j.ForeignIo#all"})
    void call_suspendsOnlyItsTask(Callable<ForeignCall> setUp) throws Exception {
        try (ForeignCall foreign = setUp.call()) {
            Asyncio.run(() -> {
                Task<?> blocked = Asyncio.createTask(() -> foreign.run(), "blocked");

                int beats = 0;
                while (beats < BEATS) {
                    Asyncio.sleep(BEAT);
                    assertThat(blocked.done()).as("the call returned by itself").isFalse();
                    if (isParked(blocked)) {
                        beats++;
                    }
                }
                foreign.release();

                Asyncio.await(blocked);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("callsThatEndByThemselves")
    void callWithATimeLimit_suspendsOnlyItsTask(ForeignCall.Code call) {
        Asyncio.run(() -> {
            Task<?> blocked = Asyncio.createTask(() -> call.run(), "blocked");

            int beats = 0;
            while (!blocked.done()) {
                Asyncio.sleep(BEAT);
                if (isParked(blocked)) {
                    beats++;
                }
            }

            Asyncio.await(blocked);
            assertThat(beats).as("beats during the call").isPositive();
        });
    }

    static Stream<Arguments> callsThatEndByThemselves() {
        return Stream.of(
                named("Thread.sleep", () -> Thread.sleep(A_WHILE)),
                named("TimeUnit.sleep", () -> TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis())),
                named("LockSupport.parkNanos", () -> LockSupport.parkNanos(A_WHILE.toNanos())),
                named("Object.wait", ForeignBlockingTest::timedWait),
                named("BlockingQueue.poll", () -> assertThat(
                        new LinkedBlockingQueue<String>().poll(A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isNull()),
                named("CountDownLatch.await", () -> assertThat(
                        new CountDownLatch(1).await(A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isFalse()),
                named("Socket read with SO_TIMEOUT", ForeignBlockingTest::timedRead),
                named("Selector.select", ForeignBlockingTest::timedSelect));
    }

    private static Arguments named(String name, ForeignCall.Code call) {
        return Arguments.argumentSet(name, call);
    }

    private static void timedWait() throws InterruptedException {
        var monitor = new Object();
        long end = System.nanoTime() + A_WHILE.toNanos();
        synchronized (monitor) {
            while (System.nanoTime() - end < 0) {
                monitor.wait(A_WHILE.toMillis());
            }
        }
    }

    private static void timedRead() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback);
                var socket = new Socket(loopback, server.getLocalPort())) {
            socket.setSoTimeout((int) A_WHILE.toMillis());
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
        }
    }

    private static void timedSelect() throws Exception {
        try (Selector selector = Selector.open()) {
            assertThat(selector.select(A_WHILE.toMillis())).isZero();
        }
    }

    private static boolean isParked(Task<?> task) {
        return !task.done() && Objects.requireNonNull(task.strand()).parkedOutside();
    }
}
