"""What the machine has: the JDK, the Pythons, and the commands that build and run the peers."""

import glob
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent
ROOT = PEERS.parent.parent
OUT = PEERS / "target"
KEYS = OUT / "keys"


class Missing(Exception):
    """Why a peer cannot be built or run here."""


def need(command, why=""):
    path = shutil.which(command)
    if not path:
        raise Missing(f"no {command} on PATH{why}")
    return path


def output(*command):
    """What a command prints; Missing if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{' '.join(map(str, command))}: {last_line(done.stderr or done.stdout)}")
    return done.stdout.strip()


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it failed and said nothing"


@cache
def jdk():
    """The home of the JDK that the launcher would use."""
    found = re.search(r", Java \S+ \((.*)/bin/java\)", output(ROOT / "asyncio4j", "--version"))
    if not found:
        raise Missing("no JDK 25 or newer; set JAVA_HOME")
    return Path(found.group(1))


def java():
    return str(jdk() / "bin" / "java")


def jdk_tool(name):
    return str(jdk() / "bin" / name)


def maven():
    return need("mvn")


@cache
def python313():
    """PYTHON313, or the first CPython 3.13 found: itself, not a shim that starts it."""
    pyenv = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.13.*/bin/python")))
    chosen = os.environ.get("PYTHON313")
    for place in [chosen] if chosen else filter(None, [shutil.which("python3.13"), *pyenv]):
        try:
            path, version = output(place, "-c", "import sys; print(sys.executable, sys.version.split()[0])").split()
        except (Missing, OSError):
            continue
        if version.startswith("3.13."):
            return path
    raise Missing(f"{chosen} is no CPython 3.13" if chosen else "no CPython 3.13; set PYTHON313")


@cache
def python_system():
    """PYTHON_SYSTEM, or the one of the distribution, which is usually the faster build."""
    path = os.environ.get("PYTHON_SYSTEM", "/usr/bin/python3")
    output(path, "-c", "import asyncio; asyncio.timeout")
    return path


@cache
def python_uvloop():
    for find in (python_system, python313):
        try:
            path = find()
            output(path, "-c", "import uvloop")
            return path
        except Missing:
            continue
    raise Missing("no uvloop for CPython 3.13 or the system's; install python3-uvloop")


def node():
    return need("node")


def program(name):
    path = OUT / "c" / name
    if not path.exists():
        raise Missing("the programs in C were not built")
    return str(path)


def tokio():
    path = OUT / "tokio" / "release" / "tokio-peer"
    if not path.exists():
        raise Missing("tokio was not built")
    return str(path)


def huge_pages():
    """How the system uses huge pages: where it does for all memory, a heap costs far fewer page faults."""
    setting = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    return setting.read_text(encoding="ascii").split("[")[1].split("]")[0] if setting.exists() else "none"


def versions():
    """What is measured, for the head of a report: pairs of a name and a version."""

    def ask(name, *command):
        try:
            return name, output(*(part() if callable(part) else part for part in command)).splitlines()[0]
        except (Missing, OSError, IndexError):
            return name, None

    def python_version(find):
        return (find, "-c", "import sys; print(sys.version.split()[0])")

    collector, heap = default_collector()
    found = [
        ask("commit", "git", "-C", str(ROOT), "log", "-1", "--format=%h of %cs"),
        ask("Java", java, "--version"),
        ("default collector and largest heap", f"{collector}, {heap // 2**20:,} MiB"),
        ("transparent huge pages", huge_pages()),
        ask("CPython 3.13", *python_version(python313)),
        ask("CPython of the system", *python_version(python_system)),
        ask("uvloop", python_uvloop, "-c", "import uvloop; print(uvloop.__version__)"),
        ask("Node", "node", "--version"),
        ask("Rust", "rustc", "--version"),
    ]
    found += [(name, pinned_version(name)) for name in ("kotlin", "netty", "vertx")]
    return [(name, version) for name, version in found if version]


def pinned_version(peer):
    pom = (PEERS / peer / "pom.xml").read_text(encoding="utf-8")
    versions_found = re.findall(r"<(?:version|netty.version)>([0-9][^<]*\.[^<]*)<", pom)
    return ", ".join(versions_found)


@cache
def default_collector():
    """The collector and the heap, in bytes, that the JVM takes on this machine when it is told nothing."""
    flags = output(java(), "-XX:+PrintFlagsFinal", "-version")
    names = re.findall(r"bool Use(\w+)GC\s+= true", flags)
    heap = re.search(r"MaxHeapSize\s+= (\d+)", flags)
    return names[0] if names else "?", int(heap.group(1)) if heap else 0


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {model}, {memory:.0f} GiB, Linux {os.uname().release}"
