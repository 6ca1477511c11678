"""`python -m derisking`: every command of run.py is there, and only what this copy can do is offered."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from derisking import __main__ as commands
from derisking import places
from derisking.authoring import build

ROOT = Path(__file__).resolve().parents[2]


def test_run_py_and_the_package_know_the_same_commands():
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    assert list(run.COMMANDS) == list(commands.COMMANDS) == commands.offered()


def test_students_are_offered_what_their_copy_can_do(monkeypatch):
    missing = ("derisking.classroom", "derisking.authoring")
    find = importlib.util.find_spec

    def without(name):
        if name.startswith(missing[0]) or name == missing[1] or name == "derisking.authoring.build":
            raise ModuleNotFoundError(name)
        return find(name)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    assert {"lab", "objectives"} <= set(commands.offered())
    assert not {"test", "build", "grade", "report"} & set(commands.offered())


def test_help_and_unknown_words(capsys):
    assert commands.main([]) == 0 == commands.main(["--help"])
    assert "objectives" in capsys.readouterr().out
    assert commands.main(["labb"]) == 2
    assert "There is no command `labb` here: choose one of lab, test" in capsys.readouterr().err


def test_words_and_exit_codes_pass_through(monkeypatch):
    seen = []
    monkeypatch.setitem(commands.COMMANDS, "grade", ("derisking", "", lambda words: seen.append(words) or 5))
    assert commands.main(["grade", "a b", "--late"]) == 5 and seen == [["a b", "--late"]]


def test_a_command_outside_a_checkout_is_a_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "derisking")
    assert commands.main(["test"]) == 2
    assert "run this in a checkout of the module" in capsys.readouterr().err


def test_tests_pass_and_fail_with_their_own_code(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # they take long to load
    (tmp_path / "tests").mkdir()
    file = tmp_path / "tests" / "test_x.py"
    code = "import pathlib, sys; from derisking import __main__ as m, places; "
    code += "places.PACKAGE = pathlib.Path(sys.argv[1]) / 'derisking'; "
    code += "sys.exit(m.main(['test', '-p', 'no:cacheprovider', '-p', 'no:xdist']))"
    for content, expected in (("assert False", 1), ("pass", 0)):
        file.write_text(f"def test_x():\n    {content}\n", encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, cwd=ROOT, check=False)
        assert done.returncode == expected, done.stdout.decode()


@pytest.mark.parametrize("codes, ran", [((0, 0, 0), 3), ((0, 1, 0), 2), ((1, 0, 0), 1)])
def test_build_stops_at_the_first_step_that_fails(monkeypatch, codes, ran):
    seen = []
    steps = [lambda words, code=code: seen.append(words) or code for code in codes]
    monkeypatch.setattr(build, "STEPS", steps)
    assert build.main(["--check"]) == max(codes) and seen == [["--check"]] * ran
