@NullMarked
package org.asyncio4j.tls;

import org.jspecify.annotations.NullMarked;
