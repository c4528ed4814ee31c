/** Tests of connections, servers and sockets, with real ones on this machine. */
@NullMarked
package org.asyncio4j.net;

import org.jspecify.annotations.NullMarked;
