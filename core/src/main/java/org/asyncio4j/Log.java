package org.asyncio4j;

import java.lang.System.Logger;

/** The library's logger. A class of its own, as finding a logger takes longer than all else a short program does. */
final class Log {

    /** Its name is asyncio's. */
    static final Logger LOGGER = System.getLogger("asyncio");

    private Log() {}
}
