import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * A tour of asyncio4j: Python's asyncio in direct style. Run it, and read the code beside what it prints.
 *
 *     ./asyncio4j run examples/Tour.java
 *
 * Every chapter stands alone: a method that run() executes in an event loop of its own.
 */

void main() {
    chapter("1. A coroutine is a call that has not been made yet", this::coroutines);
    chapter("2. run: from ordinary code into a loop and back", this::running);
    chapter("3. sleep: one waits, the others go on", () -> run(this::sleeping));
    chapter("4. createTask: scheduled now, started at the next wait", () -> run(this::tasks));
    chapter("5. ensureFuture: whatever it is, make it something to wait for", () -> run(this::futures));
    chapter("6. gather: all at once, results in your order", () -> run(this::gathering));
    chapter("7. waitFor: not for ever", () -> run(this::deadlines));
    chapter("8. wait: what is done, and what is not", () -> run(this::waiting));
    chapter("9. asCompleted: first done, first served", () -> run(this::completing));
    chapter("10. shield: cancel me, but not my work", () -> run(this::shielding));
    chapter("11. A loop of your own", this::ownLoops);
    chapter("12. runCoroutineThreadsafe: into a loop from another thread", this::fromOtherThreads);
    chapter("13. toThread: blocking code out of the loop's way", () -> run(this::blockingCode));
    chapter("14. Task: its state and its name", () -> run(this::states));
    chapter("15. Task: cancel", () -> run(this::cancelling));
    chapter("16. Task: uncancel", () -> run(this::uncancelling));
    chapter("17. Task: where is it now?", () -> run(this::stacks));
    chapter("18. Task: callbacks", () -> run(this::callbacks));
    chapter("19. currentTask and allTasks", () -> run(this::everyone));
}

/** What most chapters run: any method may wait, and its signature does not say so. */
String brew(String drink, int millis) {
    sleep(Duration.ofMillis(millis));
    return drink;
}

String spill(String drink) throws IOException {
    sleep(Duration.ofMillis(10));
    throw new IOException("spilled the " + drink);
}

void coroutines() {
    Coroutine<String> order = () -> {
        say("brewing");
        return "tea";
    };
    say("ordered; nothing has happened yet");
    say("got " + run(order));
    say("got " + run(order) + " again: a coroutine is the call, not one running of it");
}

void running() {
    say("result: " + run(() -> brew("tea", 10)));
    try {
        run(() -> spill("tea"));
    } catch (Exception e) {
        say("error: " + e);
    }
    try {
        run(() -> run(() -> brew("tea", 10)));
    } catch (IllegalStateException e) {
        say("a loop in a loop: " + e.getMessage());
    }
}

void sleeping() {
    Task<?> friend = createTask(() -> {
        say("friend drinks a cup");
        sleep(Duration.ofMillis(100));
        say("friend drinks another one");
    });
    say("I fall asleep");
    String dream = sleep(Duration.ofMillis(50), "a teapot");
    say("I dreamt of " + dream);
    await(friend);
}

void tasks() {
    Task<String> task = createTask(() -> {
        say("task: I run");
        return brew("tea", 10);
    });
    say("created; done: " + task.done());
    say("the result: " + await(task));

    Task<String> broken = createTask(() -> spill("milk"));
    sleep(Duration.ofMillis(30));
    say("it has failed by now; I hear of it when I wait for it");
    try {
        await(broken);
    } catch (Exception e) {
        say("error: " + e.getMessage());
    }
}

void futures() {
    Future<String> ofCoroutine = ensureFuture(() -> brew("tea", 10));
    Future<String> ofFuture = ensureFuture(ofCoroutine);
    Future<String> ofTheJdk = ensureFuture(CompletableFuture.supplyAsync(() -> "water"));
    say("a coroutine became a task: " + (ofCoroutine instanceof Task));
    say("a future stays what it is: " + (ofFuture == ofCoroutine));
    say(await(ofCoroutine) + ", and " + await(ofTheJdk) + " from another thread");
}

void gathering() {
    say("all: " + await(gather(() -> brew("slow", 90), () -> brew("quick", 10), () -> brew("medium", 50))));
    try {
        await(gather(() -> brew("tea", 20), () -> spill("milk")));
    } catch (Exception e) {
        say("the first error ends the wait: " + e.getMessage());
    }
    say("or errors are results too: " + await(gatherReturnExceptions(() -> brew("tea", 20), () -> spill("milk"))));
}

void deadlines() {
    say("in time: " + waitFor(() -> brew("tea", 10), Duration.ofSeconds(5)));
    try {
        waitFor(() -> brew("stew", 5_000), Duration.ofMillis(20));
    } catch (TimeoutError e) {
        say("too late: the stew was cancelled");
    }

    Task<String> roast = createTask(() -> brew("roast", 60));
    try {
        waitFor(shield(roast), Duration.ofMillis(20));
    } catch (TimeoutError e) {
        say("I gave up, but the roast is safe; cancelled: " + roast.cancelled());
    }
    say("later: " + await(roast));
}

void waiting() {
    Task<String> quick = createTask(() -> brew("espresso", 10), "quick");
    Task<String> slow = createTask(() -> brew("filter coffee", 150), "slow");

    // Every Java object has a wait() of its own, so this word needs its first name.
    WaitResult<Task<String>> now = Asyncio.wait(List.of(quick, slow), Duration.ofMillis(100));
    say("after a while: done " + names(now.done()) + ", pending " + names(now.pending()));
    WaitResult<Task<String>> all = Asyncio.wait(now.pending());
    say("nothing was cancelled: done " + names(all.done()) + ", pending " + names(all.pending()));
    Task<String> hare = createTask(() -> brew("carrot juice", 10), "hare");
    Task<String> tortoise = createTask(() -> brew("lettuce soup", 5_000), "tortoise");
    WaitResult<Task<String>> race = Asyncio.wait(List.of(tortoise, hare), ReturnWhen.FIRST_COMPLETED);
    say("the winner: " + names(race.done()));
    race.pending().forEach(Task::cancel);
}

