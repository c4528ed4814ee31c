package org.asyncio4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the processes that tests start can be interrupted as with Ctrl-C. */
public final class InterruptSignal {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";

    /** SIGINT, number 2, in the mask of signals that a process ignores. */
    private static final long INTERRUPT_BIT = 1L << 1;

    private InterruptSignal() {}

    /** A command whose process heeds it: a shell's background processes have it switched off, and hand that down. */
    public static List<String> heededBy(List<String> command) {
        var heeding = new ArrayList<String>();
        if (isIgnoredHere()) {
            heeding.addAll(List.of("env", "--default-signal=INT"));
        }
        heeding.addAll(command);
        return heeding;
    }

    private static boolean isIgnoredHere() {
        if (!Files.isReadable(STATUS)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(IGNORED))
                    .map(line -> line.substring(IGNORED.length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INTERRUPT_BIT) != 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
