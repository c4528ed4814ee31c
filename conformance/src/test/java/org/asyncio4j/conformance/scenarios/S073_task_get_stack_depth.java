package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S073_task_get_stack_depth extends Scenario {

    private void inner() {
        sleep(ofMillis(20));
    }

    private void outer() {
        inner();
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::outer);
        print("not started:", t.getStack().size());
        sleep(ZERO);
        List<StackTraceElement> stack = t.getStack();
        print("suspended:", stack.size(), stack.get(0).getMethodName());
        var text = new ByteArrayOutputStream();
        t.printStack(new PrintStream(text, true, UTF_8));
        print("printed mentions outer:", text.toString(UTF_8).contains("outer"));
        await(t);
        print("finished:", t.getStack().size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
