package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.io.IOException;
import java.net.SocketException;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.stream.StreamReader;

@RealTimeOnly
final class S253_streams_reader_fed_by_hand extends Scenario {

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void main() throws IOException {
        EventLoop loop = getRunningLoop();
        var r = new StreamReader();
        r.feedData(bytes("line1\nli"));
        print(r.readline(UTF_8).strip());
        loop.callLater(ofMillis(20), () -> r.feedData(bytes("ne2\nrest")));
        print(r.readline(UTF_8).strip(), "| at_eof", r.atEof());
        r.feedEof();
        print("eof fed, data left, at_eof", r.atEof());
        print(r.readline(UTF_8), "| at_eof", r.atEof());
        var bad = new StreamReader();
        bad.feedData(bytes("data before\n"));
        loop.callLater(ofMillis(20), () -> bad.setException(new SocketException("lost")));
        print(bad.readline(UTF_8).strip());
        for (int i = 0; i < 2; i++) {
            try {
                bad.readline();
            } catch (SocketException e) {
                print(typeName(e), e, "| kept", bad.exception() == e);
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
