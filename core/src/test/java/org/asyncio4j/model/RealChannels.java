package org.asyncio4j.model;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.channel.Select.onDone;
import static org.asyncio4j.channel.Select.onReceive;
import static org.asyncio4j.channel.Select.onSend;
import static org.asyncio4j.channel.Select.onTimeout;
import static org.asyncio4j.channel.Select.otherwise;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.channel.Channel;
import org.asyncio4j.channel.ChannelClosed;
import org.asyncio4j.channel.Clause;
import org.asyncio4j.channel.Select;
import org.asyncio4j.model.ChannelScene.Kind;
import org.asyncio4j.model.ChannelScene.Outcome;
import org.jspecify.annotations.Nullable;

/** Two channels of the library. */
final class RealChannels implements ChannelScene.Subject {

    private final List<Channel<Integer>> channels;
    private boolean seeded;
    /** Made when there is a loop. */
    private @Nullable Future<Boolean> future;

    RealChannels(int capacityOfA, int capacityOfB) {
        channels = List.of(new Channel<>(capacityOfA, "A"), new Channel<>(capacityOfB, "B"));
    }

    @Override
    public Outcome select(List<ChannelScene.Clause> clauses) {
        if (!seeded) {
            seeded = true;
            Select.seed(0); // the same choices whenever a program is played
        }
        ChannelScene.Clause only = clauses.getFirst();
        try {
            return clauses.size() > 1 ? Select.select(clauses.stream().map(this::real).toList()) : alone(only);
        } catch (ChannelClosed _) {
            // which of several is closed: only A ever is
            return new Outcome(clauses.stream().filter(this::isClosed).findFirst().orElseThrow(),
                    Outcome.CLOSED);
        }
    }

    private boolean isClosed(ChannelScene.Clause clause) {
        return clause.kind() != Kind.TIMEOUT && clause.kind() != Kind.DONE && channels.get(clause.channel()).isClosed();
    }

    private Outcome alone(ChannelScene.Clause clause) {
        Channel<Integer> channel = channels.get(clause.channel());
        if (clause.kind() == Kind.SEND) {
            channel.send(clause.value());
            return new Outcome(clause, 0);
        }
        return new Outcome(clause, channel.receive());
    }

    private Clause<Outcome> real(ChannelScene.Clause clause) {
        Channel<Integer> channel = channels.get(clause.channel());
        var outcome = new Outcome(clause, 0);
        return switch (clause.kind()) {
            case SEND -> onSend(channel, clause.value(), () -> outcome);
            case RECEIVE -> onReceive(channel, value -> new Outcome(clause, value),
                    () -> new Outcome(clause, Outcome.CLOSED));
            case DONE -> onDone(future(), _ -> outcome);
            case TIMEOUT -> onTimeout(ofMillis(1), () -> outcome);
            case OTHERWISE -> otherwise(() -> outcome);
        };
    }

    @Override
    public boolean trySend(int channel, int value) {
        return channels.get(channel).trySend(value);
    }

    @Override
    public @Nullable Integer tryReceive(int channel) {
        return channels.get(channel).tryReceive();
    }

    @Override
    public void close(int channel) {
        channels.get(channel).close();
    }

    @Override
    public void finish() {
        if (!future().done()) {
            future().setResult(true);
        }
    }

    private Future<Boolean> future() {
        Future<Boolean> known = future;
        if (known == null) {
            known = Asyncio.getRunningLoop().createFuture();
            future = known;
        }
        return known;
    }

    @Override
    public List<Integer> line(int channel, Kind kind) {
        Channel.Statistics statistics = channels.get(channel).statistics();
        List<Task<?>> tasks = kind == Kind.SEND ? statistics.senders() : statistics.receivers();
        return tasks.stream().map(task -> Integer.valueOf(task.getName().substring(1))).toList();
    }

    @Override
    public String toString() {
        return channels + " " + future;
    }
}
