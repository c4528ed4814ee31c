package org.asyncio4j.trees;

/** Rules of cancellation that are easily got wrong; a model with one of them must be told from the library. */
enum Fault {
    CANCELLED_TASK_STARTS,
    LATE_REQUEST_IS_LOST,
    RESULT_BEATS_CANCELLATION,
    REQUESTS_ARE_NOT_COUNTED,
    REQUEST_IS_DELIVERED_TWICE,
    UNCANCEL_WITHDRAWS_NOTHING,
    /** A deadline that passed turns the request of somebody else into a timeout, too. */
    TIMEOUT_CONVERTS_EVERYTHING,
    /** A task that was cancelled before cannot time out any more. */
    TIMEOUT_WANTS_NO_REQUEST_AT_ALL,
    TIMEOUT_KEEPS_ITS_REQUEST,
    TIMEOUT_OF_ZERO_IS_A_TIMER,
    RESCHEDULED_TIMEOUT_KEEPS_ITS_TIMER,
    /** A fresh coroutine runs up to its first wait. */
    WAIT_FOR_ZERO_ONLY_CANCELS,
    GROUP_KEEPS_ITS_REQUEST,
    GROUP_FORGETS_A_REQUEST_BEHIND_ITS_ERRORS,
    GROUP_CANCELS_ITS_TASKS_TWICE,
    GROUP_FAILS_OF_A_CANCELLED_TASK,
    GROUP_TAKES_TASKS_WHILE_ABORTING,
    GROUP_LISTS_THE_BODY_FIRST,
    SHIELD_PASSES_THE_REQUEST_ON,
    GATHER_ENDS_AT_ONCE,
    GATHER_FORGETS_THAT_IT_WAS_CANCELLED
}
