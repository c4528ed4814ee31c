/** Random trees of cancellation, run by the library and by a model of what asyncio does. */
@NullMarked
package org.asyncio4j.trees;

import org.jspecify.annotations.NullMarked;
