/** The example programs and the launcher, run as a user runs them: as processes of their own. */
@NullMarked
package org.asyncio4j.examples;

import org.jspecify.annotations.NullMarked;
