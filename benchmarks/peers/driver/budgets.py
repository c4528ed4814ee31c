"""What asyncio4j must reach, as data: CPU time, in the run that is reported.

"cpython" is the faster of CPython 3.13 and the system's; "cpython-protocol" and "cpython-streams" likewise, with the
tuned malloc.
"""

from dataclasses import dataclass

BEST_OF = {
    "cpython": ("cpython-3.13", "cpython-system"),
    "cpython-protocol": ("cpython-3.13-malloc-protocol", "cpython-system-malloc-protocol"),
    "cpython-streams": ("cpython-3.13-malloc-streams", "cpython-system-malloc-streams"),
}


@dataclass(frozen=True)
class Budget:
    """The figure of a row of asyncio4j is at most a factor times that of another row, or a number by itself."""

    workload: str
    factor: float
    other: str = ""
    row: str = "asyncio4j"
    metric: str = ""

    def text(self, unit):
        if not self.other:
            return f"<= {self.factor:g} {unit}"
        if self.factor == 1:
            return f"<= {self.other}"
        if self._is_speed():
            return f">= {1 / self.factor:.3g} x faster than {self.other}"
        return f"<= {self.factor:g} x {self.other}"

    def ratio(self, mine, other):
        """What was reached, in the words of the budget."""
        return f"{other / mine:.1f} x faster" if self._is_speed() else f"{mine / other:.2f}"

    def _is_speed(self):
        return self.factor < 0.5


def at_most(workload, factor, other="", **more):
    return Budget(workload, factor, other, **more)


def faster(workload, times, other, **more):
    return Budget(workload, 1 / times, other, **more)


BUDGETS = [
    at_most("yield-1", 1, "kotlin"),
    at_most("yield-100", 1.2, "limit"),
    faster("yield-100", 5.5, "cpython"),
    at_most("yield-10000", 1.2, "limit"),
    faster("yield-10000", 5.5, "cpython"),
    at_most("spawn", 1.3, "limit"),
    faster("spawn", 16, "cpython"),
    at_most("gather", 0.6, "kotlin"),
    faster("gather", 25, "cpython"),
    at_most("pingpong", 1.4, "limit"),
    faster("pingpong", 17, "cpython"),
    at_most("pipe", 1, "kotlin"),
    at_most("timeout", 0.5, "kotlin"),
    at_most("timer", 2, "netty-nio"),
    faster("timer", 8, "uvloop"),
    at_most("sleeps", 1, "kotlin"),
    at_most("lock", 2, "kotlin"),
    at_most("contended", 1.3, "limit"),
    at_most("memory", 1, "cpython"),
    at_most("memory", 850),
    at_most("skynet", 1.3, "limit"),
    faster("skynet", 3.5, "cpython"),
    faster("skynet", 4, "cpython-3.13-eager", row="asyncio4j-eager"),
    at_most("echo", 1.2, "limit-nio", row="asyncio4j-protocol"),
    at_most("echo", 1, "cpython-protocol", row="asyncio4j-protocol"),
    at_most("echo", 1.45, "limit-nio", row="asyncio4j-streams"),
    at_most("echo", 0.5, "cpython-streams", row="asyncio4j-streams"),
    at_most("echo-tls", 1.35, "netty-nio", row="asyncio4j-protocol"),
    faster("echo-tls", 2.3, "cpython-protocol", row="asyncio4j-protocol"),
    at_most("roundtrip", 1, "kotlin"),
    at_most("oneway", 2, "netty-nio"),
    at_most("hello", 1, "cpython-3.13"),
    at_most("hello", 1, "cpython-3.13", metric="hello"),
    at_most("hello", 1, "cpython-3.13", row="asyncio4j-aot"),
    at_most("hello", 1, "cpython-3.13", row="asyncio4j-aot", metric="hello"),
    *(at_most(workload, 6, "asyncio4j", row="asyncio4j-baton")
      for workload in ("yield-1", "yield-100", "yield-10000", "spawn", "gather", "pingpong", "pipe")),
]
