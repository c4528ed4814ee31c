/**
 * What other threads may do to a loop, under jcstress, and what a long run leaves behind; in the package of the loop, to
 * reach its parts.
 */
@NullMarked
package org.asyncio4j;

import org.jspecify.annotations.NullMarked;
