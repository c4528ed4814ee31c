package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessShell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.asyncio4j.Awaitable;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.Stdio;

@RealTimeOnly
final class S262_subprocess_concurrent_and_env extends Scenario {

    private static final ProcessOptions PIPED = ProcessOptions.defaults().withStdout(Stdio.PIPE);

    private static String outputOf(String cmd, ProcessOptions options) throws IOException {
        Process proc = createSubprocessShell(cmd, options);
        return proc.communicate().stdout(UTF_8).strip();
    }

    private void main() throws IOException {
        EventLoop loop = getRunningLoop();
        Duration start = loop.time();
        List<Awaitable<String>> runs = IntStream.range(0, 4)
                .<Awaitable<String>>mapToObj(n -> () -> outputOf("sleep 0.15; echo p" + n, PIPED))
                .toList();
        print(String.join(" ", await(gather(runs))));
        print("overlapped", loop.time().minus(start).compareTo(ofMillis(550)) < 0);
        print(outputOf("echo \"$GREETING\"",
                PIPED.withEnv(Map.of("GREETING", "from env", "PATH", "/usr/bin:/bin"))));
        print(outputOf("pwd", PIPED.withCwd(Path.of("/"))));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
