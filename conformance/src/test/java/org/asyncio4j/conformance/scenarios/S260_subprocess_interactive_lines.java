package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.Stdio;

@RealTimeOnly
final class S260_subprocess_interactive_lines extends Scenario {

    private static final String SCRIPT = "while read line; do echo \"got $line\"; done; echo bye";

    private void main() throws IOException {
        Process proc = createSubprocessExec(List.of("/bin/sh", "-c", SCRIPT),
                ProcessOptions.defaults().withStdin(Stdio.PIPE).withStdout(Stdio.PIPE));
        StreamWriter stdin = Objects.requireNonNull(proc.stdin());
        StreamReader stdout = Objects.requireNonNull(proc.stdout());
        for (String word : List.of("one", "two")) {
            stdin.write(word + "\n", UTF_8);
            stdin.drain();
            print(stdout.readline(UTF_8).strip());
        }
        stdin.close();
        print(stdout.readline(UTF_8).strip());
        print("end of output", stdout.read().length, stdout.atEof());
        print("code", proc.await());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
