package org.asyncio4j.subprocess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.net.Pipes;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.SubprocessProtocol;
import org.asyncio4j.transport.SubprocessTransport;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A process that a protocol is told of. */
final class ChildTransport implements SubprocessTransport {

    /*
     *   connecting ----> connected ----> lost
     *                        |             ^   when the process has ended and each pipe is lost
     *                        +-------------+
     *
     * While the pipes are being connected, what happens to them and to the process waits for connectionMade.
     *
     * A pipe that is written to does not notice that nobody reads it until it is written to, which may be never. The end
     * of the process therefore closes it; what is left to write then fails, or goes to a process that has inherited it.
     */

    // written once
    private final EventLoop loop;
    private final Child child;
    private final Launch.Started started;

    // loop thread only
    private final Map<Integer, PipeEnd> pipes = new TreeMap<>();
    /** Null when the protocol knows of the connection. */
    private @Nullable List<Call> waiting = new ArrayList<>();
    private SubprocessProtocol protocol;
    private boolean closed;
    private boolean ending;
    private boolean lost;

    ChildTransport(EventLoop loop, Launch.Started started, SubprocessProtocol protocol) {
        this.loop = loop;
        this.started = started;
        this.child = new Child(loop, started.process());
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    // ---- the beginning ----

    /** Waits until the protocol knows of the connection. */
    void start() throws IOException {
        child.watch(this::exited);
        Future<Boolean> begun = loop.createFuture();
        loop.createTask(() -> connect(begun));
        boolean returned = false;
        try {
            begun.await(IOException.class);
            returned = true;
        } finally {
            if (!returned) {
                close();
                child.await();
            }
        }
    }

    /** A task of its own: if the start is cancelled, the protocol is told of both the beginning and the end. */
    private void connect(Future<Boolean> begun) {
        boolean connected = false;
        try {
            if (started.stdin() != null) {
                Pipes.connectWritePipe(() -> newEnd(0), started.stdin());
            }
            if (started.stdout() != null) {
                Pipes.connectReadPipe(() -> newEnd(1), started.stdout());
            }
            if (started.stderr() != null) {
                Pipes.connectReadPipe(() -> newEnd(2), started.stderr());
            }
            connected = true;
        } catch (IOException error) {
            if (!begun.done()) {
                begun.setException(error);
            }
        } finally {
            if (!connected) {
                pipes.values().forEach(PipeEnd::close);
                started.discard();
                begun.cancel();
            }
        }
        if (connected) {
            connected(begun);
        }
    }

    private PipeEnd newEnd(int fd) {
        var end = new PipeEnd(fd);
        pipes.put(fd, end);
        return end;
    }

    private void connected(Future<Boolean> begun) {
        callSoon(() -> protocol.connectionMade(this));
        List<Call> happened = Objects.requireNonNull(waiting);
        waiting = null;
        happened.forEach(this::callSoon);
        loop.callSoon(() -> {
            if (!begun.done()) {
                begun.setResult(true);
            }
        });
        if (closed) {
            pipes.values().forEach(PipeEnd::close);
        }
        if (child.returncode() != null) {
            ended();
        }
    }

    // ---- what happens ----

    private interface Call {
        void run() throws Exception;
    }

    /** Calls the protocol in the next tick, and not before it knows of the connection. */
    private void tell(Call call) {
        if (waiting != null) {
            waiting.add(call);
        } else {
            callSoon(call);
        }
    }

    private void callSoon(Call call) {
        loop.callSoon(() -> Asyncio.await(() -> call.run()));
    }

    private void exited() {
        tell(() -> protocol.processExited());
        ended();
    }

    private void ended() {
        PipeEnd stdin = pipes.get(0);
        if (stdin != null) {
            stdin.close();
        }
        endIfAllIsLost();
    }

    private void endIfAllIsLost() {
        if (ending || waiting != null || child.returncode() == null
                || !pipes.values().stream().allMatch(end -> end.lost)) {
            return;
        }
        ending = true;
        tell(() -> {
            try {
                protocol.connectionLost(null);
            } finally {
                lost = true;
            }
        });
    }

    /** Our end of one pipe. */
    private final class PipeEnd implements Protocol {

        private final int fd;
        private @Nullable Transport transport;
        private boolean lost;

        PipeEnd(int fd) {
            this.fd = fd;
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(byte[] data) {
            tell(() -> protocol.pipeDataReceived(fd, data));
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            lost = true;
            tell(() -> protocol.pipeConnectionLost(fd, error));
            endIfAllIsLost();
        }

        @Override
        public void pauseWriting() throws Exception {
            protocol.pauseWriting();
        }

        @Override
        public void resumeWriting() throws Exception {
            protocol.resumeWriting();
        }

        void close() {
            if (transport != null) {
                transport.close();
            }
        }
    }

    // ---- what the protocol asks for ----

    @Override
    public long getPid() {
        return child.pid();
    }

    @Override
    public @Nullable Integer getReturncode() {
        return child.returncode();
    }

    @Override
    public @Nullable Transport getPipeTransport(int fd) {
        PipeEnd end = pipes.get(fd);
        return end == null ? null : end.transport;
    }

    @Override
    public Future<@Nullable Void> sendSignal(String signal) {
        checkConnected();
        return child.sendSignal(signal);
    }

    @Override
    public void terminate() {
        checkConnected();
        child.terminate();
    }

    @Override
    public void kill() {
        checkConnected();
        child.kill();
    }

    private void checkConnected() {
        if (lost) {
            throw new ProcessLookupError(this + " has ended with " + child.returncode());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pipes.values().forEach(PipeEnd::close);
        child.kill();
    }

    @Override
    public boolean isClosing() {
        return closed;
    }

    @Override
    public void setProtocol(SubprocessProtocol next) {
        protocol = Objects.requireNonNull(next, "protocol");
    }

    @Override
    public SubprocessProtocol getProtocol() {
        return protocol;
    }

    /** Knows the process as {@code "subprocess"}, a {@link ProcessHandle}. */
    @Override
    public @Nullable Object getExtraInfo(String name) {
        return Objects.requireNonNull(name, "name").equals("subprocess") ? child.handle() : null;
    }

    @Override
    public String toString() {
        Integer returncode = child.returncode();
        return "<SubprocessTransport pid=" + child.pid()
                + (returncode == null ? " running" : " returncode=" + returncode) + (closed ? " closed" : "") + ">";
    }
}
