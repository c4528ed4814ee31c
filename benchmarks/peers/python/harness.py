"""What the workloads of CPython and uvloop share: rounds, figures and the amount of work.

CPython does a part of what the peers on the JVM do in a round (SCALE), and its tree may be smaller (LEAVES); figures are
per operation. It yields as often as they do: if each of many tasks did so less often, a yield would be charged with a
greater part of making the task.
"""

import asyncio
import os
import statistics
import time

ROUNDS = int(os.environ.get("ROUNDS", "60"))
BUDGET = float(os.environ.get("BUDGET", "2.5"))
SCALE = int(os.environ.get("SCALE", "4"))

YIELDS = 1_000_000
SPAWNS = 500_000 // SCALE
GATHERED = 100_000
ROUND_TRIPS = 300_000 // SCALE
ITEMS = 2_000_000 // SCALE
QUEUE_SIZE = 1024
SLEEPERS = 100_000
TIMEOUTS = 500_000 // SCALE
TIMERS = 1_000_000 // SCALE
LOCKINGS = 500_000 // SCALE
CONTENDERS = 100
SUSPENDED = 1_000_000
SUBMISSIONS = 200_000 // SCALE
ONE_WAY = 2_000_000 // SCALE
LEAVES = int(os.environ.get("LEAVES", "1000000"))
TREE = LEAVES * 10 // 9

eager = False


def run(coroutine):
    """asyncio.run, with eager tasks if asked for."""

    async def main():
        if eager:
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        return await coroutine

    return asyncio.run(main())


def res(metric, value, unit):
    print(f"RES {metric} {value:.5g} {unit}", flush=True)


def measure(metric, operations, body, least=2):
    """Rounds of body() until there are enough or the budget of CPU time is used up: medians of the later half."""
    wall, cpu = [], []
    begin = time.process_time()
    while len(wall) < ROUNDS and (len(wall) < least or time.process_time() - begin < BUDGET):
        cpu_before, wall_before = time.process_time_ns(), time.perf_counter_ns()
        body()
        wall.append((time.perf_counter_ns() - wall_before) / operations)
        cpu.append((time.process_time_ns() - cpu_before) / operations)
    half = len(wall) // 2
    res(f"{metric}.cpu", statistics.median(cpu[half:]), "ns")
    res(metric, statistics.median(wall[half:]), "ns")
    res(f"{metric}.best", min(wall), "ns")
    res(f"{metric}.cold", wall[0], "ns")


def measure_run(metric, operations, coroutine_function, *args, least=2):
    measure(metric, operations, lambda: run(coroutine_function(*args)), least)


def delays(n):
    """The same delays of 0 to 1000 ms in every peer."""
    x, result = 12345, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        result.append((x >> 8) % 1001)
    return result


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Clock:
    """CPU and wall time since it was made or read."""

    def __init__(self):
        self.restart()

    def restart(self):
        self.cpu, self.wall = time.process_time_ns(), time.perf_counter_ns()

    def report(self, metric, operations, unit="ns", scale=1):
        cpu, wall = time.process_time_ns() - self.cpu, time.perf_counter_ns() - self.wall
        res(f"{metric}.cpu", cpu / operations / scale, unit)
        res(metric, wall / operations / scale, unit)
