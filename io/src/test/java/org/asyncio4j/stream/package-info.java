/** Tests of streams. */
@NullMarked
package org.asyncio4j.stream;

import org.jspecify.annotations.NullMarked;
