/** Random trees of cancellation, run by the library and by a model of what asyncio does. */
@org.jspecify.annotations.NullMarked
package org.asyncio4j.trees;
