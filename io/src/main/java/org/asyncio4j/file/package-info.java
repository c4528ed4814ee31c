/**
 * Files, off the loop: {@code import static org.asyncio4j.file.FileIo.*;}.
 *
 * <pre>{@code
 * String settings = readString(Path.of("settings.json"));
 * for (String line : lines(Path.of("access.log"))) {
 *     if (line.contains(" 500 ")) {
 *         System.out.println(line);
 *     }
 * }
 * replace(Path.of("settings.json"), changed(settings).getBytes(UTF_8));
 * }</pre>
 *
 * <p>A system has no way to wait for a file as for a socket: reading one blocks a thread. These calls go to threads that
 * the whole program shares for its files, {@code min(32, processors + 4)} at most, apart from those of {@code toThread}: neither
 * waits for the other. A thread that has nothing to do ends, so nothing has to be shut down. A file system that does not
 * answer, such as one behind a network, can occupy all of them; then every other call waits.
 *
 * <p><b>Cancellation:</b> a call that no thread has begun with does not happen. One that has begun runs to its end, and then
 * the cancellation is thrown in place of its result; so no thread reads into a buffer or writes to a file that the task
 * has done with. What such a call had opened or created for its caller is closed or deleted again. An error of the call is
 * suppressed in the {@link org.asyncio4j.CancelledError}.
 *
 * <p><b>Errors</b> are those of {@code java.nio.file}, such as {@link java.nio.file.NoSuchFileException}.
 *
 * <p><b>Threads:</b> every call suspends the task that makes it, and is made in a task. {@code null} given to a method means
 * a {@link NullPointerException} that names the parameter.
 */
@NullMarked
package org.asyncio4j.file;

import org.jspecify.annotations.NullMarked;
