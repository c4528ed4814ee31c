#!/usr/bin/env python3
"""Writes random programs, one for each seed: always the same of the same.

    generate.py FROM TO > programs.txt

A program is a tree of statements in parentheses, which play.py and the Java port both know how to run; README.md lists
them. Times are in microseconds and all different, as asyncio says nothing about the order of timers that are due at the
same moment. A task waits only for what is complete in the text before the place where it waits, so no circle can come about.
Loops are short, and whatever waits for ever is cancelled in the end, so every program comes to an end.
"""
import random
import sys

DEEPEST = 6
LOCKS, SEMAPHORES, EVENTS, CONDITIONS, QUEUES = 2, 2, 2, 1, 3

# What may be chosen for a statement without a body, with its weight.
LEAVES = {
    "pass": 14, "sleep": 6, "log": 3, "cancel": 8, "await": 8, "raise": 3, "return": 1, "uncancel": 2, "cancelling": 2,
    "new-future": 3, "await-future": 3, "set-result": 3, "set-exception": 2, "cancel-future": 2, "reschedule": 2,
    "shield": 3, "wait-for-task": 3, "wait": 3, "when-done": 3, "cancel-handle": 1, "event-wait": 2, "event-set": 2,
    "event-clear": 1, "condition-wait": 2, "notify": 2, "put": 4, "get": 4, "task-done": 1, "join": 1, "shutdown": 1,
    "barrier": 2, "barrier-reset": 1, "barrier-abort": 1, "set-variable": 2, "variable": 2,
}

# What may wait for ever, and mostly has a limit.
ENDLESS = ("await-future", "event-wait", "condition-wait", "put", "get", "join", "barrier")

# What may be chosen for one with a body.
BRANCHES = {
    "spawn": 14, "group": 7, "group-spawn": 10, "timeout": 6, "wait-for": 4, "try": 7, "finally": 5, "gather": 5,
    "shield-body": 3, "lock": 3, "semaphore": 3, "soon": 2, "later": 2, "for-each": 3,
}

# What a callback may do, which must not wait.
ACTIONS = {"log": 2, "cancel": 3, "set-result": 2, "set-exception": 1, "cancel-future": 1, "event-set": 2,
           "event-clear": 1, "raise": 1}


