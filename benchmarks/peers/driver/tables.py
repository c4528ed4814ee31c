"""Markdown tables of a run."""

import budgets
import workloads


def number(value):
    if value is None:
        return ""
    if value >= 999.5:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def wall_metric(workload):
    return workload.metric.removesuffix(".cpu") if workload.metric.endswith(".cpu") else ""


def workload_table(workload, results):
    """The rows of a workload, the cheapest first; empty if nothing was measured."""
    own = results.median(workload.name, own_row(workload, results), workload.metric)
    wall = wall_metric(workload)
    heads = ["peer", "collector", f"{label(workload.metric)} {workload.unit}", "lowest to highest"]
    heads += [f"wall {workload.unit}"] if wall else []
    heads += [label(column) for column in workload.columns] + ["peak MiB", "x asyncio4j", "runs"]
    rows = []
    for entry in workload.entries(False):
        figure = results.figure(workload.name, entry.name, workload.metric)
        if not figure:
            continue
        spread = f"{number(figure.low)} to {number(figure.high)}"
        cells = [entry.name, entry.peer.collector or "", number(figure.median), spread]
        extra = [wall] if wall else []
        for metric in (*extra, *workload.columns, "peak_mib"):
            cells.append(number(results.median(workload.name, entry.name, metric)))
        cells += [f"{figure.median / own:.2f}" if own else "", str(figure.runs)]
        rows.append((figure.median, cells))
    return table(heads, [cells for _, cells in sorted(rows, key=lambda row: row[0])]) if rows else ""


def own_row(workload, results):
    measured = results.rows(workload.name)
    return next((row for row in ("asyncio4j", "asyncio4j-protocol") if row in measured), "")


def label(metric):
    """What a column shows: "CPU", "p50", "heap"."""
    if metric.count(".") == 1 and metric.endswith(".cpu"):
        return "CPU"
    return metric.partition(".")[2].replace("_", " ").replace(".cpu", " CPU")


def best(results, workload, metric, name):
    """The row with the lowest figure among those that a name stands for, and the figure."""
    found = [(results.median(workload, row, metric), row) for row in budgets.BEST_OF.get(name, (name,))]
    return min((pair for pair in found if pair[0] is not None), default=(None, name))


def verdicts(results):
    """One line for each budget: what was reached, and whether that is enough."""
    by_name = {workload.name: workload for workload in workloads.ALL}
    rows = []
    for budget in budgets.BUDGETS:
        workload = by_name[budget.workload]
        metric = budget.metric or workload.metric
        mine = results.median(budget.workload, budget.row, metric)
        other, other_row = best(results, budget.workload, metric, budget.other)
        if mine is None or (budget.other and other is None):
            continue
        allowed = budget.factor * (other if budget.other else 1)
        verdict = "met" if mine <= allowed else f"**missed: {mine / allowed:.2f} x what is allowed**"
        against = f"{number(other)} ({other_row})" if budget.other else ""
        ratio = budget.ratio(mine, other) if budget.other else ""
        unit = workload.unit
        measured = f"{number(mine)} {unit}" + (" wall" if metric == wall_metric(workload) else "")
        rows.append([workload.title, budget.row, budget.text(unit), measured, against, ratio, verdict])
    heads = ["work", "row", "budget", "reached", "against", "ratio", "verdict"]
    return table(heads, rows) if rows else ""


def growth_tables(results):
    parts = []
    for curve in workloads.CURVES.values():
        sizes = [workload.name.partition("@")[2] for workload in curve]
        rows = []
        for entry in curve[0].entries(False):
            cells = [number(results.median(workload.name, entry.name, workload.metric)) for workload in curve]
            if any(cells):
                rows.append([entry.name, *cells])
        if rows:
            heads = ["peer", *(f"{int(size):,}" for size in sizes)]
            parts.append(f"#### {curve[0].title}: CPU {curve[0].unit}\n\n{table(heads, rows)}")
    return "\n\n".join(parts)


def left_out(results):
    lines = [f"- {name}: {reason}" for name, reason in results.head.get("left_out", {}).items()]
    lines += [f"- {workload}, {row}: {reason}" for (workload, row), reason in results.failures.items()]
    return "\n".join(lines)


def head(results):
    facts = results.head
    lines = [f"- date: {facts.get('date')}", f"- machine: {facts.get('machine')}", f"- form: {facts.get('form')}"]
    lines += [f"- {name}: {version}" for name, version in facts.get("versions", [])]
    lines.append(f"- the processes used {results.cpu_seconds():,.0f} s of CPU time together")
    lines.append(f"- others took {results.others():.0%} of the machine meanwhile (median)")
    return "\n".join(lines)


TITLE = "## The last run"


def report(results):
    """The whole report as Markdown."""
    parts = [TITLE, head(results)]
    if found := verdicts(results):
        parts.append("### Budgets\n\n" + found)
    for workload in workloads.ALL:
        if found := workload_table(workload, results):
            parts.append(f"### {workload.title} (`{workload.name}`)\n\n{found}")
    if found := growth_tables(results):
        parts.append("### Growth\n\n" + found)
    if found := left_out(results):
        parts.append("### Left out\n\n" + found)
    return "\n\n".join(parts) + "\n"


def put_into(path, text):
    """Puts a report in the place of the last one in a document, which is at its end."""
    before, _, _ = path.read_text(encoding="utf-8").partition(TITLE)
    path.write_text(before.rstrip() + "\n\n" + text, encoding="utf-8")
