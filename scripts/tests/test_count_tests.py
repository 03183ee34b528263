import unittest

from loading import load

count = load("count-tests").count

PASSING = """\
[0/1] Planning build
◇ Test run started.
◇ Suite Amounts started.
➜ Test neverHere() skipped.
◇ Test case passing 1 argument n → 1 to addsUp(_:) started.
✔ Test isExact() passed after 0.001 seconds.
✔ Test addsUp(_:) with 3 test cases passed after 0.001 seconds.
━ Test knownToFail() passed after 0.001 seconds with 1 known issue.
✔ Suite Amounts passed after 0.001 seconds.
✔ Test run with 4 tests in 1 suite passed after 0.001 seconds with 1 known issue.
"""
FAILING = """\
✘ Test isExact() recorded an issue at t.swift:8:78: Expectation failed: (x → 1) == 3
✔ Test "a name of its own" passed after 0.001 seconds.
✘ Test isExact() failed after 0.001 seconds with 1 issue.
✘ Test addsUp(_:) with 3 test cases failed after 0.001 seconds with 6 issues.
✘ Suite Amounts failed after 0.002 seconds with 7 issues.
✘ Test run with 3 tests in 1 suite failed after 0.002 seconds with 7 issues.
"""


class CountTests(unittest.TestCase):
    def test_counts_a_passing_run(self):
        self.assertEqual(count(PASSING), (3, 0, 1))

    def test_counts_a_failing_run(self):
        self.assertEqual(count(FAILING), (1, 2, 0))

    def test_a_run_that_crashed_has_failed(self):
        cut = PASSING[:PASSING.index("✔ Suite")]
        self.assertEqual(count(cut), (3, 1, 1))

    def test_a_failure_outside_every_test_is_a_failure(self):
        log = "✔ Test a() passed after 0.1 seconds.\n"
        log += "✘ Test run with 2 tests in 0 suites failed after 0.1 seconds with 1 issue.\n"
        self.assertEqual(count(log), (1, 1, 0))

    def test_a_line_lost_in_what_a_test_printed_is_still_a_test(self):
        log = "printed ✔ Test a() passed after 0.1 seconds.\n✔ Test run with 1 test in 0 suites passed after 0.1 seconds.\n"
        self.assertEqual(count(log), (1, 0, 0))


if __name__ == "__main__":
    unittest.main()
