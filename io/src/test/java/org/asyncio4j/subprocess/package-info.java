/** Tests of processes, with real ones. */
@NullMarked
package org.asyncio4j.subprocess;

import org.jspecify.annotations.NullMarked;
