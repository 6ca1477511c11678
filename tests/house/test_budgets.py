"""What can be counted is tested; what takes time is measured: `python3 run.py bench`. No test goes by the clock."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import thorough, told

from tools import bench as measures

TESTS = Path(__file__).resolve().parents[1]
MAY_LOAD = {"derisking", "matplotlib", "PIL", "yaml"}  # yaml: words and looks are data, and quickly read


def loaded(names, before):
    """Packages that a fresh process loads with these modules: not Python's own, and none that was loaded with those before."""
    code = f"import {before}, importlib, sys\nthere = set(sys.modules)\n"
    code += "for name in sys.argv[1:]: importlib.import_module(name)\n"
    code += "new = (name for name, module in sys.modules.items() if module and name not in there)\n"
    code += "print(*{name.split('.')[0] for name in new} - sys.stdlib_module_names)"
    command = [sys.executable, "-c", code, *names]
    return set(subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout.split())


def test_all_that_lessons_import_is_light_and_a_defence_needs_no_gradebook():
    assert loaded(measures.LESSONS_USE, "pandas, matplotlib.pyplot") <= MAY_LOAD
    defence = loaded(["derisking.classroom.defence.command"], "pandas")
    assert not defence & {"nbgrader", "sqlalchemy", "nbformat", "jsonschema", "IPython"}
    assert loaded(["derisking.hub.spawn"], "sys") == {"derisking"}, "the hub's own process needs Python alone"
    assert "nbformat" in loaded(["nbformat"], "sys"), "the canary"


CLOCK = r"perf_counter|monotonic|process_time|time\.time\b|performance\.now|Date\.now"
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def judged_by_the_clock(text):
    """Assertions of tests that read a clock in which something is less or more than something; a width is no time."""
    tree = ast.parse(text) if re.search(CLOCK, text) else ast.Module([], [])
    scripts = [node for node in tree.body if isinstance(node, ast.Assign) and re.search(CLOCK, ast.unparse(node))]
    clock = "|".join([CLOCK, *(rf"\b{ast.unparse(node.targets[0])}\b" for node in scripts)])
    found = []
    for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
        if re.search(clock, ast.unparse(function)):
            parts = [part for node in ast.walk(function) if isinstance(node, ast.Assert) for part in ast.walk(node)]
            compared = [part for part in parts if isinstance(part, ast.Compare) and isinstance(part.ops[0], ORDER)]
            found += [f"{function.name}: {words}" for words in map(ast.unparse, compared) if "Width" not in words]
    return found


def test_no_test_goes_by_the_clock():
    files = sorted(TESTS.rglob("test_*.py"))
    found = {file.name: judged_by_the_clock(file.read_text(encoding="utf-8")) for file in files}
    assert len(found) > 50 and {name: lines for name, lines in found.items() if lines} == {}


def test_no_test_has_a_second_try():
    lock = (TESTS.parent / "requirements-dev.txt").read_text(encoding="utf-8")
    again = re.compile(r"rerunfailures|flaky|pytest.?retry")
    assert "pytest-xdist==" in lock and not again.search(lock), "a delicate test is mended, not tried again"
    assert again.search("pytest-rerunfailures==15"), "the canary"


@pytest.mark.parametrize("lines", told.cases(__file__, "clocks.yaml"))
def test_canary_of_clocks(lines):
    assert len(judged_by_the_clock(f"MOVES = 'performance.now()'\ndef test_x():\n{lines}")) == 1


def test_bench_fails_when_over_budget(monkeypatch, capsys):
    def slow():
        yield from (measures.Budget("b", 2, "s", 2), measures.Budget("c", 2, "s"), measures.Budget("a", 3, "s", 2))

    monkeypatch.setattr(measures, "MEASURES", [slow])
    assert measures.main([]) == 1
    assert [line[:4] for line in capsys.readouterr().out.splitlines()] == ["ok  ", "ok  ", "OVER", "3 me"]
    assert measures.main(["nothing"]) == 2


def test_what_is_left_to_releases_is_shown_by_one_case_each_time():
    shown, left = thorough.but(["one", "two"], "one")
    assert shown == "one" and [mark.name for mark in left.marks] == ["thorough"]
    for none_of_them in ((), ("three",)):
        with pytest.raises(AssertionError):
            thorough.but(["one", "two"], *none_of_them)


def test_what_waits_for_a_release_is_there():
    files = [*TESTS.rglob("test_*.py"), *TESTS.rglob("acts.yaml")]
    whole = "".join(file.read_text(encoding="utf-8") for file in files)
    late = re.findall(r"^(test_\w+)(?:\[(.+)\])?$", (TESTS / "release.txt").read_text(encoding="utf-8"), re.M)
    assert late and [one for one in late if f"def {one[0]}(" not in whole or one[1] not in whole] == []
