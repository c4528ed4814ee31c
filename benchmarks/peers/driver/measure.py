"""Runs one process and reads its figures: lines "RES metric value unit", and what the system knows of it."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import tools
from tools import KEYS, Missing, last_line

HELLO_RUNS = 5
CPUS = os.cpu_count() or 1
PORTS = iter(range(int(os.environ.get("PORT", "21000")), 60000))


class Failed(Exception):
    """A process that did not do its work."""


class Settings:
    """How much is done: BUDGET, SCALE and LEAVES of the harnesses, and the seconds of the echo servers."""

    def __init__(self, budget, scale, warm, warm_tls, seconds, tasks, leaves=1_000_000, timeout=300):
        self.budget, self.scale, self.leaves = budget, scale, leaves
        self.warm, self.warm_tls, self.seconds = warm, warm_tls, seconds
        self.tasks = tasks
        self.timeout = timeout

    def words(self, entry):
        return (*entry.words, str(self.tasks)) if entry.words == ("memory",) else entry.words

    def environment(self, workload, peer):
        amounts = {"BUDGET": self.budget * workload.warm_up, "SCALE": self.scale, "LEAVES": self.leaves}
        return {**os.environ, **{name: str(value) for name, value in amounts.items()}, **peer.env}


def machine_cpu():
    """CPU seconds of everything on the machine."""
    with open("/proc/stat", encoding="ascii") as f:
        user, nice, system, _, _, irq, softirq, steal = map(int, f.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def cpu_of(pid):
    """CPU seconds of a process that runs."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Share:
    """The share of the machine that others took since it was made."""

    def __init__(self):
        self.cpu, self.wall = machine_cpu(), time.perf_counter()

    def others(self, own_cpu):
        wall = time.perf_counter() - self.wall
        return max(0.0, (machine_cpu() - self.cpu - own_cpu) / (CPUS * wall))


def figures(text):
    found = {}
    for line in text.splitlines():
        if line.startswith("RES "):
            _, metric, value, _ = line.split()
            found[metric] = float(value)
    return found


def command(workload, entry, settings, port=None):
    words = settings.words(entry)
    words = [{"PORT": str(port), "KEYS": str(KEYS)}.get(word, word) for word in words]
    line = entry.peer.command(*words)
    if line[0] == tools.java():
        line.insert(1, f"-Dbudget={settings.budget * workload.warm_up}")
    return line


def on_one_core(line):
    """Both sides on one core: the cost of the path, without another core that has to wake up."""
    if line[0] == tools.java():
        # with one core the JVM would take another collector and another scheduler
        line = [line[0], f"-XX:ActiveProcessorCount={CPUS}", *line[1:]]
    return ["taskset", "-c", "0", *line]


def start(line, env):
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def wait(process, timeout):
    """Everything it printed, and the resources it used."""
    texts = {}
    streams = {"out": process.stdout, "err": process.stderr}
    readers = [threading.Thread(target=lambda n=n, f=f: texts.update({n: f.read()})) for n, f in streams.items()]
    for reader in readers:
        reader.start()
    killer = threading.Timer(timeout, process.kill)
    killer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        killer.cancel()
    for reader in readers:
        reader.join()
    if process.returncode == -signal.SIGKILL:
        raise Failed(f"killed: it took more than {timeout} s, or all of the memory")
    if process.returncode:
        raise Failed(f"exit status {process.returncode}: {last_line(texts['err'] or texts['out'])}")
    return texts["out"], usage


def run_process(workload, entry, settings):
    line = command(workload, entry, settings)
    if workload.pinned:
        line = on_one_core(line)
    share, begin = Share(), time.perf_counter()
    out, usage = wait(start(line, settings.environment(workload, entry.peer)), settings.timeout)
    wall, cpu = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
    found = figures(out)
    found["peak_mib"] = usage.ru_maxrss / 1024
    found["others"] = share.others(cpu)
    found["cpu_seconds"] = cpu
    if workload.kind == "hello":
        found["hello"], found["hello.cpu"] = wall * 1e3, cpu * 1e3
    return found


def is_newer(path, line):
    """Tells whether a file is there and newer than the jars of a command line."""
    jars = line[line.index("-cp") + 1].split(os.pathsep)
    return os.path.exists(path) and os.path.getmtime(path) > max(map(os.path.getmtime, jars))


def train(line, settings, env):
    """Makes the ahead-of-time cache that a command line names, unless it is newer than its jars."""
    for i, option in enumerate(line):
        if option.startswith("-XX:AOTCache="):
            cache = option.removeprefix("-XX:AOTCache=")
            if is_newer(cache, line):
                return
            training = [*line[:i], f"-XX:AOTCacheOutput={cache}", *line[i + 1 :]]
            wait(start(training, env), settings.timeout)


def run_hello(workload, entry, settings):
    line, env = command(workload, entry, settings), settings.environment(workload, entry.peer)
    train(line, settings, env)
    if "-XX:+AutoCreateSharedArchive" in line:
        archive = next(o.partition("=")[2] for o in line if o.startswith("-XX:SharedArchiveFile="))
        if not is_newer(archive, line):
            Path(archive).unlink(missing_ok=True)
        wait(start(line, env), settings.timeout)
    return [run_process(workload, entry, settings) for _ in range(HELLO_RUNS)]


def run_echo(workload, entry, settings):
    port = next(PORTS)
    tls, ping = workload.name == "echo-tls", workload.name == "echo-ping"
    connections = int(workload.name.partition("@")[2] or (1 if ping else 100))
    warm = settings.warm_tls if tls else settings.warm
    line = command(workload, entry, settings, port)
    load = [tools.program("load"), str(port), str(connections), "64" if ping else "1024", str(warm),
            str(settings.seconds)]
    if workload.pinned:
        line = on_one_core(line)
        load = ["taskset", "-c", "0", *load]
    share = Share()
    server = start(line, settings.environment(workload, entry.peer))
    errors = []
    reader = threading.Thread(target=lambda: errors.append(server.stderr.read()))
    reader.start()
    try:
        ready = any("READY" in printed for printed in iter(server.stdout.readline, ""))
        if not ready:
            raise Failed("the server did not start")
        load += [str(server.pid), "1" if tls else "0"]
        client = subprocess.run(load, capture_output=True, text=True, timeout=settings.timeout, check=False)
        if client.returncode:
            raise Failed(last_line(client.stderr))
        found = figures(client.stdout)
        both = 1 + found["echo.client_cpu"] / found["echo.cpu"]
        found["cpu_seconds"] = cpu_of(server.pid) * both
        found["others"] = share.others(found["cpu_seconds"])
        with open(f"/proc/{server.pid}/status", encoding="ascii") as f:
            found["peak_mib"] = next(int(row.split()[1]) / 1024 for row in f if row.startswith("VmHWM"))
        return found
    except subprocess.TimeoutExpired as e:
        raise Failed("the client did not end") from e
    finally:
        server.kill()
        server.wait()
        reader.join()


def run_entry(workload, entry, settings):
    """Runs one row once: a list of figures, one dictionary for each process that counts."""
    try:
        if workload.kind == "echo":
            return [run_echo(workload, entry, settings)]
        if workload.kind == "hello":
            return run_hello(workload, entry, settings)
        return [run_process(workload, entry, settings)]
    except (Missing, OSError) as e:
        raise Failed(str(e)) from e
