/**
 * Signals of the system as callbacks of the loop: {@code import static org.asyncio4j.signal.Signals.*;}.
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter.
 */
@NullMarked
package org.asyncio4j.signal;

import org.jspecify.annotations.NullMarked;