class Generator:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.left = self.rng.randrange(6, 60)
        self.last = {}
        self.known = {kind: [] for kind in ("task", "future", "timeout", "group", "handle")}
        self.complete = {"task": [], "future": []}
        self.around = []
        self.times = set()

    def program(self, seed):
        eager = int(self.rng.random() < 0.25)
        settle = [["settle"]] if self.rng.random() < 0.7 else []
        return ["program", seed, eager, *self.body(0, 3, 9), *settle]

    def body(self, depth, fewest, most):
        return [self.statement(depth) for _ in range(self.rng.randrange(fewest, most))]

    def statement(self, depth):
        self.left -= 1
        if self.left > 0 and depth < DEEPEST and self.rng.random() < 0.45:
            return self.branch(self.choose(BRANCHES), depth)
        kind = self.choose(LEAVES)
        leaf = self.leaf(kind)
        if kind in ENDLESS and self.rng.random() < 0.7:
            limited = ["timeout", self.new("timeout"), self.time(), leaf]
            return ["try", "timeout", ["do", limited], ["do"]]
        return leaf

    def choose(self, weights):
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def new(self, kind):
        self.last[kind] = self.last.get(kind, 0) + 1
        self.known[kind].append(self.last[kind])
        return self.last[kind]

    def old(self, kind):
        """One that was mentioned before, 0 if there is none."""
        return self.rng.choice(self.known[kind]) if self.known[kind] else 0

    def over(self, kind):
        """One whose text is complete, which may be waited for."""
        return self.rng.choice(self.complete[kind]) if self.complete[kind] else 0

    def number(self):
        return self.rng.randrange(100)

    def time(self):
        time = self.rng.choice((1, 10, 100)) * 1000 + self.rng.randrange(1_000_000)
        if time in self.times:
            return self.time()
        self.times.add(time)
        return time

    def limit(self):
        """A time limit: mostly in the future, sometimes none or over."""
        return self.rng.choices(("none", 0, -1, self.time()), (2, 1, 1, 8))[0]

    def leaf(self, kind):
        rng = self.rng
        match kind:
            case "pass" | "uncancel" | "cancelling" | "barrier" | "barrier-reset" | "barrier-abort" | "variable":
                return [kind]
            case "sleep":
                return [kind, self.time()]
            case "log" | "raise" | "return" | "set-variable":
                return [kind, self.number()]
            case "cancel" | "cancel-future":
                target = self.old("task" if kind == "cancel" else "future")
                return [kind, target, *([self.number()] if rng.random() < 0.3 else [])]
            case "await" | "shield":
                return [kind, self.over("task")]
            case "when-done":
                return [kind, self.old("task"), self.number()]
            case "new-future":
                self.complete["future"].append(self.new("future"))
                return [kind, self.known["future"][-1]]
            case "await-future":
                return [kind, self.over("future")]
            case "set-result" | "set-exception":
                return [kind, self.old("future"), self.number()]
            case "reschedule":
                return [kind, self.old("timeout"), self.limit()]
            case "wait-for-task":
                return [kind, self.limit(), self.over("task")]
            case "wait":
                tasks = [self.over("task") for _ in range(rng.randrange(1, 4))]
                return [kind, rng.choice(("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED")), self.limit(), *tasks]
            case "cancel-handle":
                return [kind, self.old("handle")]
            case "event-wait" | "event-set" | "event-clear":
                return [kind, rng.randrange(EVENTS)]
            case "condition-wait":
                return [kind, rng.randrange(CONDITIONS)]
            case "notify":
                return [kind, rng.randrange(CONDITIONS), rng.randrange(1, 3)]
            case "put":
                return [kind, rng.randrange(QUEUES), self.number()]
            case "get" | "task-done" | "join":
                return [kind, rng.randrange(QUEUES)]
            case "shutdown":
                return [kind, rng.randrange(QUEUES), rng.randrange(2)]
        raise ValueError(kind)

    def branch(self, kind, depth):
        rng = self.rng
        match kind:
            case "spawn":
                return [kind, *self.task(depth, 5)]
            case "group":
                self.around.append(self.new("group"))
                body = self.body(depth + 1, 1, 6)
                return [kind, self.around.pop(), *body]
            case "group-spawn":
                if self.around:
                    return [kind, rng.choice(self.around), *self.task(depth, 4)]
                if self.known["group"] and rng.random() < 0.1:
                    return [kind, self.old("group"), self.new("task"), ["log", self.number()]]
                return self.branch("group", depth)
            case "timeout":
                return [kind, self.new("timeout"), self.limit(), *self.body(depth + 1, 1, 5)]
            case "wait-for":
                return [kind, self.limit(), *self.body(depth + 1, 1, 4)]
            case "try":
                caught = rng.choice(("boom", "boom", "cancelled", "exception", "timeout", "all"))
                return [kind, caught, ["do", *self.body(depth + 1, 1, 5)], ["do", *self.body(depth + 1, 0, 3)]]
            case "finally":
                return [kind, ["do", *self.body(depth + 1, 1, 4)], ["do", *self.body(depth + 1, 1, 3)]]
            case "gather":
                future = self.new("future")
                items = [self.item(depth) for _ in range(rng.randrange(4))]
                self.complete["future"].append(future)
                return [kind, future, rng.randrange(2), *items]
            case "shield-body":
                return [kind, *self.task(depth, 4)]
            case "lock" | "semaphore":
                return [kind, rng.randrange(LOCKS if kind == "lock" else SEMAPHORES), *self.body(depth + 1, 1, 4)]
            case "soon":
                return [kind, self.new("handle"), self.leaf(self.choose(ACTIONS))]
            case "later":
                return [kind, self.new("handle"), self.time(), self.leaf(self.choose(ACTIONS))]
            case "for-each":
                values = [["emit", self.number()] if rng.random() < 0.6 else self.statement(depth + 1)
                          for _ in range(rng.randrange(1, 6))]
                return [kind, rng.randrange(4), ["do", *values], ["do", *self.body(depth + 1, 0, 3)]]
        raise ValueError(kind)

    def task(self, depth, most):
        task = self.new("task")
        body = self.body(depth + 1, 1, most)
        self.complete["task"].append(task)
        return [task, *body]

    def item(self, depth):
        kind = self.rng.choice(("task", "future", "body", "body"))
        if kind == "body":
            return ["body", *self.body(depth + 1, 1, 4)]
        return [kind, self.over(kind)]


def text(node, indent=""):
    if not isinstance(node, list):
        return str(node)
    words = [part for part in node if not isinstance(part, list)]
    parts = [part for part in node if isinstance(part, list)]
    inner = indent + " "
    return "(" + " ".join(map(str, words)) + "".join("\n" + inner + text(part, inner) for part in parts) + ")"


def main(first, last):
    for seed in range(first, last):
        print(text(Generator(seed).program(seed)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
