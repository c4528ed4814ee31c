package org.asyncio4j.stream;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.net.Pipes;

/** Ends of pipes for tasks: {@code import static org.asyncio4j.stream.PipeStreams.*;}. */
public final class PipeStreams {

    private PipeStreams() {}

    /**
     * Takes over the end of a pipe that is read from. It is closed at the end of its input, or by closing the connection.
     *
     * @param pipe the end of the pipe
     * @param limit the longest line, and half of what the reader holds before it pauses
     * @return the reader, and a writer that can only be closed
     * @throws IOException if the pipe is closed
     */
    public static Connection openReadPipe(Pipe.SourceChannel pipe, int limit) throws IOException {
        return Connection.of(Pipes.connectReadPipe(protocols(limit), pipe));
    }

    /**
     * Takes over the end of a pipe that is written to.
     *
     * @param pipe the end of the pipe
     * @return the writer, to be closed
     * @throws IOException if the pipe is closed
     */
    public static StreamWriter openWritePipe(Pipe.SinkChannel pipe) throws IOException {
        return Connection.of(Pipes.connectWritePipe(protocols(StreamReader.DEFAULT_LIMIT), pipe)).writer();
    }

    private static Supplier<StreamConnectionProtocol> protocols(int limit) {
        EventLoop loop = Asyncio.getRunningLoop();
        StreamReader.checkLimit(limit);
        return () -> StreamConnectionProtocol.client(loop, new StreamReader(limit, loop));
    }
}
