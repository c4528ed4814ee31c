#!/usr/bin/env python3
"""Measures asyncio4j beside everything a user would pick instead, interleaved, and prints tables of medians.

Builds what it can into target/, and names what it leaves out and why. Figures are CPU time per operation; see
../README.md for how to read them.
"""

import argparse
import fnmatch
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "driver"))

import build
import results
import tables
import tools
import workloads
from measure import Failed, Settings, run_entry

BEGIN = time.monotonic()

FORMS = {
    "quick": Settings(budget=0.8, scale=20, warm=1, warm_tls=4, seconds=1, tasks=200_000,
                      leaves=100_000, timeout=60),
    "full": Settings(budget=2.5, scale=4, warm=3, warm_tls=8, seconds=3, tasks=1_000_000),
    "growth": Settings(budget=1.5, scale=10, warm=2, warm_tls=8, seconds=2, tasks=1_000_000),
}
QUICK_SECONDS = 530  # then nothing new is begun


FORM_HELP = """full, the default: everything; quick: what the budgets need, within ten minutes; growth: at 10, 1,000 and
100,000 tasks and timers, and up to 10,000 connections; report: the tables of an earlier run; list: the names"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("form", nargs="?", choices=[*FORMS, "report", "list"], default="full", help=FORM_HELP)
    add("-w", "--workloads", default="*", help="patterns of names, separated by commas")
    add("-p", "--peers", default="*", help="patterns of names of rows, separated by commas")
    add("-x", "--without", default="", help="patterns of names of rows that are left out")
    add("-r", "--repetitions", type=int, help="how often all is measured in turn: 3, or 1 in the quick form")
    add("-b", "--budget", type=float, help="seconds of CPU time for each process, if other than the form's")
    add("-o", "--output", type=Path, default=tools.OUT / "results.jsonl", help="where the figures go")
    add("-i", "--input", type=Path, action="append", help="for report: a file of figures; can be given again")
    add("--into", type=Path, help="a Markdown file in which the report takes the place of the last one")
    return parser.parse_args()


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns.split(","))


def is_wanted(row, args):
    return matches(row, args.peers) and not matches(row, args.without)


def chosen(args):
    """Pairs of a workload and its rows."""
    is_growth = args.form == "growth"
    everything = [w for curve in workloads.CURVES.values() for w in curve] if is_growth else workloads.ALL
    result = []
    for workload in everything:
        entries = [e for e in workload.entries(args.form == "quick") if is_wanted(e.name, args)]
        if entries and matches(workload.name, args.workloads):
            result.append((workload, entries))
    return result


def usable(pairs, left_out):
    """What is left when the peers that could not be built are taken away; names those, too, that cannot be run."""
    result = []
    for workload, entries in pairs:
        kept = []
        for entry in entries:
            needed = {entry.peer.folder} | ({"c"} if workload.kind == "echo" else set())
            if needed & set(left_out):
                continue
            try:
                entry.peer.command(*entry.words)
                kept.append(entry)
            except tools.Missing as e:
                left_out[entry.name] = str(e)
        result.append((workload, kept))
    return result


def measure(pairs, args, log):
    settings = FORMS[args.form]
    settings.budget = args.budget or settings.budget
    repetitions = args.repetitions or (1 if args.form == "quick" else 3)
    for repetition in range(repetitions):
        for workload, entries in pairs:
            for entry in entries if repetition % 2 == 0 else entries[::-1]:
                if (workload.name, entry.name) in log.results.failures:
                    continue
                if args.form == "quick" and time.monotonic() - BEGIN > QUICK_SECONDS:
                    log.fail(workload.name, entry.name, "no time was left")
                    continue
                measure_one(workload, entry, settings, log)


def measure_one(workload, entry, settings, log):
    begin = time.monotonic()
    try:
        for figures in run_entry(workload, entry, settings):
            log.add(workload.name, entry.name, figures)
        value = log.results.median(workload.name, entry.name, workload.metric)
        text = f"{tables.number(value)} {workload.unit}"
    except Failed as e:
        log.fail(workload.name, entry.name, str(e))
        text = f"FAILED: {e}"
    print(f"{workload.name:14} {entry.name:32} {text:14} {time.monotonic() - begin:5.1f} s", flush=True)


def publish(found, args):
    report = tables.report(found)
    print("\n" + report)
    if args.into:
        tables.put_into(args.into, report)


def main():
    args = arguments()
    if args.form == "list":
        for workload, entries in chosen(args):
            print(f"{workload.name}: {' '.join(entry.name for entry in entries)}")
        return
    if args.form == "report":
        publish(results.load(args.input or [args.output]), args)
        return
    pairs = chosen(args)
    if not pairs:
        sys.exit("nothing matches; see run.py list")
    try:
        tools.jdk()
    except tools.Missing as e:
        sys.exit(str(e))
    needed = {entry.peer.folder for _, entries in pairs for entry in entries} - {None}
    echo = {"c", "keys"} if any(workload.kind == "echo" for workload, _ in pairs) else set()
    left_out = build.build(needed | echo)
    pairs = usable(pairs, left_out)
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}", flush=True)
    log = results.Log(args.output)
    log.head(date=time.strftime("%Y-%m-%d"), machine=tools.machine(), form=args.form, versions=tools.versions(),
             left_out=left_out)
    try:
        measure(pairs, args, log)
    finally:
        log.close()
        publish(log.results, args)


if __name__ == "__main__":
    main()
