"""The budgets that a shared machine can measure fairly. The others: `python3 run.py bench` and the browser tests."""

import os

import pytest
from support import measures


@pytest.mark.slow
def test_all_that_lessons_import_is_light():
    """A second and a third try are for a machine that was busy with something else."""
    tries = (measures.import_seconds(measures.LESSONS_USE, repeats=1) for _ in range(3))
    assert any(measures.Budget("import", seconds, "s", 0.3).kept for seconds in tries)


@pytest.mark.slow
def test_canary_of_imports(tmp_path, monkeypatch):
    (tmp_path / "heavy.py").write_text(
        "import time\nend = time.process_time() + 0.35\nwhile time.process_time() < end: pass", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    assert not measures.Budget("import", measures.import_seconds(["heavy"], before="sys", repeats=1), "s", 0.3).kept


def test_lines_of_browser_tests_are_read():
    rows = list(measures.printed_medians("..click to feedback painted: median 61.5 ms, worst 70 ms\n1 passed\n"))
    assert [(row.name, row.value, row.kept) for row in rows] == [("click to feedback painted", 61.5, False)]


def test_bench_fails_when_over_budget(monkeypatch, capsys):
    def slow():
        yield from (measures.Budget("b", 2, "s", 2), measures.Budget("c", 2, "s"), measures.Budget("a", 3, "s", 2))

    monkeypatch.setattr(measures, "MEASURES", [slow])
    assert measures.main([]) == 1
    assert [line[:4] for line in capsys.readouterr().out.splitlines()] == ["ok  ", "ok  ", "OVER", "3 me"]
    assert measures.main(["nothing"]) == 2
