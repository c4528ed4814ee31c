"""What can be wrong in the tables of rows and budgets without a run showing it."""

import tempfile
import unittest
from pathlib import Path

import budgets
import tables
import workloads
from results import Log, Results, load


class RowsTest(unittest.TestCase):
    def test_names_are_unique_within_a_workload(self):
        for workload in workloads.ALL:
            names = [entry.name for entry in workload.entries(False)]
            self.assertEqual(sorted(set(names)), sorted(names), workload.name)

    def test_budgets_name_rows_that_exist(self):
        rows = {workload.name: {entry.name for entry in workload.entries(False)} for workload in workloads.ALL}
        for budget in budgets.BUDGETS:
            others = budgets.BEST_OF.get(budget.other, (budget.other,) if budget.other else ())
            self.assertLessEqual({budget.row, *others}, rows[budget.workload], budget)

    def test_quick_form_judges_every_budget(self):
        quick = {workload.name: {entry.name for entry in workload.entries(True)} for workload in workloads.ALL}
        for budget in budgets.BUDGETS:
            others = set(budgets.BEST_OF.get(budget.other, (budget.other,) if budget.other else ()))
            self.assertIn(budget.row, quick[budget.workload], budget)
            self.assertTrue(not others or others & quick[budget.workload], budget)


class VerdictTest(unittest.TestCase):
    def verdict_of(self, own, kotlin):
        results = Results()
        results.add("pipe", "asyncio4j", {"pipe.cpu": own})
        results.add("pipe", "kotlin", {"pipe.cpu": kotlin})
        return tables.verdicts(results).splitlines()[2].split(" | ")[-1].rstrip(" |")

    def test_equal_is_met(self):
        self.assertEqual(self.verdict_of(30, 30), "met")

    def test_missed_says_by_how_much(self):
        self.assertEqual(self.verdict_of(45, 30), "**missed: 1.50 x what is allowed**")

    def test_cpython_is_the_faster_of_the_two(self):
        results = Results()
        results.add("spawn", "cpython-3.13", {"spawn.cpu": 8000})
        results.add("spawn", "cpython-system", {"spawn.cpu": 6000})
        self.assertEqual(tables.best(results, "spawn", "spawn.cpu", "cpython"), (6000, "cpython-system"))


class ResultsTest(unittest.TestCase):
    def test_figure_has_median_and_spread(self):
        results = Results()
        for value in (3, 1, 2):
            results.add("pipe", "kotlin", {"pipe.cpu": value})
        figure = results.figure("pipe", "kotlin", "pipe.cpu")
        self.assertEqual((figure.median, figure.low, figure.high, figure.runs), (2, 1, 3, 3))

    def test_files_are_one_run(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("first", "second")]
            first, second = (Log(path) for path in paths)
            first.head(form="full", left_out={"tokio": "no cargo"})
            first.fail("pipe", "kotlin", "no time was left")
            first.fail("pipe", "node", "no time was left")
            second.head(form="growth", left_out={"vertx": "no mvn"})
            second.add("pipe", "kotlin", {"pipe.cpu": 3})
            first.close()
            second.close()
            both = load(paths)
        self.assertEqual(both.head, {"form": "full and growth", "left_out": {"tokio": "no cargo", "vertx": "no mvn"}})
        self.assertEqual(both.failures, {("pipe", "node"): "no time was left"})

    def test_what_was_not_measured_is_none(self):
        self.assertIsNone(Results().median("pipe", "kotlin", "pipe.cpu"))


class ReportTest(unittest.TestCase):
    def test_report_takes_the_place_of_the_last_one(self):
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / "performance.md"
            document.write_text("# Performance\n\n## The last run\n\nold\n", encoding="utf-8")
            for text in ("new", "newer"):
                tables.put_into(document, f"## The last run\n\n{text}\n")
            self.assertEqual(document.read_text(encoding="utf-8"), "# Performance\n\n## The last run\n\nnewer\n")

    def test_report_names_what_failed(self):
        results = Results()
        results.failures["pipe", "kotlin"] = "no time was left"
        self.assertIn("- pipe, kotlin: no time was left", tables.report(results))


class NumberTest(unittest.TestCase):
    def test_three_digits_or_whole(self):
        self.assertEqual([tables.number(x) for x in (1234567, 999.6, 15.44, 0.123456, None)],
                         ["1,234,567", "1,000", "15.4", "0.123", ""])


if __name__ == "__main__":
    unittest.main()
