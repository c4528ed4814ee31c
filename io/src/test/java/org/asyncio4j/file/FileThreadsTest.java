package org.asyncio4j.file;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.file.FileIo.toFileThread;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where calls for files run, and what a cancellation does to them. */
@ExtendWith(NothingLeft.class)
class FileThreadsTest {

    private static final int MAX_THREADS = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);

    /** Occupies all threads, so that what comes next has to wait. */
    private static List<Gate> occupyAll() {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < MAX_THREADS; i++) {
            var gate = new Gate();
            createTask(() -> toFileThread(gate));
            gates.add(gate);
        }
        gates.forEach(Gate::awaitBegin);
        return gates;
    }

    @Test
    @Rule("B1")
    void calls_runInThreadsOfTheirOwn_andNoMoreThanTheBound() {
        RealLoop.run(() -> {
            List<Gate> gates = occupyAll();
            Task<String> next = createTask(() -> toFileThread(() -> Thread.currentThread().getName()));
            assertThat(toThread(() -> "not held up")).isEqualTo("not held up");
            assertThat(next.done()).isFalse();
            gates.forEach(Gate::open);
            assertThat(next.await()).startsWith("asyncio4j-file-");
        });
    }

    @Test
    @Rule("B2")
    void cancelledBeforeItBegins_doesNotHappen() {
        RealLoop.run(() -> {
            List<Gate> gates = occupyAll();
            var happened = new AtomicInteger();
            Task<Integer> waiting = createTask(() -> toFileThread(happened::incrementAndGet));
            sleep(ZERO);
            waiting.cancel();
            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            gates.forEach(Gate::open);
            toFileThread(() -> "those before have had their turn");
            assertThat(happened).hasValue(0);
        });
    }

    @Test
    @Rule("B3")
    void cancelledAfterItHasBegun_isWaitedFor_howeverOften() {
        RealLoop.run(() -> {
            var gate = new Gate();
            Task<String> running = createTask(() -> toFileThread(gate));
            gate.awaitBegin();
            for (int i = 0; i < 3; i++) {
                running.cancel("request " + i);
                sleep(ZERO);
                sleep(ZERO);
                assertThat(running.done()).isFalse();
            }
            gate.open();
            assertThatThrownBy(running::await).isInstanceOf(CancelledError.class).hasMessage("request 0");
            assertThat(running.cancelling()).isEqualTo(3);
        });
    }

    @Test
    @Rule("B3")
    void errorOfACancelledCall_isSuppressedInTheCancellation() {
        RealLoop.run(() -> {
            var gate = new Gate();
            List<Throwable> caught = new ArrayList<>();
            Task<String> running = createTask(() -> {
                try {
                    return toFileThread(() -> {
                        gate.call();
                        throw new NoSuchFileException("gone");
                    });
                } catch (CancelledError e) {
                    caught.add(e);
                    throw e;
                }
            });
            gate.awaitBegin();
            running.cancel();
            sleep(ZERO);
            gate.open();
            assertThatThrownBy(running::await).isInstanceOf(CancelledError.class);
            assertThat(caught.getFirst().getSuppressed()).singleElement().isInstanceOf(NoSuchFileException.class);
        });
    }

    @Test
    @Rule("B3")
    void whatACancelledCallHasGot_isGivenBack() {
        RealLoop.run(() -> {
            var gate = new Gate();
            var given = new CountDownLatch(1);
            Task<String> running = createTask(() -> FileThreads.call(gate, _ -> given.countDown()));
            gate.awaitBegin();
            running.cancel();
            sleep(ZERO);
            gate.open();
            assertThatThrownBy(running::await).isInstanceOf(CancelledError.class);
            assertThat(given.getCount()).isZero();
        });
    }

    @Test
    void callback_isRefusedBeforeAnythingIsDone() {
        RealLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var happened = new AtomicInteger();
            Future<Throwable> refusal = loop.createFuture();
            loop.callSoon(() -> refusal.setResult(catchThrowable(() -> toFileThread(happened::incrementAndGet))));
            assertThat(refusal.await()).isInstanceOf(IllegalStateException.class)
                    .hasMessage("a call for files outside of a task: a callback of " + loop
                            + " cannot wait; use createTask in it");
            toFileThread(() -> "whatever was begun before has ended");
            assertThat(happened).hasValue(0);
        });
    }

    @Test
    void errors_comeAsTheyAre() {
        RealLoop.run(() -> {
            var error = new Exception("checked");
            assertThatThrownBy(() -> toFileThread(() -> {
                throw error;
            })).isSameAs(error);
        });
    }
}
