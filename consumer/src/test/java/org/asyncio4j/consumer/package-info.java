/** Another project, built and run with the library as Maven installs it. */
@NullMarked
package org.asyncio4j.consumer;

import org.jspecify.annotations.NullMarked;
