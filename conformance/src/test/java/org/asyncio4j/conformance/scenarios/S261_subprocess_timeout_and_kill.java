package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.io.IOException;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessLookupError;

@RealTimeOnly
final class S261_subprocess_timeout_and_kill extends Scenario {

    private static Process start() throws IOException {
        return createSubprocessExec("/bin/sleep", "30");
    }

    private void main() throws IOException {
        Process proc = start();
        try {
            int status = waitFor(proc::await, ofMillis(50));
            print("ended", status);
        } catch (TimeoutError _) {
            print("still running, returncode", proc.returncode());
        }
        proc.kill();
        print("killed", proc.await());
        proc = start();
        proc.terminate();
        print("terminated", proc.await());
        proc = start();
        proc.sendSignal("SIGUSR1");
        print("signalled", proc.await());
        try {
            proc.kill();
        } catch (ProcessLookupError e) {
            print("too late:", typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
