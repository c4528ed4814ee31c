package org.asyncio4j.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Pipes that can be watched and have a name. */
class ChildPipeTest {

    @Test
    void aPipe_isOpenedByItsNameInBothDirections() throws Exception {
        try (ChildPipe pipe = ChildPipe.open()) {
            try (var out = new FileOutputStream(pipe.name())) {
                out.write(7);
            }
            ByteBuffer one = ByteBuffer.allocate(100);
            assertThat(pipe.source().read(one)).isEqualTo(1);
            pipe.sink().write(ByteBuffer.wrap(new byte[] {8}));
            try (var in = new FileInputStream(pipe.name())) {
                assertThat(in.read()).isEqualTo(8);
            }
        }
    }

    @Test
    void pipesThatHoldAsManyBytes_areNotTakenForIt() throws Exception {
        var others = new ArrayList<Pipe>();
        var next = new AtomicInteger(100);
        try (ChildPipe pipe = ChildPipe.open(() -> {
            if (others.isEmpty()) {
                openTwenty(others, next.get());
            }
            return next.getAndIncrement();
        }); var out = new FileOutputStream(pipe.name())) {
            pipe.source().configureBlocking(false);
            out.write(7);
            assertThat(pipe.source().read(ByteBuffer.allocate(100))).isEqualTo(1);
        } finally {
            for (Pipe other : others) {
                other.sink().close();
                other.source().close();
            }
        }
    }

    private static void openTwenty(List<Pipe> pipes, int bytes) {
        try {
            for (int i = 0; i < 20; i++) {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                pipe.sink().write(ByteBuffer.allocate(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void threadsThatOpenAndClosePipesMeanwhile_areNotTakenForIt() throws Exception {
        var stop = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                try {
                    Pipe pipe = Pipe.open();
                    pipe.sink().write(ByteBuffer.allocate(100));
                    pipe.sink().close();
                    pipe.source().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        try {
            for (int i = 0; i < 300; i++) {
                try (ChildPipe pipe = ChildPipe.open(); var out = new FileOutputStream(pipe.name())) {
                    out.write(i);
                    ByteBuffer one = ByteBuffer.allocate(100);
                    assertThat(pipe.source().read(one)).isEqualTo(1);
                    assertThat(one.get(0)).isEqualTo((byte) i);
                }
            }
        } finally {
            stop.set(true);
            other.join();
        }
    }

    @Test
    void twoThreads_doNotLookForTheirPipesAtTheSameTime() throws Exception {
        var bothAtOnce = new AtomicBoolean();
        var second = new Thread(() -> openAndClose(() -> {
            bothAtOnce.set(true);
            return 100;
        }));
        openAndClose(() -> {
            if (second.getState() == Thread.State.NEW) {
                second.start();
                while (second.getState() != Thread.State.BLOCKED && second.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            assertThat(bothAtOnce).isFalse();
            return 200;
        });
        second.join();
        assertThat(bothAtOnce).as("the second one has opened its pipe afterwards").isTrue();
    }

    private static void openAndClose(IntSupplier tokens) {
        try {
            ChildPipe.open(tokens).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
