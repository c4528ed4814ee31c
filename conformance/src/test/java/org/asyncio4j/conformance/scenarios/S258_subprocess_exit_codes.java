package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessShell;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Awaitable;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.subprocess.Process;

@RealTimeOnly
final class S258_subprocess_exit_codes extends Scenario {

    private void main() throws IOException {
        List<Process> procs = new ArrayList<>();
        for (int n : new int[] {0, 3, 7}) {
            procs.add(createSubprocessShell("exit " + n));
        }
        List<Awaitable<Integer>> waits = procs.stream().<Awaitable<Integer>>map(p -> p::await).toList();
        print(await(gather(waits)));
        print(procs.stream().map(Process::returncode).toList());
        print("no pipes", procs.getFirst().stdin(), procs.getFirst().stdout(), procs.getFirst().stderr());
        try {
            createSubprocessExec("/no/such/program");
        } catch (NoSuchFileException e) {
            print(typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
