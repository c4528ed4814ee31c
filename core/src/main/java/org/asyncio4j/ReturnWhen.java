package org.asyncio4j;

/** When {@link Asyncio#wait(java.util.Collection, ReturnWhen)} returns. */
public enum ReturnWhen {

    /** As soon as one of them is done. */
    FIRST_COMPLETED,

    /** As soon as one of them has failed, or when all are done. A cancelled one has not failed. */
    FIRST_EXCEPTION,

    /** When all of them are done. */
    ALL_COMPLETED
}
