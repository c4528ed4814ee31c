package org.asyncio4j.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.CoroutineFunction;
import org.asyncio4j.Future;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.channel.Clause.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several things: {@code import static org.asyncio4j.channel.Select.*;}.
 *
 * <pre>{@code
 * boolean more = select(
 *         onReceive(events, event -> handle(event)),       // handle returns a boolean
 *         onTimeout(ofSeconds(30), () -> ping()),
 *         onDone(shutdown, _ -> false));
 * }</pre>
 *
 * <p>Every handler returns a value, and {@code select} returns that of the one it ran: so a select tells which clause it
 * was. Lambdas with a parameter must have one, since the compiler cannot tell a second form for those without apart.
 */
public final class Select {

    /*
     * First all clauses are asked whether they are ready. If some are, one of them takes effect. If none is, and none is a
     * last resort, all get in line as bids of one waiter. What strikes one of them ends the wait, and the others count for
     * nothing from that moment on, a tick before they are taken out of their lines. No other step runs between the question
     * and the effect or the place in line, so nothing is missed, and a select cannot meet itself.
     */

    private Select() {}

    // ---- select ----

    /**
     * Waits until one of the clauses can take effect, lets that one take effect, and runs its handler in the current task.
     * The other clauses leave no trace: they take nothing, give nothing and cancel nothing.
     *
     * <p>If several are ready at the call, one is chosen at random, each with the same chance, so that none that stays
     * ready starves. The random sequence of a loop always starts with the same seed, which {@link #seed} changes; a program
     * that does the same makes the same choices. Clauses that become ready while it waits take effect in the order in
     * which they do.
     *
     * <p>If one is ready it returns without suspending, and no other task gets a turn.
     *
     * <p><b>Cancellation:</b> a select that ends in cancellation has taken and given nothing. If a value has changed hands
     * before the request came, the select goes on with it, and the request is delivered at the next wait.
     *
     * @param <R> the type of what the handlers return
     * @param clauses what to wait for, at least one
     * @return what the handler returned; what it throws is thrown as it is
     * @throws IllegalArgumentException if there is no clause
     * @throws ChannelClosed if the clause is {@code onSend} to a closed channel, or {@code onReceive} from one that is
     *         closed and empty
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or for something of another loop
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <R extends @Nullable Object> R select(Clause<? extends R>... clauses) {
        return select(Arrays.asList(Objects.requireNonNull(clauses, "clauses")));
    }

    /**
     * Waits until one of the clauses can take effect, as {@link #select(Clause...)} does.
     *
     * @param <R> the type of what the handlers return
     * @param clauses what to wait for, at least one
     * @return what the handler returned
     */
    public static <R extends @Nullable Object> R select(Collection<? extends Clause<? extends R>> clauses) {
        List<Clause<? extends R>> all = new ArrayList<>(Objects.requireNonNull(clauses, "clauses"));
        all.forEach(clause -> Objects.requireNonNull(clause, "an element of clauses"));
        if (all.isEmpty()) {
            throw new IllegalArgumentException("select() needs something to wait for: give it at least one clause");
        }
        Clause<? extends R> now = readyNow(all);
        return Asyncio.await(now != null ? now::take : conclusion(all));
    }

    /** The clause that takes effect at once; null if none can. */
    private static <R extends @Nullable Object> @Nullable Clause<? extends R> readyNow(
            List<Clause<? extends R>> clauses) {
        List<Clause<? extends R>> ready = new ArrayList<>(clauses.size());
        for (Clause<? extends R> clause : clauses) {
            if (clause.isReady()) {
                ready.add(clause);
            }
        }
        if (!ready.isEmpty()) {
            return ready.get(Chance.below(ready.size()));
        }
        for (Clause<? extends R> clause : clauses) {
            if (clause.isLastResort()) {
                return clause;
            }
        }
        return null;
    }

    /** Waits; returns what is left to do. */
    private static <R extends @Nullable Object> Coroutine<? extends R> conclusion(List<Clause<? extends R>> clauses) {
        Waiter waiter = Waiter.forCurrentTask(new Subject(clauses));
        List<Entry<? extends R>> entries = new ArrayList<>(clauses.size());
        try {
            for (Clause<? extends R> clause : clauses) {
                entries.add(clause.enter(waiter));
            }
            waiter.awaitStrike();
        } finally {
            entries.forEach(entry -> entry.bid().withdraw());
        }
        for (Entry<? extends R> entry : entries) {
            if (waiter.isStruck(entry.bid())) {
                return entry.conclusion();
            }
        }
        throw new AssertionError(waiter);
    }

    /** The clauses as text, when somebody asks what a task waits for. */
    private record Subject(Collection<? extends Clause<?>> clauses) {

        @Override
        public String toString() {
            return clauses.stream().map(Clause::toString).collect(Collectors.joining(", ", "select(", ")"));
        }
    }

