package org.asyncio4j.subprocess;

import java.nio.charset.Charset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a process has written, from {@link Process#communicate}. */
public final class ProcessOutput {

    private final byte @Nullable [] stdout;
    private final byte @Nullable [] stderr;

    ProcessOutput(byte @Nullable [] stdout, byte @Nullable [] stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Returns its standard output.
     *
     * @return the bytes; null if it was not a pipe
     */
    public byte @Nullable [] stdout() {
        return stdout;
    }

    /**
     * Returns its standard error.
     *
     * @return the bytes; null if it was not a pipe
     */
    public byte @Nullable [] stderr() {
        return stderr;
    }

    /**
     * Returns its standard output as text.
     *
     * @param charset the encoding
     * @return the text; empty if it was not a pipe
     */
    public String stdout(Charset charset) {
        return text(stdout, charset);
    }

    /**
     * Returns its standard error as text.
     *
     * @param charset the encoding
     * @return the text; empty if it was not a pipe
     */
    public String stderr(Charset charset) {
        return text(stderr, charset);
    }

    private static String text(byte @Nullable [] bytes, Charset charset) {
        Objects.requireNonNull(charset, "charset");
        return bytes == null ? "" : new String(bytes, charset);
    }

    @Override
    public String toString() {
        return "<ProcessOutput stdout=" + size(stdout) + " stderr=" + size(stderr) + ">";
    }

    private static String size(byte @Nullable [] bytes) {
        return bytes == null ? "none" : bytes.length + " bytes";
    }
}
