"""What can be counted is tested; what takes time is measured: `python3 run.py bench`. No test goes by the clock."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import thorough

from tools import bench as measures

TESTS = Path(__file__).resolve().parents[1]
MAY_LOAD = {"derisking", "matplotlib", "PIL"}


def loaded(names, before):
    """Packages that a fresh process loads with these modules: not Python's own, and none that was loaded with those before."""
    code = f"import {before}, importlib, sys\nthere = set(sys.modules)\n"
    code += "for name in sys.argv[1:]: importlib.import_module(name)\n"
    code += "new = (name for name, module in sys.modules.items() if module and name not in there)\n"
    code += "print(*{name.split('.')[0] for name in new} - sys.stdlib_module_names)"
    command = [sys.executable, "-c", code, *names]
    return set(subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout.split())


def test_all_that_lessons_import_is_light():
    assert loaded(measures.LESSONS_USE, "pandas, matplotlib.pyplot") <= MAY_LOAD
    assert "yaml" in loaded(["yaml"], "sys"), "the canary"


def test_a_defence_needs_no_gradebook():
    heavy = {"nbgrader", "sqlalchemy", "nbformat", "jsonschema", "IPython"}
    assert not loaded(["derisking.classroom.defence.command"], "pandas") & heavy


def test_what_is_left_to_releases_is_shown_by_one_case_each_time():
    shown, left = thorough.but(["one", "two"], "one")
    assert shown == "one" and [mark.name for mark in left.marks] == ["thorough"]
    for none_of_them in ((), ("three",)):
        with pytest.raises(AssertionError):
            thorough.but(["one", "two"], *none_of_them)
