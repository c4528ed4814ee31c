/** Tests of signals, which this program sends to itself. */
@NullMarked
package org.asyncio4j.signal;

import org.jspecify.annotations.NullMarked;
