"""The figures of a run: one line of text for each, so that a run that is broken off keeps what it has."""

import json
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """The median over the repetitions, and the lowest and the highest of them."""

    median: float
    low: float
    high: float
    runs: int


class Results:
    def __init__(self):
        self.values = {}  # (workload, row) -> metric -> values
        self.failures = {}  # (workload, row) -> reason
        self.head = {}

    def add(self, workload, row, figures):
        by_metric = self.values.setdefault((workload, row), {})
        for metric, value in figures.items():
            by_metric.setdefault(metric, []).append(value)

    def rows(self, workload):
        return [row for name, row in self.values if name == workload]

    def figure(self, workload, row, metric):
        values = self.values.get((workload, row), {}).get(metric)
        if not values:
            return None
        return Figure(statistics.median(values), min(values), max(values), len(values))

    def median(self, workload, row, metric):
        figure = self.figure(workload, row, metric)
        return figure.median if figure else None

    def others(self):
        """The median share of the machine that others took while something was measured."""
        shares = [share for metrics in self.values.values() for share in metrics.get("others", [])]
        return statistics.median(shares) if shares else 0.0

    def cpu_seconds(self):
        """What all processes used together."""
        return sum(sum(metrics.get("cpu_seconds", [])) for metrics in self.values.values())


class Log:
    """Writes results to a file as they come."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = open(path, "w", encoding="utf-8")
        self.results = Results()

    def _write(self, record):
        self.file.write(json.dumps(record) + "\n")
        self.file.flush()
        _apply(self.results, record)

    def head(self, **facts):
        self._write({"head": facts})

    def add(self, workload, row, figures):
        self._write({"workload": workload, "row": row, "figures": figures})

    def fail(self, workload, row, reason):
        self._write({"workload": workload, "row": row, "failed": reason})

    def close(self):
        self.file.close()


def _apply(results, record):
    if "head" in record:
        heads = [head for head in (results.head, record["head"]) if head]
        left_out = {name: why for head in heads for name, why in head.get("left_out", {}).items()}
        results.head.update(record["head"], form=" and ".join(head["form"] for head in heads), left_out=left_out)
    elif "failed" in record:
        results.failures[record["workload"], record["row"]] = record["failed"]
    else:
        results.add(record["workload"], record["row"], record["figures"])


def load(paths):
    """The results in some files, as if of one run.

    What failed in one of them and was measured in a later one has not failed.
    """
    results = Results()
    for path in paths:
        with open(path, encoding="utf-8") as f:
            records = [json.loads(line) for line in f]
        for record in records:
            if "figures" in record:
                results.failures.pop((record["workload"], record["row"]), None)
        for record in records:
            _apply(results, record)
    return results
