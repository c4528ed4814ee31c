#!/usr/bin/env python3
"""Plays random programs on asyncio, in simulated time, and prints what happens.

    python3.13 play.py < programs.txt > programs.out
"""
import asyncio
import asyncio.runners
import asyncio.taskgroups
import asyncio.tasks
import contextvars
import selectors
import sys
import warnings

from generate import CONDITIONS, EVENTS, LOCKS, SEMAPHORES

# In simulated microseconds: when those that wait for ever are cancelled, and how often at most.
GUARD = 100_000_000
GUARDS = 50


class Boom(Exception):
    pass


class SimulatedTime(selectors.SelectSelector):
    """Nothing is ever ready, and waiting takes no time."""

    now = 1000.0

    def select(self, timeout=None):
        if timeout is None:
            raise AssertionError("waits for ever")
        self.now += max(timeout, 0)
        return []


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.simulated = SimulatedTime()
        super().__init__(self.simulated)

    def time(self):
        return self.simulated.now


class InOrder(dict):
    """What asyncio keeps in sets, whose order is left to chance, here in the order in which it was added."""

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]


class TaskGroup(asyncio.TaskGroup):
    """A task that has ended in its eager first step tells its group in the next tick, as in later versions than 3.13.0."""

    def create_task(self, coro):
        if self._aborting or self._exiting and not self._tasks:
            coro.close()
            raise RuntimeError("refused")
        task = self._loop.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task


asyncio.tasks.set = asyncio.taskgroups.set = InOrder


