package org.asyncio4j;

import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A request to cancel on its way from who asked to the error that is thrown.
 *
 * @param kind why
 * @param message what the error is to say
 * @param requester the task that asked; null if none did
 * @param site where it asked; null if that is not known
 * @param kept for the last request to a task: the message of the last that nothing the task waited for has taken
 */
record CancelRequest(Kind kind, @Nullable String message, @Nullable Task<?> requester,
        @Nullable StackTraceElement site, @Nullable String kept) {

    private CancelRequest(Kind kind, @Nullable String message, @Nullable Task<?> requester,
            @Nullable StackTraceElement site) {
        this(kind, message, requester, site, null);
    }

    /** Somebody calls a method to cancel, here and now. */
    static CancelRequest explicit(@Nullable String message) {
        BaseEventLoop loop = RunningLoop.get();
        return new CancelRequest(Kind.EXPLICIT, message, loop == null ? null : loop.current(), UserCode.callSite());
    }

    /** The library cancels. */
    static CancelRequest of(Kind kind, @Nullable String message) {
        return new CancelRequest(kind, message, null, null);
    }

    /** The library cancels because of a task. */
    static CancelRequest of(Kind kind, @Nullable Task<?> requester) {
        return new CancelRequest(kind, null, requester, null);
    }

    /** What an error that was thrown goes back to, for another error about the same. */
    static CancelRequest behind(CancelledError error) {
        return new CancelRequest(error.kind(), null, error.requester(), error.site());
    }

    CancelRequest withMessage(@Nullable String other) {
        return new CancelRequest(kind, other, requester, site);
    }

    /** This request when it has come to a task and stays there. */
    CancelRequest asKept() {
        return message == null ? this : new CancelRequest(kind, message, requester, site, message);
    }

    /** This request when it has come to a task, after another one, and goes on to what the task waits for. */
    CancelRequest after(@Nullable CancelRequest before) {
        return before == null || before.kept == null
                ? this
                : new CancelRequest(kind, message, requester, site, before.kept);
    }
}
