"""The peers: how each is started, and what it needs.

A peer's name is what the tables show. Its folder is what has to be built for it; peers in Python and Node need nothing
built.
"""

from dataclasses import dataclass, field

import tools
from build import class_path, jar_of
from tools import OUT, PEERS

OPENS = ("--add-opens", "java.base/java.lang=ALL-UNNAMED")
EXPORTS = ("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED")
ONE_CARRIER = ("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
PARALLEL, SERIAL = ("-XX:+UseParallelGC",), ("-XX:+UseSerialGC",)

# asyncio reads into 256 KiB, for which glibc maps and unmaps memory at every message until its threshold happens to
# rise. These settings are what a tuned server has.
TUNED_MALLOC = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "4194304"}


@dataclass(frozen=True)
class Jvm:
    """A peer on the JVM."""

    folder: str
    main: str
    first: tuple = ()
    options: tuple = ()
    env: dict = field(default_factory=dict)

    @property
    def collector(self):
        for option in self.options:
            if option.startswith("-XX:+Use") and option.endswith("GC"):
                return option.removeprefix("-XX:+Use").removesuffix("GC")
        return tools.default_collector()[0]

    def command(self, workload, *args):
        jars = [jar_of(self.folder), *sorted((OUT / self.folder / "lib").glob("*.jar"))]
        path = class_path(jars)
        library = OUT / self.folder / "classpath"
        if library.exists():
            path += f":{library.read_text(encoding='utf-8')}"
        # the harness asks the system for the CPU time; hello does not, and the flag costs 8 ms
        native = () if workload == "hello" else ("--enable-native-access=ALL-UNNAMED",)
        return [tools.java(), *native, *self.options, "-cp", path, self.main, *self.first, workload, *args]


@dataclass(frozen=True)
class Script:
    """A peer in Python or JavaScript."""

    interpreter: callable
    first: tuple
    env: dict = field(default_factory=dict)
    folder = None
    collector = None

    def command(self, workload, *args):
        return [self.interpreter(), *self.first, workload, *args]


@dataclass(frozen=True)
class Native:
    """A peer that is a program of its own; without an argument for the workload if it knows one only."""

    folder: str
    program: callable
    names_workload: bool = True
    env: dict = field(default_factory=dict)
    collector = None

    def command(self, workload, *args):
        return [self.program(), *((workload,) if self.names_workload else ()), *args]


def python(find, *options, env=None):
    return Script(find, (str(PEERS / "python" / "main.py"), *options), env or {})


def asyncio4j(*options, first=()):
    return Jvm("asyncio4j", "Asyncio4j", first, (*OPENS, *options))


def threads(*options):
    return Jvm("threads", "VirtualThreads", (), ("--enable-preview", *options))


def limit(kind, *options):
    return Jvm("limit", "Limit", (kind,), (*OPENS, *EXPORTS, *options))


def kotlin(*options):
    return Jvm("kotlin", "CoroutinesKt", (), options)


def aot(name):
    """The option for an ahead-of-time cache, which the first run makes; see measure.train."""
    return f"-XX:AOTCache={OUT / name}.aot"


def class_data(name):
    """The options for an archive of class data, which the first run makes."""
    return "-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={OUT / name}.jsa"


ALL = {
    "asyncio4j": asyncio4j(),
    "asyncio4j-baton": asyncio4j("-Dasyncio4j.carrier=baton"),
    "asyncio4j-baton-one": asyncio4j("-Dasyncio4j.carrier=baton", *ONE_CARRIER),
    "asyncio4j-eager": asyncio4j(first=("--eager",)),
    "asyncio4j-parallel": asyncio4j(*PARALLEL),
    "asyncio4j-serial": asyncio4j(*SERIAL),
    "asyncio4j-eager-parallel": asyncio4j(*PARALLEL, first=("--eager",)),
    "cpython-3.13": python(tools.python313),
    "cpython-3.13-eager": python(tools.python313, "--eager"),
    "cpython-3.13-malloc": python(tools.python313, env=TUNED_MALLOC),
    "cpython-system": python(tools.python_system),
    "cpython-system-malloc": python(tools.python_system, env=TUNED_MALLOC),
    "uvloop": python(tools.python_uvloop, "--uvloop"),
    "kotlin": kotlin(),
    "kotlin-parallel": kotlin(*PARALLEL),
    "kotlin-serial": kotlin(*SERIAL),
    "threads": threads(),
    "threads-one": threads(*ONE_CARRIER),
    "vertx-futures": Jvm("vertx", "VertxLoop", ("futures",)),
    "vertx-tasks": Jvm("vertx", "VertxLoop", ("tasks",)),
    "netty-nio": Jvm("netty", "NettyLoop", ("nio",)),
    "netty-epoll": Jvm("netty", "NettyLoop", ("epoll",)),
    "node": Script(tools.node, ("--expose-gc", str(PEERS / "node" / "main.js"))),
    "tokio": Native("tokio", tools.tokio),
    "limit-raw": limit("raw"),
    "limit": limit("virtual"),
    "limit-parallel": limit("virtual", *PARALLEL),
    "limit-serial": limit("virtual", *SERIAL),
    "limit-nio": limit("nio"),
    # only for hello
    "jvm": Jvm("limit", "Hello"),
    "jvm-aot": Jvm("limit", "Hello", (), (aot("jvm"),)),
    "asyncio4j-aot": asyncio4j(aot("asyncio4j")),
    "asyncio4j-cds": asyncio4j(*class_data("asyncio4j")),
    "limit-aot": limit("virtual", aot("limit")),
    "kotlin-aot": kotlin(aot("kotlin")),
    "c-hello": Native("c", lambda: tools.program("hello"), names_workload=False),
    "c": Native("c", lambda: tools.program("echo"), names_workload=False),
}
