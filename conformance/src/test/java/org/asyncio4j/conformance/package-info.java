/** Runs the Java ports of the Python scenarios and compares what they print with what CPython printed. */
@NullMarked
package org.asyncio4j.conformance;

import org.jspecify.annotations.NullMarked;
