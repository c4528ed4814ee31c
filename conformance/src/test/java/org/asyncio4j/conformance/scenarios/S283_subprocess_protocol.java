package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.subprocess.Subprocess.subprocessExec;
import static org.asyncio4j.subprocess.Subprocess.subprocessShell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.ConnectedProcess;
import org.asyncio4j.subprocess.ProcessLookupError;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.Stdio;
import org.asyncio4j.transport.SubprocessProtocol;
import org.asyncio4j.transport.SubprocessTransport;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S283_subprocess_protocol extends Scenario {

    private static final class Recorder implements SubprocessProtocol {

        private final List<String> events = new ArrayList<>();
        private final Map<Integer, String> output = new TreeMap<>();
        private final Future<@Nullable Void> end = getRunningLoop().createFuture();
        private @Nullable SubprocessTransport transport;

        @Override
        public void connectionMade(SubprocessTransport made) {
            transport = made;
            events.add("made");
        }

        @Override
        public void pipeDataReceived(int fd, byte[] data) {
            output.merge(fd, new String(data, UTF_8), String::concat);
        }

        @Override
        public void pipeConnectionLost(int fd, @Nullable Throwable error) {
            events.add("lost " + fd + " " + none(error));
        }

        @Override
        public void processExited() {
            events.add("exited " + Objects.requireNonNull(transport).getReturncode());
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            events.add("end " + none(error));
            end.setResult(null);
        }

        private static Object none(@Nullable Object value) {
            return value == null ? "None" : value;
        }
    }

    private void show(String name, ConnectedProcess<Recorder> process) {
        Recorder protocol = process.protocol();
        print(name, "made before the call returns:", protocol.events.getFirst().equals("made"));
        protocol.end.await();
        List<String> rest = protocol.events.subList(1, protocol.events.size() - 1);
        print(" ", protocol.events.getFirst(), "|", rest.stream().sorted().collect(Collectors.joining(", ")), "|",
                protocol.events.getLast());
        protocol.output.forEach((fd, data) -> print(" ", fd, data.strip()));
        print("  closing", process.transport().isClosing());
        try {
            process.transport().kill();
        } catch (ProcessLookupError _) {
            print("  no such process");
        }
    }

    private static Transport stdin(ConnectedProcess<Recorder> process) {
        return Objects.requireNonNull(process.transport().getPipeTransport(0));
    }

    private void main() throws IOException {
        ProcessOptions inherit = ProcessOptions.defaults();
        show("echo", subprocessShell(Recorder::new, "echo out; echo err >&2; exit 3"));
        show("no pipes", subprocessShell(Recorder::new, "exit 4", inherit));
        show("merged", subprocessShell(Recorder::new, "echo a; echo b >&2",
                inherit.withStdout(Stdio.PIPE).withStderr(Stdio.STDOUT)));

        var cat = subprocessExec(Recorder::new, "cat");
        stdin(cat).write("text".getBytes(UTF_8));
        stdin(cat).writeEof();
        print("no pipe 7:", cat.transport().getPipeTransport(7));
        show("cat", cat);

        var signalled = subprocessExec(Recorder::new, "sleep", "30");
        signalled.transport().sendSignal("SIGUSR1");
        show("signalled", signalled);

        var closed = subprocessExec(Recorder::new, "sleep", "30");
        closed.transport().close();
        show("closed", closed);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