class Player:
    def __init__(self, program):
        _, self.seed, self.eager, *self.body = program
        self.lines = []
        self.started = []
        self.tasks, self.futures, self.groups, self.timeouts, self.handles = {}, {}, {}, {}, {}
        self.variable = contextvars.ContextVar("variable")
        self.moments = 0

    # ---- the run ----

    def play(self):
        asyncio.tasks.all_tasks = self.all_tasks
        try:
            value = asyncio.run(self.main(), loop_factory=self.new_loop)
            self.lines.append(f"run returned {show(value)}")
        except BaseException as error:
            self.lines.append(f"run raised {describe(error)}")
        return self.lines

    def new_loop(self):
        self.loop = Loop()
        self.loop.set_exception_handler(self.handle)
        self.loop.set_task_factory(self.start)
        return self.loop

    def start(self, loop, coro, **options):
        place = len(self.started)
        self.started.append(None)  # those that an eager one starts in its first step come behind it
        self.started[place] = asyncio.Task(coro, loop=loop, eager_start=bool(self.eager), **options)
        return self.started[place]

    def all_tasks(self, loop=None):
        return [task for task in self.started if task and not task.done()]

    def handle(self, loop, context):
        if "never retrieved" not in context["message"]:
            self.log("loop", *context["message"].split()[:3], describe(context.get("exception")))

    def guard(self, left):
        self.log("guard", left)
        for task in self.all_tasks():
            task.cancel("guard")
        if left > 0:
            self.loop.call_later(GUARD / 1e6, self.guard, left - 1)

    def seconds(self, time):
        """A time as asyncio wants it; each a little later, as a statement may be run again at the same moment."""
        self.moments += 1
        return None if time == "none" else time / 1e6 if time <= 0 else (time + self.moments) / 1e6

    def log(self, who, *words):
        time = round((self.loop.time() - 1000) * 1e6)
        self.lines.append(" ".join(map(str, (time, who, *words))))

    async def main(self):
        self.locks = [asyncio.Lock() for _ in range(LOCKS)]
        self.semaphores = [asyncio.Semaphore(1 + i) for i in range(SEMAPHORES)]
        self.events = [asyncio.Event() for _ in range(EVENTS)]
        self.conditions = [asyncio.Condition() for _ in range(CONDITIONS)]
        self.queues = [asyncio.Queue(1), asyncio.LifoQueue(2), asyncio.PriorityQueue()]
        self.barrier = asyncio.Barrier(2)
        self.loop.call_later(GUARD / 1e6, self.guard, GUARDS)
        return await self.run("main", self.body)

    # ---- coroutines ----

    async def run(self, who, body):
        """A coroutine function: runs statements until one returns."""
        self.log(who, "begins")
        try:
            returned = await self.block(who, body)
            return returned[0] if returned else None
        except BaseException as error:
            self.log(who, "fails", describe(error))
            raise

    async def block(self, who, body):
        """Runs statements; the result is a tuple with what a return statement returns, or None."""
        for statement in body:
            returned = await self.statement(who, *statement)
            if returned:
                return returned

    async def statement(self, who, kind, *args):
        name = kind.replace("-", "_")
        if hasattr(self, "do_" + name):
            return await getattr(self, "do_" + name)(who, *args)
        try:
            getattr(self, "now_" + name)(who, *args)
        except (asyncio.InvalidStateError, ValueError, RuntimeError) as error:
            self.log(who, kind, "refused", describe(error))

    async def generator(self, who, body):
        self.log(who, "generator begins")
        try:
            for kind, *args in body:
                if kind == "emit":
                    self.log(who, "emits", *args)
                    yield args[0]
                elif returned := await self.statement(who, kind, *args):
                    self.log(who, "generator returns", *returned)
                    return
        finally:
            self.log(who, "generator ends")

    # ---- statements that wait ----

    async def do_do(self, who, *body):
        return await self.block(who, body)

    async def do_pass(self, who):
        await asyncio.sleep(0)

    async def do_sleep(self, who, time):
        await asyncio.sleep(self.seconds(time))
        self.log(who, "slept")

    async def do_await(self, who, task):
        if task in self.tasks:
            self.log(who, "awaited", show(await self.tasks[task]))

    async def do_await_future(self, who, future):
        if future in self.futures:
            self.log(who, "awaited", show(await self.futures[future]))

    async def do_shield(self, who, task):
        if task in self.tasks:
            self.log(who, "shielded", show(await asyncio.shield(self.tasks[task])))

    async def do_shield_body(self, who, task, *body):
        self.tasks[task] = inner = self.loop.create_task(self.run(task, body))
        self.log(who, "shielded", show(await asyncio.shield(inner)))

    async def do_wait_for(self, who, limit, *body):
        self.log(who, "waited for", show(await asyncio.wait_for(self.run(who, body), self.seconds(limit))))

    async def do_wait_for_task(self, who, limit, task):
        if task in self.tasks:
            self.log(who, "waited for", show(await asyncio.wait_for(self.tasks[task], self.seconds(limit))))

    async def do_wait(self, who, until, limit, *tasks):
        known = {self.tasks[task]: task for task in tasks if task in self.tasks}
        if known:
            done, pending = await asyncio.wait(known, timeout=self.seconds(limit), return_when=until)
            self.log(who, "done", *sorted(known[task] for task in done), "pending",
                     *sorted(known[task] for task in pending))

    async def do_settle(self, who):
        if self.tasks:
            await asyncio.wait(self.tasks.values())

    async def do_gather(self, who, future, returns, *items):
        awaitables = []
        for kind, *args in items:
            if kind == "body":
                awaitables.append(self.run(f"{who}.{future}.{len(awaitables)}", args))
            elif found := (self.tasks if kind == "task" else self.futures).get(args[0]):
                awaitables.append(found)
        self.futures[future] = gathered = asyncio.gather(*awaitables, return_exceptions=bool(returns))
        self.log(who, "gathered", show(await gathered))

    async def do_group(self, who, group, *body):
        async with TaskGroup() as entered:
            self.groups[group] = entered
            return await self.block(who, body)

    async def do_timeout(self, who, timeout, limit, *body):
        try:
            async with asyncio.timeout(self.seconds(limit)) as entered:
                self.timeouts[timeout] = entered
                return await self.block(who, body)
        finally:
            self.log(who, "expired" if entered.expired() else "in time")

    async def do_try(self, who, caught, body, handler):
        kinds = {"boom": Boom, "cancelled": asyncio.CancelledError, "exception": Exception, "timeout": TimeoutError,
                 "all": BaseException}
        try:
            return await self.statement(who, *body)
        except kinds[caught] as error:
            self.log(who, "caught", describe(error))
            return await self.statement(who, *handler)

    async def do_finally(self, who, body, cleanup):
        try:
            returned = await self.statement(who, *body)
        except BaseException:
            await self.statement(who, *cleanup)
            raise
        await self.statement(who, *cleanup)
        return returned

    async def do_for_each(self, who, most, values, body):
        generator = self.generator(who, values[1:])
        try:
            count = 0
            async for value in generator:
                self.log(who, "got", value)
                if returned := await self.statement(who, *body):
                    return returned
                count += 1
                if count == most:
                    break
        finally:
            await generator.aclose()

    async def do_lock(self, who, lock, *body):
        async with self.locks[lock]:
            self.log(who, "holds", lock)
            return await self.block(who, body)

    async def do_semaphore(self, who, semaphore, *body):
        async with self.semaphores[semaphore]:
            self.log(who, "acquired", semaphore)
            return await self.block(who, body)

    async def do_event_wait(self, who, event):
        await self.events[event].wait()
        self.log(who, "saw event", event)

    async def do_condition_wait(self, who, condition):
        async with self.conditions[condition] as _:
            await self.conditions[condition].wait()
            self.log(who, "was notified")

    async def do_notify(self, who, condition, count):
        async with self.conditions[condition]:
            self.conditions[condition].notify(count)

    async def do_put(self, who, queue, item):
        await self.queues[queue].put(item)
        self.log(who, "put", item)

    async def do_get(self, who, queue):
        self.log(who, "got", await self.queues[queue].get())

    async def do_join(self, who, queue):
        await self.queues[queue].join()
        self.log(who, "joined")

    async def do_barrier(self, who):
        self.log(who, "passed as", await self.barrier.wait())

    async def do_barrier_reset(self, who):
        await self.barrier.reset()

    async def do_barrier_abort(self, who):
        await self.barrier.abort()

    async def do_raise(self, who, number):
        self.now_raise(who, number)

    async def do_return(self, who, number):
        return (number,)

    # ---- statements that do not ----

    def now_spawn(self, who, task, *body):
        self.tasks[task] = self.loop.create_task(self.run(task, body))

    def now_group_spawn(self, who, group, task, *body):
        if group in self.groups:
            self.tasks[task] = self.groups[group].create_task(self.run(task, body))

    def now_log(self, who, number):
        self.log(who, "says", number)

    def now_raise(self, who, number):
        raise Boom(number)

    def now_cancel(self, who, task, *message):
        if task in self.tasks:
            self.log(who, "cancels", task, self.tasks[task].cancel(*map(str, message)))

    def now_cancel_future(self, who, future, *message):
        if future in self.futures:
            self.log(who, "cancels future", future, self.futures[future].cancel(*map(str, message)))

    def now_uncancel(self, who):
        self.log(who, "uncancels", asyncio.current_task().uncancel())

    def now_cancelling(self, who):
        self.log(who, "cancelling", asyncio.current_task().cancelling())

    def now_new_future(self, who, future):
        self.futures[future] = self.loop.create_future()

    def now_set_result(self, who, future, number):
        if future in self.futures:
            self.futures[future].set_result(number)

    def now_set_exception(self, who, future, number):
        if future in self.futures:
            self.futures[future].set_exception(Boom(number))

    def now_reschedule(self, who, timeout, limit):
        if timeout in self.timeouts:
            delay = self.seconds(limit)
            self.timeouts[timeout].reschedule(None if delay is None else self.loop.time() + delay)

    def now_when_done(self, who, task, number):
        if task in self.tasks:
            self.tasks[task].add_done_callback(lambda future: self.log(who, "hears", number, outcome(future)))

    def now_soon(self, who, handle, action):
        self.handles[handle] = self.loop.call_soon(self.act, f"soon.{handle}", *action)

    def now_later(self, who, handle, time, action):
        self.handles[handle] = self.loop.call_later(self.seconds(time), self.act, f"later.{handle}", *action)

    def act(self, who, kind, *args):
        try:
            getattr(self, "now_" + kind.replace("-", "_"))(who, *args)
        except asyncio.InvalidStateError as error:
            self.log(who, kind, "refused", describe(error))

    def now_cancel_handle(self, who, handle):
        if handle in self.handles:
            self.handles[handle].cancel()

    def now_event_set(self, who, event):
        self.events[event].set()

    def now_event_clear(self, who, event):
        self.events[event].clear()

    def now_task_done(self, who, queue):
        self.queues[queue].task_done()

    def now_shutdown(self, who, queue, immediate):
        self.queues[queue].shutdown(bool(immediate))

    def now_set_variable(self, who, number):
        self.variable.set(number)

    def now_variable(self, who):
        self.log(who, "variable", self.variable.get(0))


# ---- words ----

def show(value):
    if isinstance(value, BaseException):
        return describe(value)
    return "[" + ", ".join(map(show, value)) + "]" if isinstance(value, list) else str(value)


def describe(error):
    name = type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        return "group(" + ", ".join(map(describe, error.exceptions)) + ")"
    return f"{name}({error})" if isinstance(error, (Boom, asyncio.CancelledError)) else name


def outcome(future):
    if future.cancelled():
        return "cancelled"
    return describe(future.exception()) if future.exception() else show(future.result())


def parse(text):
    """The trees in parentheses of a text."""
    stack = [[]]
    for word in text.replace("(", " ( ").replace(")", " ) ").split():
        if word == "(":
            stack.append([])
        elif word == ")":
            node = stack.pop()
            stack[-1].append(node)
        else:
            stack[-1].append(int(word) if word.lstrip("-").isdigit() else word)
    return stack[0]


def main():
    warnings.simplefilter("ignore")
    for program in parse(sys.stdin.read()):
        print("program", program[1])
        for line in Player(program).play():
            print("", line)


if __name__ == "__main__":
    main()
