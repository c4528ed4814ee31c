package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.stream.StreamReader;

@RealTimeOnly
final class S254_streams_one_reader_at_a_time extends Scenario {

    private void main() throws IOException {
        var r = new StreamReader();
        Task<String> first = createTask(() -> r.readline(UTF_8));
        sleep(ZERO);
        for (String name : List.of("read", "readline", "readexactly")) {
            try {
                switch (name) {
                    case "read" -> r.read();
                    case "readline" -> r.readline();
                    default -> r.readexactly(3);
                }
            } catch (IllegalStateException e) {
                print(name, "->", e);
            }
        }
        r.feedData("for the first\n".getBytes(UTF_8));
        print(await(first).strip());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