    /**
     * Sets the seed of the running loop: from here on its choices between clauses that are ready depend on it alone.
     *
     * @param seed any number
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static void seed(long seed) {
        Chance.seed(seed);
    }

    // ---- clauses ----

    /**
     * Receives a value from a channel and returns it.
     *
     * @param <T> the type of the values
     * @param channel where to receive from
     * @return the clause
     */
    public static <T> Clause<T> onReceive(Channel<T> channel) {
        return onReceive(channel, value -> value);
    }

    /**
     * Receives a value from a channel. A channel that is closed and empty makes {@code select} throw
     * {@link ChannelClosed}, or the error that it was closed with.
     *
     * @param <T> the type of the values
     * @param <R> the type of what the handler returns
     * @param channel where to receive from
     * @param handler what to do with the value
     * @return the clause
     */
    public static <T, R extends @Nullable Object> Clause<R> onReceive(Channel<T> channel,
            CoroutineFunction<? super T, ? extends R> handler) {
        return new ReceiveClause<>(Objects.requireNonNull(channel, "channel"),
                Objects.requireNonNull(handler, "handler"), null);
    }

    /**
     * Receives a value from a channel, or notices its end.
     *
     * @param <T> the type of the values
     * @param <R> the type of what the handlers return
     * @param channel where to receive from
     * @param handler what to do with the value
     * @param onEnd what to do if the channel is closed without an error, and empty
     * @return the clause
     */
    public static <T, R extends @Nullable Object> Clause<R> onReceive(Channel<T> channel,
            CoroutineFunction<? super T, ? extends R> handler, Coroutine<? extends R> onEnd) {
        return new ReceiveClause<>(Objects.requireNonNull(channel, "channel"),
                Objects.requireNonNull(handler, "handler"), Objects.requireNonNull(onEnd, "onEnd"));
    }

    /**
     * Sends a value to a channel. A closed channel makes {@code select} throw {@link ChannelClosed}.
     *
     * @param <T> the type of the values
     * @param <R> the type of what the handler returns
     * @param channel where to send to
     * @param value what to send
     * @param handler what to do when it is sent
     * @return the clause
     */
    public static <T, R extends @Nullable Object> Clause<R> onSend(Channel<T> channel, T value,
            Coroutine<? extends R> handler) {
        return new SendClause<>(Objects.requireNonNull(channel, "channel"), Objects.requireNonNull(value, "value"),
                Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Sends a value to a channel, with a handler without a result.
     *
     * @param <T> the type of the values
     * @param channel where to send to
     * @param value what to send
     * @param handler what to do when it is sent
     * @return the clause
     */
    public static <T> Clause<@Nullable Void> onSend(Channel<T> channel, T value, VoidCoroutine handler) {
        return onSend(channel, value, handler.asCoroutine());
    }

    /**
     * Waits for a future or task and returns its result.
     *
     * @param <T> the type of the result
     * @param future what to wait for
     * @return the clause
     */
    public static <T extends @Nullable Object> Clause<T> onDone(Future<? extends T> future) {
        return onDone(future, result -> result);
    }

    /**
     * Waits for a future or task. If it failed or was cancelled, {@code select} throws what awaiting it would throw. It is
     * never cancelled by a select.
     *
     * @param <T> the type of the result
     * @param <R> the type of what the handler returns
     * @param future what to wait for
     * @param handler what to do with its result
     * @return the clause
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Clause<R> onDone(Future<? extends T> future,
            CoroutineFunction<? super T, ? extends R> handler) {
        return new DoneClause<>(Objects.requireNonNull(future, "future"), Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Waits for a time, which starts at the call of {@code select}. With zero or less it is {@link #otherwise}.
     *
     * @param <R> the type of what the handler returns
     * @param delay how long to wait for the other clauses
     * @param handler what to do then
     * @return the clause
     */
    public static <R extends @Nullable Object> Clause<R> onTimeout(Duration delay, Coroutine<? extends R> handler) {
        return new TimeoutClause<>(Objects.requireNonNull(delay, "delay"), Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Waits for a time, with a handler without a result.
     *
     * @param delay how long to wait for the other clauses
     * @param handler what to do then
     * @return the clause
     */
    public static Clause<@Nullable Void> onTimeout(Duration delay, VoidCoroutine handler) {
        return onTimeout(delay, handler.asCoroutine());
    }

    /**
     * Takes effect if no other clause is ready: a select with it never waits. If there are several, the first does.
     *
     * @param <R> the type of what the handler returns
     * @param handler what to do then
     * @return the clause
     */
    public static <R extends @Nullable Object> Clause<R> otherwise(Coroutine<? extends R> handler) {
        return onTimeout(Duration.ZERO, handler);
    }

    /**
     * Takes effect if no other clause is ready, with a handler without a result.
     *
     * @param handler what to do then
     * @return the clause
     */
    public static Clause<@Nullable Void> otherwise(VoidCoroutine handler) {
        return otherwise(handler.asCoroutine());
    }
}
