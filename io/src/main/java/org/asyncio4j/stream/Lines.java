package org.asyncio4j.stream;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a reader, each read when it is asked for. */
final class Lines implements Iterator<byte[]> {

    private final StreamReader reader;
    /** Read, and not handed out yet; empty at the end. */
    private byte @Nullable [] next;

    Lines(StreamReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        return peek().length > 0;
    }

    @Override
    public byte[] next() {
        byte[] line = peek();
        if (line.length == 0) {
            throw new NoSuchElementException("the input has ended");
        }
        next = null;
        return line;
    }

    private byte[] peek() {
        byte[] line = next;
        if (line == null) {
            try {
                line = reader.readline();
            } catch (IOException e) {
                throw Rethrow.unchecked(e);
            }
            next = line;
        }
        return line;
    }

    /** Lines as text, without their ends. */
    static Iterator<String> asText(Lines lines, Charset charset) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public String next() {
                String line = new String(lines.next(), charset);
                int end = line.length();
                if (line.endsWith("\n")) {
                    end -= line.endsWith("\r\n") ? 2 : 1;
                }
                return line.substring(0, end);
            }
        };
    }
}
