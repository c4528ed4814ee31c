"""The workloads: what is measured, on which peers, and what belongs to the quick form.

An entry is one row of a table: the name of a peer, or "name=peer WORD ..." when the peer is to be told another workload
or further arguments.
"""

from dataclasses import dataclass

import peers

LOOPS = ("asyncio4j", "asyncio4j-baton", "asyncio4j-baton-one", "limit", "limit-raw", "cpython-3.13", "cpython-system",
         "uvloop", "kotlin", "threads", "threads-one", "node", "tokio")
ON_CALLBACKS = ("vertx-futures", "vertx-tasks")
QUICK = ("asyncio4j", "asyncio4j-baton", "limit", "cpython-3.13", "kotlin", "threads")
COLLECTORS = ("asyncio4j-parallel", "asyncio4j-serial", "limit-parallel", "limit-serial", "kotlin-parallel",
              "kotlin-serial")
EAGER = ("asyncio4j-eager", "cpython-3.13-eager")


@dataclass(frozen=True)
class Entry:
    """One row: a peer, and the command line that follows it."""

    name: str
    peer: object
    words: tuple


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    words: tuple
    metric: str
    rows: tuple
    quick: tuple = QUICK
    kind: str = "process"
    pinned: bool = False
    unit: str = "ns"
    columns: tuple = ()
    warm_up: int = 1  # how many times as long as usual it runs, where the compiler takes so long to come in

    def entries(self, is_quick):
        return [self.entry(row) for row in self.rows if not is_quick or row.split("=")[0] in self.quick]

    def entry(self, row):
        name, _, command = row.partition("=")
        peer, *words = command.split() if command else (name,)
        return Entry(name, peers.ALL[peer], tuple(words) or self.words)


def tasks(name, title, *words, rows=LOOPS, **more):
    words = words or (name,)
    return Workload(name, title, words, f"{more.pop('metric', words[0])}.cpu", tuple(rows), **more)


def each(style, names, keys=""):
    """Echo servers that are told their style: "asyncio4j-streams=asyncio4j serve PORT streams"."""
    return tuple(f"{name}-{style}={name} serve PORT {style}{keys}" for name in names)


PYTHONS_TUNED = ("cpython-3.13-malloc", "cpython-system-malloc")
ECHO = (
    *each("protocol", ("asyncio4j", "asyncio4j-baton", "cpython-3.13", *PYTHONS_TUNED, "uvloop")),
    *each("buffered", ("asyncio4j", "cpython-3.13")),
    *each("streams", ("asyncio4j", "asyncio4j-baton", "cpython-3.13", *PYTHONS_TUNED, "uvloop")),
    "limit-nio", "limit", "c", "netty-nio", "netty-epoll", "vertx-futures", "vertx-tasks", "kotlin", "threads",
    "threads-one", "node", "tokio",
)
ECHO_TLS = (
    *each("protocol", ("asyncio4j", *PYTHONS_TUNED, "uvloop"), " KEYS"),
    *each("streams", ("asyncio4j", *PYTHONS_TUNED, "uvloop"), " KEYS"),
    *(f"{peer}={peer} serve PORT KEYS"
      for peer in ("c", "netty-nio", "netty-epoll", "vertx-futures", "threads", "node")),
)
QUICK_ECHO = ("asyncio4j-protocol", "asyncio4j-buffered", "asyncio4j-streams", "limit-nio",
              "cpython-3.13-malloc-protocol", "cpython-3.13-malloc-streams", "uvloop-protocol", "netty-nio", "c")
QUICK_TLS = ("asyncio4j-protocol", "netty-nio", "cpython-3.13-malloc-protocol")
HELLO = ("asyncio4j", "asyncio4j-cds", "asyncio4j-aot", "asyncio4j-baton", "limit", "limit-aot", "jvm", "jvm-aot",
         "cpython-3.13", "cpython-system", "uvloop", "kotlin", "kotlin-aot", "threads", "netty-nio", "vertx-futures",
         "node", "tokio", "c=c-hello")