void completing() {
    var orders = List.<Coroutine<String>>of(() -> brew("slow", 90), () -> brew("quick", 10), () -> brew("medium", 50));
    for (Coroutine<String> next : asCompleted(orders)) {
        say("served: " + await(next));
    }
}

void shielding() {
    Task<String> work = createTask(() -> brew("the work", 40));
    Task<String> boss = createTask(() -> await(shield(work)));
    sleep(Duration.ofMillis(10));
    boss.cancel();
    try {
        await(boss);
    } catch (CancelledError e) {
        say("the one who waited is gone: " + boss.cancelled());
    }
    say("what it waited for is done: " + await(work));
}

void ownLoops() {
    EventLoop loop = newEventLoop();
    try (loop) {
        say("running: " + loop.isRunning() + ", closed: " + loop.isClosed());
        say("result: " + loop.runUntilComplete(() -> brew("tea", 10)));
        say("inside it is the running one: " + loop.runUntilComplete(() -> getRunningLoop() == loop));
        setEventLoop(loop);
        say("outside it is the one this thread chose: " + (getEventLoop() == loop));
        setEventLoop(null);
    }
    say("running: " + loop.isRunning() + ", closed: " + loop.isClosed());
}

void fromOtherThreads() {
    EventLoop kitchen = newEventLoop();
    var cook = CompletableFuture.runAsync(kitchen::runForever);
    CompletableFuture<String> order = runCoroutineThreadsafe(() -> brew("soup", 10), kitchen);
    say("this thread waits for the kitchen's " + order.join());
    kitchen.callSoonThreadsafe(kitchen::stop);
    cook.join();
    kitchen.close();
}

void blockingCode() {
    var bell = new CountDownLatch(1);
    Task<String> baker = createTask(() -> toThread(() -> {
        bell.await();
        return "bread from " + (Thread.currentThread().isVirtual() ? "a task" : "a thread");
    }));
    sleep(Duration.ofMillis(10));
    say("the baker blocks a thread; the loop goes on");
    bell.countDown();
    say(await(baker));
}

void states() {
    Task<String> task = createTask(() -> brew("tea", 10), "kettle");
    say("pending: " + task);
    try {
        task.result();
    } catch (InvalidStateError e) {
        say("too early: " + e.getMessage());
    }
    await(task);
    say("finished: " + task + ", result() " + task.result() + ", exception() " + task.exception());
    task.setName("teapot");
    say("renamed: " + task.getName() + ", of this loop: " + (task.getLoop() == getRunningLoop()));
    Task<String> unwanted = createTask(() -> brew("milk", 10), "unwanted");
    unwanted.cancel();
    Asyncio.wait(List.of(unwanted));
    say("cancelled: " + unwanted);
}

void cancelling() {
    Task<String> task = createTask(() -> {
        try {
            return brew("stew", 5_000);
        } finally {
            say("task: I clean up");
        }
    }, "stew");
    sleep(Duration.ofMillis(10));
    say("asked: " + task.cancel("dinner is off") + ", cancelled yet: " + task.cancelled());
    try {
        await(task);
    } catch (CancelledError e) {
        say("error: " + e.getMessage() + ", cancelled now: " + task.cancelled());
    }
}

void uncancelling() {
    Task<String> stubborn = createTask(() -> {
        try {
            return brew("stew", 5_000);
        } catch (CancelledError e) {
            say("requests: " + currentTask().cancelling() + ", after uncancel: " + currentTask().uncancel());
            return brew("a quick soup instead", 10);
        }
    });
    sleep(Duration.ofMillis(10));
    stubborn.cancel();
    say(await(stubborn) + ", cancelled: " + stubborn.cancelled());
}

void stacks() {
    Task<?> task = createTask(this::cookDinner);
    sleep(Duration.ofMillis(10));
    say("waits in: " + String.join(" > ", task.getStack().stream().map(StackTraceElement::getMethodName).toList()));
    task.cancel();
}

void cookDinner() {
    brew("hot water", 5_000);
}

void callbacks() {
    Consumer<Future<?>> bell = done -> say("ding: " + done.result());
    Consumer<Future<?>> removed = _ -> say("nobody hears this");
    Task<String> task = createTask(() -> brew("tea", 10));
    task.addDoneCallback(bell);
    task.addDoneCallback(removed);
    say("removed: " + task.removeDoneCallback(removed));
    await(task);
    task.addDoneCallback(_ -> say("done already? then in the next tick"));
    say("callbacks are never called in place");
    sleep(Duration.ZERO);
}

void everyone() {
    currentTask().setName("host");
    createTask(() -> brew("tea", 5_000), "guest 1");
    createTask(() -> brew("coffee", 5_000), "guest 2");
    say("I am " + currentTask().getName() + "; here are " + names(allTasks()));
    say("and when I leave, run() cancels the guests and waits for them");
}

void chapter(String title, Runnable content) {
    IO.println((title.startsWith("1.") ? "" : "\n") + "== " + title + " ==");
    content.run();
}

void say(String line) {
    IO.println("  " + line);
}

List<String> names(Collection<? extends Task<?>> tasks) {
    return tasks.stream().map(Task::getName).toList();
}
