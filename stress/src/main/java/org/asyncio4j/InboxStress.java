package org.asyncio4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads hand items over and take items out, as a loop does, and who comes to one that was closed meanwhile. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "each item went to one taker, which saw them in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "an item was lost, went to both, or overtook one of the same thread")
@State
public class InboxStress {

    /** An item that is its own link; others get one. */
    private static final class Own extends Inbox.Link {
        private final int number;

        Own(int number) {
            this.number = number;
        }
    }

    private final Inbox inbox = new Inbox();
    private final List<Object> first = new ArrayList<>();
    private final List<Object> second = new ArrayList<>();

    @Actor
    public void one() {
        inbox.add(new Own(1));
        inbox.add(new Own(2));
        drainTo(first);
    }

    @Actor
    public void other() {
        inbox.add(3);
        inbox.add(4);
        drainTo(second);
    }

    @Arbiter
    public void judge(ZZ_Result result) {
        List<Object> rest = new ArrayList<>();
        drainTo(rest);
        result.r1 = Stream.of(first, second, rest).flatMap(List::stream).sorted().toList().equals(List.of(1, 2, 3, 4));
        result.r2 = isInOrder(first) && isInOrder(second) && isInOrder(rest);
    }

    private void drainTo(List<Object> taker) {
        inbox.drain(item -> taker.add(item instanceof Own own ? own.number : item));
    }

    private static boolean isInOrder(List<Object> taken) {
        return isInOrder(taken, 1, 2) && isInOrder(taken, 3, 4);
    }

    private static boolean isInOrder(List<Object> taken, Object early, Object late) {
        return !taken.contains(early) || !taken.contains(late) || taken.indexOf(early) < taken.indexOf(late);
    }
}
