package org.asyncio4j;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several exceptions that occurred side by side; what a {@link TaskGroup} throws. Its members may be groups again.
 *
 * <p>Where Python has {@code except* ValueError as group}, Java asks the group:
 *
 * <pre>{@code
 * try {
 *     taskGroup(tg -> { ... });
 * } catch (ExceptionGroup group) {
 *     for (IOException error : group.matching(IOException.class)) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>{@link #split} takes a group apart, and {@link #rethrowSingle} throws the one exception that a group is about.
 *
 * <p>There is one class for Python's {@code ExceptionGroup} and {@code BaseExceptionGroup}, and any {@link Throwable} can
 * be a member, with three exceptions: {@link CancelledError}, {@link KeyboardInterrupt} and {@link SystemExit} are
 * thrown by themselves, so that {@code catch (Exception e)} never swallows one inside a group.
 *
 * <p>Printing a group prints every member below it, indented and numbered. The members are also its first suppressed
 * exceptions: what prints or logs an exception in another way shows them, too. A group has no cause of its own.
 *
 * <p><b>Threads:</b> any; a group does not change.
 */
public class ExceptionGroup extends RuntimeException {

    /*
     * Members stand in the list of suppressed exceptions as well, before all that is added later, so that the first
     * exceptions.length of these are the members and the rest is what others suppressed.
     */

    @Serial
    private static final long serialVersionUID = 1;

    /** The message without the number of members. */
    private final String message;
    private final Throwable[] exceptions;

    /**
     * Creates a group.
     *
     * @param message what the exceptions have in common
     * @param exceptions the members, in order; at least one
     * @throws IllegalArgumentException if there is no member, or one is a {@link CancelledError}, a
     *         {@link KeyboardInterrupt} or a {@link SystemExit}
     */
    @SuppressWarnings("this-escape") // addSuppressed is final and asks this object nothing
    public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
        super(message);
        this.message = Objects.requireNonNull(message, "message");
        this.exceptions = exceptions.toArray(Throwable[]::new);
        if (this.exceptions.length == 0) {
            throw new IllegalArgumentException("second argument (exceptions) must be a non-empty sequence");
        }
        for (Throwable member : this.exceptions) {
            checkMember(Objects.requireNonNull(member, "an element of exceptions"));
            addSuppressed(member);
        }
    }

    private static void checkMember(Throwable member) {
        if (member instanceof CancelledError || LoopErrors.endsTheProgram(member)) {
            throw new IllegalArgumentException("Cannot nest a " + member.getClass().getSimpleName()
                    + " in an ExceptionGroup, where catch (Exception e) would swallow it; throw it by itself: "
                    + member);
        }
    }

    /**
     * Returns the message and the number of members.
     *
     * @return such as {@code unhandled errors in a TaskGroup (2 sub-exceptions)}
     */
    @Override
    public String getMessage() {
        return message + " (" + exceptions.length + (exceptions.length == 1 ? " sub-exception)" : " sub-exceptions)");
    }

    /**
     * Returns the message alone: {@code group.message} in Python.
     *
     * @return the message this group was created with
     */
    public final String message() {
        return message;
    }

    /**
     * Returns the members, in order; those that are groups are not taken apart.
     *
     * @return a list that cannot be changed
     */
    public final List<Throwable> exceptions() {
        return List.of(exceptions);
    }

    /** What others suppressed in favour of this group, such as a resource that could not be closed. */
    final List<Throwable> suppressedByOthers() {
        Throwable[] suppressed = getSuppressed();
        return Arrays.asList(suppressed).subList(exceptions.length, suppressed.length);
    }

    // ---- taking apart ----

    /**
     * The two parts of a group.
     *
     * @param matching the part that matches, or null if nothing does
     * @param rest the part that does not, or null if everything matches
     */
    public record Split(@Nullable ExceptionGroup matching, @Nullable ExceptionGroup rest) {}

    /**
     * Splits this group in two. Each part keeps the nesting, the order, the messages and the stack traces.
     *
     * <p>The predicate is asked about this group first, then about each member, and in the same way about the members of
     * a nested group; a group that matches belongs to the matching part whole.
     *
     * @param predicate tells of an exception or a group whether it matches
     * @return the part that matches and the rest
     */
    public final Split split(Predicate<? super Throwable> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        if (predicate.test(this)) {
            return new Split(this, null);
        }
        var matching = new ArrayList<Throwable>();
        var rest = new ArrayList<Throwable>();
        for (Throwable member : exceptions) {
            if (member instanceof ExceptionGroup nested) {
                Split parts = nested.split(predicate);
                addIfAny(matching, parts.matching);
                addIfAny(rest, parts.rest);
            } else {
                (predicate.test(member) ? matching : rest).add(member);
            }
        }
        return new Split(part(matching), part(rest));
    }

    private static void addIfAny(List<Throwable> members, @Nullable ExceptionGroup part) {
        if (part != null) {
            members.add(part);
        }
    }

    private @Nullable ExceptionGroup part(List<Throwable> members) {
        if (members.isEmpty()) {
            return null;
        }
        ExceptionGroup part = derive(members);
        part.setStackTrace(getStackTrace());
        if (getCause() != null && part.getCause() == null) {
            part.initCause(getCause());
        }
        suppressedByOthers().forEach(part::addSuppressed);
        return part;
    }

    /**
     * Makes a part of this group for {@link #split}, which adds stack trace and cause. A subclass overrides it so that
     * its parts are of its class.
     *
     * @param members the members of the part
     * @return a new group with the message of this one
     */
    protected ExceptionGroup derive(List<? extends Throwable> members) {
        return new ExceptionGroup(message, members);
    }

    /**
     * Returns the part of this group that matches, as {@link #split} does.
     *
     * @param predicate tells of an exception or a group whether it matches
     * @return this group if it matches itself, a group of what matches, or null if nothing does
     */
    public final @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> predicate) {
        return split(predicate).matching;
    }

    /**
     * Returns all exceptions of a type, those of nested groups too, in the order in which they are printed. Groups
     * themselves are not among them.
     *
     * @param <X> the type
     * @param type the class of the exceptions wanted; {@code Throwable.class} for all
     * @return the exceptions; an empty list if there are none
     */
    public final <X extends Throwable> List<X> matching(Class<X> type) {
        Objects.requireNonNull(type, "type");
        var found = new ArrayList<X>();
        addMatching(type, found);
        return List.copyOf(found);
    }

    private <X extends Throwable> void addMatching(Class<X> type, List<X> found) {
        for (Throwable member : exceptions) {
            if (member instanceof ExceptionGroup nested) {
                nested.addMatching(type, found);
            } else if (type.isInstance(member)) {
                found.add(type.cast(member));
            }
        }
    }

    /**
     * Throws the only exception of this group, at whatever depth, if it is of a type; the very object, declared for the
     * compiler. Otherwise it returns this group, to be asked about the next type or to be thrown:
     *
     * <pre>{@code
     * } catch (ExceptionGroup group) {
     *     throw group.rethrowSingle(IOException.class);
     * }
     * }</pre>
     *
     * @param <X> the type
     * @param type the class of the exception wanted
     * @return this group, if it holds more than one exception or one of another type
     * @throws X the exception, if this group holds no other
     */
    public final <X extends Throwable> ExceptionGroup rethrowSingle(Class<X> type) throws X {
        List<X> wanted = matching(type);
        if (wanted.size() == 1 && matching(Throwable.class).size() == 1) {
            throw wanted.getFirst();
        }
        return this;
    }

    // ---- printing ----

    @Override
    public void printStackTrace(PrintStream out) {
        out.print(GroupTrace.of(this));
    }

    @Override
    public void printStackTrace(PrintWriter out) {
        out.print(GroupTrace.of(this));
    }
}
