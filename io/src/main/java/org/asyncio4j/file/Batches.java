package org.asyncio4j.file;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Generator;
import org.jspecify.annotations.Nullable;

/** Items that a thread fetches many at a time, as a task asks for them one at a time. */
final class Batches {

    private static final int CHARACTERS = 64 * 1024;
    private static final int ENTRIES = 256;

    private Batches() {}

    /**
     * Fetches the next items from where they come from.
     *
     * @param <S> from where
     * @param <T> the type of the items
     */
    private interface Fetch<S, T> {
        /** Adds some items, none at the end; those that were added before an error count too. */
        void into(List<T> items, S source) throws IOException;
    }

    /** Some items, and the error that is in the place of the next one, if there is one. */
    private record Batch<T>(List<T> items, @Nullable IOException error) {}

    /** Where paths come from, and what to close in the end. */
    record Paths(Closeable source, Iterator<Path> entries) {}

    static Generator<String> lines(Callable<BufferedReader> open) {
        return generate(open, Batches::nextLines, BufferedReader::close);
    }

    static Generator<Path> paths(Callable<Paths> open) {
        return generate(open, Batches::nextPaths, paths -> paths.source.close());
    }

    /** What is opened when the first item is asked for is closed after the last one, or with the generator. */
    private static <S, T> Generator<T> generate(Callable<S> open, Fetch<S, T> fetch, FileThreads.Undo<S> close) {
        return Asyncio.generate(out -> {
            S source = FileThreads.call(open, close);
            try (Closeable _ = () -> FileThreads.runAlways(() -> close.undo(source))) {
                Batch<T> batch;
                do {
                    batch = FileThreads.call(() -> next(fetch, source));
                    batch.items.forEach(out::emit);
                    if (batch.error != null) {
                        throw batch.error;
                    }
                } while (!batch.items.isEmpty());
            }
        });
    }

    private static <S, T> Batch<T> next(Fetch<S, T> fetch, S source) {
        List<T> items = new ArrayList<>();
        try {
            fetch.into(items, source);
            return new Batch<>(items, null);
        } catch (IOException error) {
            return new Batch<>(items, error);
        }
    }

    private static void nextLines(List<String> lines, BufferedReader reader) throws IOException {
        int characters = 0;
        while (characters < CHARACTERS) {
            String line = reader.readLine();
            if (line == null) {
                break;
            }
            lines.add(line);
            characters += line.length() + 1;
        }
    }

    private static void nextPaths(List<Path> paths, Paths from) throws IOException {
        try {
            while (paths.size() < ENTRIES && from.entries.hasNext()) {
                paths.add(from.entries.next());
            }
        } catch (DirectoryIteratorException | UncheckedIOException error) {
            throw error.getCause() instanceof IOException cause ? cause : new IOException(error);
        }
    }
}
