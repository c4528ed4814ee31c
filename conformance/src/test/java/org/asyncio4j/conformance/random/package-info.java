/** Random programs, played by CPython and by this library. */
@NullMarked
package org.asyncio4j.conformance.random;

import org.jspecify.annotations.NullMarked;
