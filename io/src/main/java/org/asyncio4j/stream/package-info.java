/**
 * Connections that tasks read and write: {@code import static org.asyncio4j.stream.Streams.*;} for
 * {@code openConnection} and {@code startServer}, {@link org.asyncio4j.stream.StreamReader} and
 * {@link org.asyncio4j.stream.StreamWriter} for what they give; {@link org.asyncio4j.stream.MemoryStreams} for tests.
 *
 * <pre>{@code
 * try (var connection = openConnection("localhost", 7)) {
 *     connection.writer().write("hello\n", UTF_8);
 *     System.out.print(connection.reader().readline(UTF_8));
 * }
 * }</pre>
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter, unless it says otherwise.
 */
@NullMarked
package org.asyncio4j.stream;

import org.jspecify.annotations.NullMarked;
