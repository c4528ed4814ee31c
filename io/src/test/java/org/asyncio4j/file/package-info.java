/** Tests of files, with real ones. */
@NullMarked
package org.asyncio4j.file;

import org.jspecify.annotations.NullMarked;
