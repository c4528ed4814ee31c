package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessShell;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.ProcessOutput;
import org.asyncio4j.subprocess.Stdio;

@RealTimeOnly
final class S259_subprocess_cat_communicate extends Scenario {

    private void main() throws IOException {
        ProcessOptions pipes = ProcessOptions.defaults().withStdin(Stdio.PIPE).withStdout(Stdio.PIPE);
        Process proc = createSubprocessExec(List.of("/bin/cat"), pipes);
        ProcessOutput output = proc.communicate("line 1\nline 2\n".getBytes(UTF_8));
        print(output.stdout(UTF_8).lines().toList().equals(List.of("line 1", "line 2")), "stderr", output.stderr(),
                "code",
                proc.returncode());
        byte[] big = "0123456789".repeat(30000).getBytes(UTF_8);
        proc = createSubprocessExec(List.of("/bin/cat"), pipes);
        byte[] out = Objects.requireNonNull(proc.communicate(big).stdout());
        print("large round trip", Arrays.equals(out, big), out.length);
        proc = createSubprocessShell("echo out; echo err >&2",
                ProcessOptions.defaults().withStdout(Stdio.PIPE).withStderr(Stdio.STDOUT));
        output = proc.communicate();
        print("merged", String.join(" ", output.stdout(UTF_8).strip().split("\\s+")), "stderr", output.stderr());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
