"""Runs the tests of the scripts, or those of another folder: `.venv/bin/python scripts/tests [FOLDER]`.

Ends with `N passed, N failed`.
"""

import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
folder = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parent)
suite = unittest.defaultTestLoader.discover(folder)
result = unittest.TextTestRunner().run(suite)
failed = len({getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors})
sys.stderr.flush()
print(f"{result.testsRun - failed} passed, {failed} failed")
sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