ALL = [
    tasks("yield-1", "W1 yield, 1 task", "yield", "1", rows=(*LOOPS, *ON_CALLBACKS, "netty-nio")),
    tasks("yield-100", "W1 yield, 100 tasks", "yield", "100",
          rows=(*LOOPS, *ON_CALLBACKS, "netty-nio", "node-micro=node yield 100 micro")),
    tasks("yield-10000", "W1 yield, 10,000 tasks", "yield", "10000", rows=(*LOOPS, "vertx-futures", "netty-nio"),
          warm_up=2),
    tasks("spawn", "W2 create and await one",
          rows=(*LOOPS, *ON_CALLBACKS, *EAGER, "threads-scope=threads spawn-scope"), warm_up=2),
    tasks("gather", "W2 gather 100,000",
          rows=(*LOOPS, *ON_CALLBACKS, *EAGER,
                "asyncio4j-taskgroup=asyncio4j taskgroup",
                "cpython-3.13-taskgroup=cpython-3.13 taskgroup", "threads-scope=threads gather-scope",
                "asyncio4j-parallel", "limit-parallel", "kotlin-parallel"),
          warm_up=4),
    tasks("pingpong", "W3 queue ping-pong"),
    tasks("pipe", "W3 producer and consumer"),
    tasks("timeout", "W4 timeout around a completed call",
          rows=("asyncio4j", "asyncio4j-waitfor=asyncio4j waitfor", "cpython-3.13",
                "cpython-3.13-waitfor=cpython-3.13 waitfor", "cpython-system", "uvloop", "kotlin", "threads",
                "threads-scope=threads timeout-scope", *ON_CALLBACKS, "node", "tokio"),
          quick=("asyncio4j", "cpython-3.13", "kotlin")),
    tasks("timer", "W4 timer add and cancel",
          rows=("asyncio4j", "cpython-3.13", "cpython-system", "uvloop", "kotlin", "threads", "vertx-futures",
                "netty-nio", "node", "tokio", "limit"),
          quick=("asyncio4j", "cpython-3.13", "uvloop", "netty-nio", "limit")),
    tasks("sleeps", "W4 100,000 sleeps", rows=(*LOOPS, "vertx-futures", "netty-nio"), unit="ms",
          quick=("asyncio4j", "cpython-3.13", "kotlin", "limit"),
          columns=("sleeps.over", "sleeps.late_p50", "sleeps.late_p99")),
    tasks("lock", "W5 lock, free", quick=("asyncio4j", "cpython-3.13", "kotlin", "limit")),
    tasks("contended", "W5 lock, 100 contenders", quick=("asyncio4j", "cpython-3.13", "kotlin", "limit")),
    Workload("memory", "W6 bytes per suspended task, 1,000,000", ("memory",), "memory.rss",
             (*LOOPS, *ON_CALLBACKS, *COLLECTORS), unit="B",
             quick=("asyncio4j", "cpython-3.13", "limit"),
             columns=("memory.heap", "memory.rss_gc", "memory.create.cpu", "memory.wake.cpu")),
    tasks("skynet", "W7 skynet", rows=(*LOOPS, "vertx-futures", *EAGER, *COLLECTORS, "asyncio4j-eager-parallel"),
          quick=("asyncio4j", "asyncio4j-eager", "asyncio4j-parallel", "cpython-3.13", "cpython-3.13-eager", "limit",
                 "limit-parallel", "kotlin")),
    Workload("echo", "W8 TCP echo, 100 connections", ("serve", "PORT"), "echo.cpu", ECHO, QUICK_ECHO, "echo", unit="us",
             columns=("echo.p50", "echo.p99")),
    Workload("echo-ping", "W8 TCP echo, 1 connection, client and server on one core", ("serve", "PORT"), "echo.p50",
             ECHO, (), "echo", pinned=True, unit="us", columns=("echo.cpu", "echo.p99")),
    Workload("echo-tls", "W8 TLS echo, 100 connections", ("serve", "PORT"), "echo.cpu", ECHO_TLS, QUICK_TLS, "echo",
             unit="us", columns=("echo.p50", "echo.p99")),
    tasks("roundtrip", "W9 submit from another thread and wait, on one core", pinned=True,
          rows=(*LOOPS, *ON_CALLBACKS, "netty-nio", "netty-epoll"),
          quick=("asyncio4j", "cpython-3.13", "kotlin", "limit")),
    tasks("oneway", "W9 submit from another thread, one way", rows=(*LOOPS, *ON_CALLBACKS, "netty-nio"),
          quick=("asyncio4j", "cpython-3.13", "kotlin", "limit", "netty-nio")),
    Workload("hello", "W10 start to end of hello world", ("hello",), "hello.cpu", HELLO,
             ("asyncio4j", "asyncio4j-aot", "limit", "jvm", "cpython-3.13"), "hello", unit="ms"),
]

# ---- growth: the same work at more and more tasks, timers and connections ----

GROWTH_PEERS = ("asyncio4j", "limit", "cpython-3.13")
GROWTH_ECHO = (*each("protocol", ("asyncio4j", "cpython-3.13-malloc")), *each("streams", ("asyncio4j",)), "limit-nio")


def curve(name, title, sizes, **more):
    return [Workload(f"{name}@{n}", title, (name, str(n)), f"{name}.cpu", GROWTH_PEERS, (), **more) for n in sizes]


SIZES = (10, 1_000, 100_000)
CURVES = {
    "yield": curve("yield", "yield, so many tasks", SIZES),
    "gather": curve("gather", "gather, so many tasks", SIZES, warm_up=4),
    "timers": curve("timers", "so many timers added, then cancelled", SIZES),
    "sleeps": curve("sleeps", "so many sleeps of 0 to 1,000 ms, all of them", SIZES, unit="ms"),
    "echo": [Workload(f"echo@{n}", "TCP echo, so many connections", ("serve", "PORT"), "echo.cpu", GROWTH_ECHO, (),
                      "echo", unit="us") for n in (10, 1_000, 10_000)],
}
