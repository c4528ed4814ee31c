/**
 * Processes: {@code import static org.asyncio4j.subprocess.Subprocess.*;}.
 *
 * <pre>{@code
 * Process listing = createSubprocessExec(List.of("ls", "-l"), ProcessOptions.defaults().withStdout(Stdio.PIPE));
 * for (String line : listing.stdout().lines(UTF_8)) {
 *     System.out.println(line);
 * }
 * int status = listing.await();
 * }</pre>
 *
 * <p>{@link org.asyncio4j.subprocess.Process} has the name of a class of {@code java.lang}: import it by its name, since
 * {@code import org.asyncio4j.subprocess.*;} does not hide that one.
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter, unless it says otherwise.
 */
@NullMarked
package org.asyncio4j.subprocess;

import org.jspecify.annotations.NullMarked;
