package org.asyncio4j.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asyncio4j.sync.Barrier;
import org.asyncio4j.sync.BrokenBarrierError;

/** A barrier: who goes on has had all parties around, rounds do not mix, and nobody is left behind. */
final class BarrierScene extends Scene {

    /** What is checked: the barrier itself or a copy with a fault. */
    interface Subject {
        int parties();

        int await();

        void reset();

        void abort();

        int nWaiting();

        boolean broken();
    }

    private final Subject barrier;
    private int suspended;
    private int rounds;
    private int passed;
    /** The positions given in the round that ends. */
    private final Set<Integer> positions = new HashSet<>();
    /** Nobody was cancelled, and nothing was aborted or reset, so that every arrival counts. */
    private boolean undisturbed = true;

    BarrierScene(Subject barrier) {
        this.barrier = barrier;
    }

    static BarrierScene of(int parties) {
        var barrier = new Barrier(parties);
        return new BarrierScene(new Subject() {
            @Override
            public int parties() {
                return barrier.parties();
            }

            @Override
            public int await() {
                return barrier.await();
            }

            @Override
            public void reset() {
                barrier.reset();
            }

            @Override
            public void abort() {
                barrier.abort();
            }

            @Override
            public int nWaiting() {
                return barrier.nWaiting();
            }

            @Override
            public boolean broken() {
                return barrier.broken();
            }

            @Override
            public String toString() {
                return barrier.toString();
            }
        });
    }

    @Override
    List<String> operations() {
        return List.of("pass", "pass", "pass", "pass", "pass", "pass", "reset", "abort");
    }

    @Override
    void perform(int task, String operation) {
        switch (operation) {
            case "pass" -> pass(task);
            case "reset" -> {
                undisturbed = false;
                barrier.reset();
            }
            case "abort" -> {
                undisturbed = false;
                barrier.abort();
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private void pass(int task) {
        int position;
        suspended++;
        try {
            position = barrier.await();
        } catch (BrokenBarrierError error) {
            check(!undisturbed, "a barrier breaks only if it is aborted or reset");
            event(task, String.valueOf(error.getMessage()));
            return;
        } catch (Throwable error) {
            undisturbed = false;
            throw error;
        } finally {
            suspended--;
        }
        event(task, "goes on as " + position);
        noteArrival(position);
    }

    private void noteArrival(int position) {
        int parties = barrier.parties();
        check(position >= 0 && position < parties, "a position is one of those there are");
        if (position == parties - 1) {
            check(!undisturbed || passed == rounds * parties, "a round ends when all of the one before have left");
            rounds++;
            positions.clear();
        }
        passed++;
        check(passed <= rounds * parties, "nobody goes on before the last one has arrived");
        check(positions.add(position) || !undisturbed, "no two have the same position");
    }

    @Override
    String state() {
        return barrier + " " + positions + " " + passed + " " + suspended;
    }

    @Override
    void checkQuiet() {
        check(suspended == barrier.nWaiting(), "nobody is suspended but those who wait for the others");
        check(suspended < barrier.parties(), "a full barrier opens");
        check(!barrier.broken() || suspended == 0, "nobody waits at a broken barrier");
        check(!undisturbed || passed == rounds * barrier.parties(), "a round that has ended lets all its parties go");
        check(tasksLeft() == suspended, "every task comes to its end or waits for the others");
    }
}
