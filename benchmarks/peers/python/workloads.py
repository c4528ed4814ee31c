"""The workloads by asyncio: tasks, queues, locks, time, and other threads."""

import asyncio
import gc
import threading
import time

import harness
from harness import Clock, delays, measure, measure_run, res, resident, run


async def noop():
    return 1


# ---- tasks ----


async def yields(n):
    sleep = asyncio.sleep
    for _ in range(n):
        await sleep(0)


async def yield_often(tasks):
    if tasks == 1:
        await yields(harness.YIELDS)
    else:
        await asyncio.gather(*[yields(harness.YIELDS // tasks) for _ in range(tasks)])


async def spawn():
    for _ in range(harness.SPAWNS):
        await asyncio.create_task(noop())


async def gather(tasks, times):
    for _ in range(times):
        await asyncio.gather(*[noop() for _ in range(tasks)])


async def task_group():
    async with asyncio.TaskGroup() as group:
        for _ in range(harness.GATHERED):
            group.create_task(noop())


async def skynet(first, leaves):
    if leaves == 1:
        return first
    part = leaves // 10
    return sum(await asyncio.gather(*[skynet(first + i * part, part) for i in range(10)]))


async def tree():
    leaves = harness.LEAVES
    assert await skynet(0, leaves) == leaves * (leaves - 1) // 2


async def memory(tasks):
    async def wait(future):
        await future

    loop = asyncio.get_running_loop()
    gc.collect()
    before = resident()
    clock = Clock()
    futures, waiting = [], []
    for _ in range(tasks):
        future = loop.create_future()
        futures.append(future)
        waiting.append(asyncio.create_task(wait(future)))
    await asyncio.sleep(0)
    clock.report("memory.create", tasks)
    res("memory.rss", (resident() - before) / tasks, "B")
    clock.restart()
    for future in futures:
        future.set_result(1)
    for task in waiting:
        await task
    clock.report("memory.wake", tasks)


# ---- queues and locks ----


async def ping_pong():
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def answer():
        for _ in range(harness.ROUND_TRIPS):
            await back.put(await there.get())

    echo = asyncio.create_task(answer())
    for i in range(harness.ROUND_TRIPS):
        await there.put(i)
        await back.get()
    await echo


async def pipe():
    queue = asyncio.Queue(harness.QUEUE_SIZE)

    async def produce():
        for i in range(harness.ITEMS):
            await queue.put(i)

    producer = asyncio.create_task(produce())
    total = 0
    for _ in range(harness.ITEMS):
        total += await queue.get()
    await producer


async def lock():
    free = asyncio.Lock()
    count = 0
    for _ in range(harness.LOCKINGS):
        async with free:
            count += 1


async def contended():
    shared = asyncio.Lock()

    async def contend():
        for _ in range(harness.LOCKINGS // harness.CONTENDERS):
            async with shared:
                await asyncio.sleep(0)

    await asyncio.gather(*[contend() for _ in range(harness.CONTENDERS)])


# ---- time ----


async def timeout_around():
    for _ in range(harness.TIMEOUTS):
        async with asyncio.timeout(30):
            await noop()


async def wait_for_call():
    for _ in range(harness.TIMEOUTS):
        await asyncio.wait_for(noop(), 30)


async def timer():
    loop = asyncio.get_running_loop()
    for i in range(harness.TIMERS):
        loop.call_later(30, int).cancel()
        if i % 1000 == 999:
            await asyncio.sleep(0)  # as a real program would now and then: the loop tidies up


async def timers(seconds, times):
    """Many timers pending at once, for the curve; all are cancelled in the end."""
    loop = asyncio.get_running_loop()
    for _ in range(times):
        for handle in [loop.call_later(delay, int) for delay in seconds]:
            handle.cancel()
        await asyncio.sleep(0)


async def sleep_all(millis, late):
    now = time.perf_counter

    async def one(k, seconds):
        before = now()
        await asyncio.sleep(seconds)
        late[k] = now() - before - seconds

    await asyncio.gather(*[one(k, ms / 1000) for k, ms in enumerate(millis)])


def sleeps(tasks):
    millis, late = delays(tasks), [0.0] * tasks
    for suffix in (".cold", ""):
        cpu, wall = time.process_time(), time.perf_counter()
        run(sleep_all(millis, late))
        res(f"sleeps.cpu{suffix}", (time.process_time() - cpu) * 1e3, "ms")
        res(f"sleeps.over{suffix}", (time.perf_counter() - wall) * 1e3 - max(millis), "ms")
    late.sort()
    res("sleeps.late_p50", late[tasks // 2] * 1e3, "ms")
    res("sleeps.late_p99", late[int(tasks * 0.99)] * 1e3, "ms")


# ---- other threads ----


def with_loop(body):
    """A loop in a thread of its own; the main thread uses it from outside."""
    started = threading.Event()
    box = {}

    async def main():
        box["loop"], box["stop"] = asyncio.get_running_loop(), asyncio.Event()
        started.set()
        await box["stop"].wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    started.wait()
    try:
        body(box["loop"])
    finally:
        box["loop"].call_soon_threadsafe(box["stop"].set)
        thread.join()


def round_trip():
    def submit(loop):
        for _ in range(harness.SUBMISSIONS):
            asyncio.run_coroutine_threadsafe(noop(), loop).result()

    with_loop(lambda loop: measure("roundtrip", harness.SUBMISSIONS, lambda: submit(loop)))


def one_way():
    def submit(loop):
        done = threading.Event()
        count = 0

        def step():
            nonlocal count
            count += 1
            if count == harness.ONE_WAY:
                done.set()

        for _ in range(harness.ONE_WAY):
            loop.call_soon_threadsafe(step)
        done.wait()

    with_loop(lambda loop: measure("oneway", harness.ONE_WAY, lambda: submit(loop)))


def start(workload, args):
    """Runs one workload by its name."""

    def count(usual):
        return int(args[0]) if args else usual

    if workload == "yield":
        measure_run("yield", harness.YIELDS, yield_often, count(1))
    elif workload == "gather":
        tasks = count(harness.GATHERED)
        times = max(1, harness.GATHERED // tasks)
        measure_run("gather", tasks * times, gather, tasks, times)
    elif workload == "timers":
        pending = count(harness.GATHERED)
        times = max(1, harness.TIMERS // pending)
        seconds = [30 + ms / 1000 for ms in delays(pending)]
        measure_run("timers", pending * times, timers, seconds, times)
    elif workload == "sleeps":
        sleeps(count(harness.SLEEPERS))
    elif workload == "memory":
        run(memory(count(harness.SUSPENDED)))
    elif workload == "skynet":
        measure_run("skynet", harness.TREE, tree, least=1)
    elif workload in ("roundtrip", "oneway"):
        {"roundtrip": round_trip, "oneway": one_way}[workload]()
    else:
        metric, operations, body = {
            "spawn": ("spawn", harness.SPAWNS, spawn),
            "taskgroup": ("gather", harness.GATHERED, task_group),
            "pingpong": ("pingpong", harness.ROUND_TRIPS, ping_pong),
            "pipe": ("pipe", harness.ITEMS, pipe),
            "lock": ("lock", harness.LOCKINGS, lock),
            "contended": ("contended", harness.LOCKINGS, contended),
            "timeout": ("timeout", harness.TIMEOUTS, timeout_around),
            "waitfor": ("timeout", harness.TIMEOUTS, wait_for_call),
            "timer": ("timer", harness.TIMERS, timer),
        }[workload]
        measure_run(metric, operations, body)
