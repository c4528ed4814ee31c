import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.file.FileIo.*;
import static org.asyncio4j.subprocess.Subprocess.*;

import org.asyncio4j.*;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.Stdio;
import org.asyncio4j.sync.Semaphore;

/*
 * Runs the commands of targets and of what they need, as make -j does: Make [-j JOBS] [-f FILE] [TARGET...]. In the file,
 *
 *     all: one two          a target and what it needs
 *         echo done         its commands, indented; each is a line for the shell
 *
 * Whatever does not need one another runs at the same time, in at most JOBS shells, and what they write is shown as it comes.
 * The first command that fails stops all others, and so does Ctrl-C. No process outlives this one.
 */

static final int FAILED = 2;
static final ProcessOptions PIPED = ProcessOptions.defaults()
        .withStdin(Stdio.DEVNULL)
        .withStdout(Stdio.PIPE)
        .withStderr(Stdio.STDOUT)
        .withLimit(1024 * 1024);

/** A target, what must be done before, and how it is made. */
record Rule(String target, List<String> needs, List<String> commands) {}

/** What ends the program with a message. */
static final class Failure extends Exception {
    Failure(String message) {
        super(message);
    }
}

final SequencedMap<String, Rule> rules = new LinkedHashMap<>();
final Map<String, Task<?>> made = new HashMap<>();
Path file = Path.of("Makefile");
Semaphore jobs = new Semaphore(Runtime.getRuntime().availableProcessors());
int width;
int status;

void main(String[] arguments) {
    List<String> targets = new ArrayList<>();
    try {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-f" -> file = Path.of(arguments[++i]);
                case "-j" -> jobs = new Semaphore(Math.max(1, Integer.parseUnsignedInt(arguments[++i])));
                default -> targets.add(arguments[i]);
            }
        }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
        System.err.println("usage: Make [-j JOBS] [-f FILE] [TARGET...]");
        System.exit(FAILED);
    }
    run(() -> {
        try {
            readRules();
            make(targets.isEmpty() ? List.of(rules.firstEntry().getKey()) : targets);
        } catch (Failure | IOException e) {
            fail(e);
        } catch (ExceptionGroup group) {
            group.exceptions().forEach(this::fail);
        }
    });
    System.exit(status);
}

void fail(Throwable error) {
    status = FAILED;
    System.err.println("make: " + (error instanceof Failure ? error.getMessage() : error));
}

// ---- the file ----

void readRules() throws IOException, Failure {
    Rule last = null;
    int number = 0;
    try (var lines = lines(file)) {
        for (String line : lines) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && last != null) {
                last.commands.add(line.strip());
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || Character.isWhitespace(line.charAt(0))) {
                throw new Failure(file + ":" + number + ": neither a target nor a command of one: " + line.strip());
            }
            List<String> needs = line.substring(colon + 1).isBlank()
                    ? List.of()
                    : List.of(line.substring(colon + 1).strip().split("\\s+"));
            last = new Rule(line.substring(0, colon).strip(), needs, new ArrayList<>());
            if (rules.put(last.target, last) != null) {
                throw new Failure(file + ":" + number + ": a second rule for " + last.target);
            }
        }
    }
    if (rules.isEmpty()) {
        throw new Failure(file + " has no targets");
    }
    width = rules.keySet().stream().mapToInt(String::length).max().orElseThrow();
}

/** Nothing is begun if something is missing, or needs itself. */
void check(String target, Set<String> path, Set<String> checked) throws Failure {
    if (!path.add(target)) {
        throw new Failure(String.join(" -> ", path) + " -> " + target + ": a target cannot need itself");
    }
    if (!rules.containsKey(target)) {
        throw new Failure("no rule for " + String.join(" -> ", path));
    }
    if (checked.add(target)) {
        for (String need : rules.get(target).needs) {
            check(need, path, checked);
        }
    }
    path.remove(target);
}

// ---- the work ----

void make(List<String> targets) throws Failure {
    Set<String> checked = new HashSet<>();
    for (String target : targets) {
        check(target, new LinkedHashSet<>(), checked);
    }
    taskGroup(group -> targets.forEach(target -> make(target, group)));
}

/** The task of a target, which is made once, whoever needs it. */
Task<?> make(String target, TaskGroup group) {
    Task<?> known = made.get(target);
    if (known != null) {
        return known;
    }
    Rule rule = rules.get(target);
    List<Task<?>> needed = new ArrayList<>();
    rule.needs.forEach(need -> needed.add(make(need, group)));
    Task<?> task = group.createTask(() -> {
        for (Task<?> need : needed) {
            await(need);
        }
        try (var _ = jobs.acquire()) {
            for (String command : rule.commands) {
                execute(target, command);
            }
        }
    }, target);
    made.put(target, task);
    return task;
}

void execute(String target, String command) throws IOException, Failure {
    show(target, "$ " + command);
    try (Process shell = createSubprocessShell(command, PIPED)) {
        try {
            for (String line : shell.stdout().lines(UTF_8)) {
                show(target, line);
            }
            if (shell.await() != 0) {
                throw new Failure(target + ": '" + command + "' ended with " + shell.returncode());
            }
        } finally {
            killAll(shell);
        }
    }
}

/** A shell that is killed leaves what it has started behind; one that is halted starts nothing any more. */
void killAll(Process shell) throws IOException {
    if (shell.returncode() == null) {
        shell.sendSignal("STOP");
        toThread(() -> ProcessHandle.of(shell.pid())
                .ifPresent(process -> process.descendants().forEach(ProcessHandle::destroyForcibly)));
    }
}

void show(String target, String line) {
    IO.println(("%-" + width + "s | %s").formatted(target, line));
}
