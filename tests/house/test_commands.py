"""`python -m derisking`: every command of run.py is there, and only what this copy can do is offered."""

import runpy
import types
from pathlib import Path

import pytest

from derisking import __main__ as commands

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
