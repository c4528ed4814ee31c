package org.asyncio4j.subprocess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.jspecify.annotations.Nullable;

/** A process without its pipes: its end, and signals to it. */
final class Child {

    /** What the JDK adds to the number of the signal that ended a process. */
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    // written once
    private final EventLoop loop;
    private final java.lang.Process process;

    // loop thread only
    private final List<Future<Boolean>> waiters = new ArrayList<>();
    private @Nullable Integer returncode;

    Child(EventLoop loop, java.lang.Process process) {
        this.loop = loop;
        this.process = process;
    }

    /** From now on the end of the process is seen; then the callback is called in the loop. */
    void watch(Runnable onExit) {
        var _ = process.onExit().thenAccept(ended -> {
            int status = ended.exitValue();
            try {
                loop.callSoonThreadsafe(() -> exited(status, onExit));
            } catch (IllegalStateException _) {
                // the loop is closed: nobody waits any more, and the JDK has taken the process off the system's table
            }
        });
    }

    private void exited(int status, Runnable onExit) {
        returncode = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL ? SIGNALLED - status : status;
        for (Future<Boolean> waiter : waiters) {
            if (!waiter.done()) {
                waiter.setResult(true);
            }
        }
        onExit.run();
    }

    /** The exit status, or the negative number of a signal; null as long as the end was not seen. */
    @Nullable
    Integer returncode() {
        return returncode;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until the end was seen. Each who waits has a future of his own, so that cancelling one leaves the others. */
    int await() {
        while (returncode == null) {
            Future<Boolean> waiter = loop.createFuture();
            waiters.add(waiter);
            try {
                waiter.await();
            } finally {
                waiters.remove(waiter);
            }
        }
        return returncode;
    }

    // ---- signals; the JDK sends none to a process that has ended ----

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Sends a signal; off the loop, unless it is one that the JDK can send. */
    Future<@Nullable Void> sendSignal(String signal) {
        String name = Objects.requireNonNull(signal, "signal").toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        if (!name.matches("[A-Z][A-Z0-9]*")) {
            throw new IllegalArgumentException("invalid signal " + signal);
        }
        return switch (name) {
            case "TERM" -> sent(this::terminate);
            case "KILL" -> sent(this::kill);
            default -> Launcher.submit(() -> {
                if (!send(name)) {
                    throw new IllegalArgumentException("invalid signal " + signal);
                }
                return null;
            });
        };
    }

    private Future<@Nullable Void> sent(Runnable send) {
        send.run();
        Future<@Nullable Void> done = loop.createFuture();
        done.setResult(null);
        return done;
    }

    /** Runs off the loop. */
    private boolean send(String name) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            return true; // nobody is there, and its number may belong to another process
        }
        java.lang.Process sender = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name,
                Long.toString(pid())).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        sender.getOutputStream().close();
        return sender.waitFor() == 0 || !process.isAlive();
    }
}
