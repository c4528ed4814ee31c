package org.asyncio4j;

import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at the point where a task waits when the task, or what it waits for, was cancelled. It tells who asked for it
 * and why: {@link #kind()}, {@link #requester()}, {@link #site()}.
 *
 * <p>It is an {@link Error} so that {@code catch (Exception e)} does not swallow it, as Python's is a
 * {@code BaseException}. Code that must clean up uses {@code finally}, or catches it and throws it again.
 */
public class CancelledError extends Error {

    @Serial
    private static final long serialVersionUID = 1;

    /** Why something was cancelled. */
    public enum Kind {

        /** The program called {@code cancel}, or threw the error itself. */
        EXPLICIT,

        /** A deadline passed. */
        TIMEOUT,

        /** A {@link TaskGroup} ends early: a task of it failed, its block did, or the group was cancelled. */
        GROUP,

        /** The tasks that are left are cancelled since the {@link Runner} or the loop is being closed. */
        SHUTDOWN,

        /** The process got a signal, such as Ctrl-C. */
        SIGNAL,

        /** The thread of the task, or of the loop, was interrupted. */
        INTERRUPT
    }

    private final Kind kind;
    private final transient @Nullable Task<?> requester;
    private final @Nullable StackTraceElement site;

    /** Creates an error without a message. */
    public CancelledError() {
        this((String) null);
    }

    /**
     * Creates an error with the message of the request.
     *
     * @param message what {@link Task#cancel(String)} was given, or null
     */
    public CancelledError(@Nullable String message) {
        this(CancelRequest.of(Kind.EXPLICIT, message));
    }

    CancelledError(CancelRequest request) {
        super(request.message());
        this.kind = request.kind();
        this.requester = request.requester();
        this.site = request.site();
    }

    /**
     * Returns why.
     *
     * @return the kind of the request; of several, the last one
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the task whose step asked for it, called {@code cancel}, or failed in the group.
     *
     * @return the task; null if it was a callback, another thread or the loop, and after deserialization
     */
    public @Nullable Task<?> requester() {
        return requester;
    }

    /**
     * Returns the line of the program that called {@code cancel}.
     *
     * @return the innermost frame outside of the library and the JDK; null if the library asked by itself
     */
    public @Nullable StackTraceElement site() {
        return site;
    }

    /** The message, and in brackets the kind and, as far as they are known, requester and site. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message is what cancel() was given, as in asyncio
    public String toString() {
        Task<?> task = requester;
        return super.toString() + " [" + kind.name().toLowerCase(Locale.ROOT)
                + (task == null ? "" : " by task '" + task.getName() + "'")
                + (site == null ? "" : " at " + site) + "]";
    }
}
