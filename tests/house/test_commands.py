"""`python -m derisking`: every command of run.py is there, and only what this copy can do is offered."""

import os
import runpy
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

from derisking import __main__ as commands
from derisking.authoring import build

ROOT = Path(__file__).resolve().parents[2]


def test_run_py_and_the_package_offer_the_same_commands_and_help(capsys):
    """Both read one table; every file that it names is there, and the rooms that students lack take their commands along."""
    run = runpy.run_path(str(ROOT / "run.py"))
    assert list(run["commands"]()) == list(commands.COMMANDS) == commands.offered()
    assert {row["for"] for row in commands.COMMANDS.values()} == set(run["LISTS"])
    assert commands.main([]) == 0 == commands.main(["--help"])
    assert "objectives" in capsys.readouterr().out
    assert commands.main(["labb"]) == 2
    assert "There is no command `labb` here: choose one of lab, test" in capsys.readouterr().err
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "derisking").rglob("*.py")}
    advice = sorted(name for name, text in texts.items() if "pip install" in text)
    assert advice == [
        "derisking/classroom/prepare/release.py",  # what a pyproject.toml is for
        "derisking/hub/command.py",  # for who runs a hub
        "derisking/live/photo.py",  # the one package that no list has
    ], "a lecturer has run.py"


@pytest.mark.parametrize("words", (["grade"], ["paper", "0"], ["web"]))
def test_a_missing_package_is_named_with_the_command_that_fetches_it(monkeypatch, capsys, words, tmp_path):
    def missing(name):
        def main(words):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        monkeypatch.setattr(commands.importlib, "import_module", lambda module: types.SimpleNamespace(main=main))

    missing("nbgrader")
    assert commands.main(words) == 2
    said = capsys.readouterr().err
    assert f"needs the package nbgrader: use python3 run.py {words[0]}, which fetches it" in said and "pip" not in said
    missing("derisking.lost")
    with pytest.raises(ModuleNotFoundError):  # a mistake of ours is no package to install
        commands.main(words)


def test_tests_pass_and_fail_with_their_own_code(tmp_path):
    """The whole way from the command: as a process, in a copy that has nothing else."""
    (tmp_path / "derisking").mkdir()
    for name in ("__main__.py", "__init__.py", "places.py", "errors.py", "commands.json"):
        shutil.copy(ROOT / "derisking" / name, tmp_path / "derisking")
    (tmp_path / "tests" / "support").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "support" / "suite.py", tmp_path / "tests" / "support")
    file = tmp_path / "tests" / "test_x.py"
    # Plugins take long to load.
    quick = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(tmp_path)}
    for content, expected in (("assert False", 1), ("pass", 0)):
        file.write_text(f"def test_x():\n    {content}\n", encoding="utf-8")
        command = [sys.executable, "-m", "derisking", "test", "-p", "no:cacheprovider", "-p", "no:xdist"]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=quick, check=False)
        assert done.returncode == expected, done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize("step", dict.fromkeys(build.ORDER), ids=lambda step: step.__name__.rpartition(".")[2])
def test_what_build_makes_is_up_to_date(step, capsys):
    """Each step has its canary beside its own tests."""
    assert step.main(["--check"]) == 0, f"run `python3 run.py build`: {capsys.readouterr()}"


@pytest.mark.parametrize("codes, ran", [((0, 0, 0), 3), ((0, 1, 0), 2), ((1, 0, 0), 1)])
def test_build_stops_at_the_first_step_that_fails(monkeypatch, codes, ran):
    seen = []
    steps = [lambda words, code=code: seen.append(words) or code for code in codes]
    monkeypatch.setattr(build, "STEPS", steps)
    assert build.main(["--check"]) == max(codes) and seen == [["--check"]] * ran
