package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.io.IOException;
import java.util.List;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.ProcessOutput;
import org.asyncio4j.subprocess.Stdio;

@RealTimeOnly
final class S257_subprocess_exec_echo extends Scenario {

    private void main() throws IOException {
        Process proc = createSubprocessExec(List.of("/bin/sh", "-c", "sleep 0.05; echo hello; echo oops >&2"),
                ProcessOptions.defaults().withStdout(Stdio.PIPE).withStderr(Stdio.PIPE));
        print("returncode", proc.returncode(), "pid positive", proc.pid() > 0);
        ProcessOutput output = proc.communicate();
        print("stdout", output.stdout(UTF_8).strip(), "| stderr", output.stderr(UTF_8).strip());
        print("returncode", proc.returncode(), "| wait again", proc.await());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
