"""run.py: what it says when something is missing, and when it sets up, skips or starts over. No network, no real install."""

import ast
import contextlib
import errno
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path):
    """A fresh copy of run.py as a module."""
    spec = importlib.util.spec_from_file_location("run_under_test", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path):
    """run.py in a folder of its own, with a space in its path and three small locks."""
    folder = tmp_path / "a course"
    folder.mkdir()
    shutil.copy(ROOT / "run.py", folder)
    for name in ("requirements.txt", "requirements-classroom.txt", "requirements-dev.txt"):
        (folder / name).write_text("anyio==4.0.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return load(folder / "run.py")


# ---------------------------------------------------------------------------------------------------------- its sentences


def test_an_old_python_can_read_the_file():
    """Otherwise the sentence about old Pythons would be a syntax error."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_only_the_standard_library():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def present(name):
    return True


def test_python_too_old_too_new_and_without_venv(run):
    for version in ((3, 6, 15), (3, 10, 13), (2, 7, 18)):
        with pytest.raises(run.Stop, match=r"needs Python 3\.11 or newer: install"):
            run.check_python(version, present)
    assert run.check_python((3, 11, 0), present) == "" == run.check_python((3, 13, 9), present)
    assert "newer than the 3.13" in run.check_python((3, 14, 0), present)
    for missing in ("venv", "ensurepip"):
        with pytest.raises(run.Stop, match=r"sudo apt install python3\.12-venv"):
            run.check_python((3, 12, 1), lambda name, missing=missing: None if name == missing else True)
    with pytest.raises(run.Stop, match="disk is full"):
        run.check_space(600, free=599)
    run.check_space(600, free=600)


PRINTED = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": "disk is full",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.": "fingerprint",
    "HINT: ... does not have Windows Long Path support enabled.": "too long for Windows",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))": "certificate",
    "NewConnectionError: Failed to establish a new connection\nERROR: No matching distribution found for x": "cannot be reached",
    "Temporary failure in name resolution": "cannot be reached",
    "ERROR: No matching distribution found for numpy==2.5.5": "no ready-made build",
    "ERROR: [WinError 5] Access is denied: 'C:\\x'": "close JupyterLab",
    "Something nobody has seen": "not foreseen",
}


def test_what_pip_and_venv_print_becomes_one_sentence(run):
    for printed, sign in PRINTED.items():
        sentence = run.explain_pip(printed, "requirements.txt")
        assert sign in sentence and "{" not in sentence and "\n" not in sentence, printed
    assert "python{}.{}-venv".format(*sys.version_info) in run.explain_venv("... ensurepip is not available ...")
    assert "disk is full" in run.explain_venv("OSError: [Errno 28] No space left on device")
    assert "check that the folder is yours" in run.explain_venv("Error: [Errno 13] Permission denied: '/x/.venv'")


COMMANDS = """
lab test build lock bench objectives status release grade mark report plans package cards paper web
"""
WORDS = COMMANDS.split()


def test_help_lists_every_command_and_unknown_ones_are_told(run, capsys):
    for words in ([], ["help"], ["--help"]):
        assert run.main(words) == 0
        listed = re.findall(r"^    python3 run\.py (\w+)", capsys.readouterr().out, re.MULTILINE)
        assert listed == [*WORDS, "help"] and list(run.COMMANDS) == WORDS
    assert run.main(["labb"]) == 2 and "choose one of lab" in capsys.readouterr().err
    forwarded = (ROOT / "Makefile").read_text(encoding="utf-8").replace(":", " ").split()
    assert set(run.COMMANDS) <= set(forwarded), "the Makefile forwards every command"


def test_the_students_copy_knows_what_it_is(run, capsys):
    """It has no requirements-dev.txt: help lists what is there, and the rest says why it is not."""
    (run.ROOT / "requirements-dev.txt").unlink()
    assert run.main(["help"]) == 0
    shown = capsys.readouterr().out
    assert re.findall(r"run\.py (\w+)", shown) == [*run.IN_STUDENTS_COPY, "lab"] and "\n\n\n" not in shown
    for name in set(WORDS) - set(run.IN_STUDENTS_COPY):
        assert run.main([name, "x"]) == 2
        said = capsys.readouterr().err
        assert "This is the students' copy" in said and f"`{name}`" in said and said.count("\n") == 1
    assert run.main(["labb"]) == 2 and "choose one of lab, help." in capsys.readouterr().err
    assert not run.VENV.exists()


@pytest.mark.parametrize(
    "error, code, sign",
    [(OSError(errno.ENOSPC, "No space left on device"), 2, "The disk is full"), (KeyboardInterrupt(), 130, "Stopped.")],
    ids=["a full disk", "Ctrl+C"],
)
def test_what_stops_a_run_is_a_sentence(run, monkeypatch, capsys, error, code, sign):
    def stopped(lock):
        raise error

    monkeypatch.setattr(run, "set_up", stopped)
    assert run.main(["lab"]) == code and sign in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------- when it sets up or not


class Fake:
    """Stands in for venv and pip: notes what was asked for, and makes just enough of an environment."""

    def __init__(self, run, monkeypatch):
        self.run, self.calls, self.version, self.fail = run, [], "3.12", None
        monkeypatch.setattr(run, "make_venv", self.make)
        monkeypatch.setattr(run, "install", self.install)
        monkeypatch.setattr(run, "installed", lambda modules: self.version)
        monkeypatch.setattr(run, "add_package", lambda lock: self.calls.append("package"))
        monkeypatch.setattr(run, "check_space", lambda needed: None)

    def make(self):
        self.calls.append("venv")
        self.version = "3.12"
        shutil.rmtree(self.run.VENV, ignore_errors=True)
        self.run.VENV.mkdir()
        self.run.write_stamp(unfinished=True)

    def install(self, lock):
        self.calls.append(lock)
        if self.fail:
            raise self.fail

    def set_up(self, lock="requirements.txt", fail=None):
        """What was asked for. fail: what stops the installation on the way."""
        self.calls.clear()
        self.fail = fail
        with pytest.raises(type(fail)) if fail else contextlib.nullcontext():
            self.run.set_up(lock)
        return list(self.calls)


WHOLE = ["venv", "requirements.txt", "package"]


@pytest.fixture
def fake(run, monkeypatch):
    return Fake(run, monkeypatch)


def new_lock(run):
    (run.ROOT / "requirements.txt").write_text("anyio==4.1.0\n", encoding="utf-8")


def test_set_up_once_then_never_again(fake, run):
    """Students, teachers, maintainers: nothing is fetched twice, and nothing is fetched that the person does not need."""
    assert fake.set_up() == WHOLE
    assert fake.set_up() == []
    assert fake.set_up("requirements-classroom.txt") == ["requirements-classroom.txt", "package"]
    assert fake.set_up() == []
    assert fake.set_up("requirements-dev.txt") == ["requirements-dev.txt", "package"]
    assert fake.set_up() == fake.set_up("requirements-classroom.txt") == []


def test_a_changed_lock_is_installed_over_and_line_ends_do_not_matter(fake, run):
    fake.set_up()
    path = run.ROOT / "requirements.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fake.set_up() == []
    new_lock(run)
    assert fake.set_up() == ["requirements.txt", "package"]
    assert fake.set_up() == []


@pytest.mark.parametrize("version", [None, "", "3.13"], ids=["does not start", "a package is gone", "another Python"])
def test_a_broken_environment_is_made_anew(fake, version):
    fake.set_up()
    fake.version = version
    assert fake.set_up() == WHOLE


def test_an_interrupted_set_up_starts_over(fake):
    fake.set_up(fail=KeyboardInterrupt())
    assert fake.set_up() == WHOLE


def test_no_network_leaves_the_old_environment_whole(fake, run):
    fake.set_up()
    new_lock(run)
    fake.set_up(fail=run.Stop("The package index cannot be reached"))
    assert fake.set_up() == ["requirements.txt", "package"]


def test_a_failure_while_installing_starts_over(fake, run):
    fake.set_up()
    new_lock(run)
    run.log_path().write_text("Installing collected packages: anyio\nERROR", encoding="utf-8")
    fake.set_up(fail=run.Stop("The disk is full"))
    assert fake.set_up() == WHOLE


def test_an_environment_of_somebody_else_is_never_deleted_and_a_broken_one_is_named(fake, run):
    run.VENV.mkdir()
    (run.VENV / "precious").write_text("x", encoding="utf-8")
    assert fake.set_up() == ["requirements.txt", "package"]
    assert (run.VENV / "precious").exists()
    shutil.rmtree(run.VENV)
    run.VENV.mkdir()
    fake.version = None
    with pytest.raises(run.Stop, match="was not made by"):
        fake.run.set_up("requirements.txt")


# ------------------------------------------------------------------------------------------------------- its real effects


def test_pip_keeps_a_log_and_says_where(run, monkeypatch):
    run.VENV.mkdir()

    class Process:
        stdout = io.BytesIO(b"Collecting anyio\nERROR: Temporary failure in name resolution\n")

        def wait(self):
            return 1

    monkeypatch.setattr(run.subprocess, "Popen", lambda *a, **k: Process())
    with pytest.raises(run.Stop, match="cannot be reached") as stopped:
        run.pip([], "requirements.txt", total=20)
    assert str(run.VENV / "setup.log") in str(stopped.value)
    assert "Temporary failure" in run.read_log()


@pytest.mark.slow
def test_package_is_found_after_the_folder_moved(run, monkeypatch):
    """A real, empty environment: the package is importable from anywhere, also after a move."""
    subprocess.run([run.base_python(), "-m", "venv", "--without-pip", str(run.VENV)], check=True)
    (run.ROOT / "derisking").mkdir()
    (run.ROOT / "derisking" / "__init__.py").write_text("", encoding="utf-8")
    run.add_package("requirements.txt")
    moved = run.ROOT.parent / "größerer Kurs"
    run.ROOT.rename(moved)
    python = moved / run.venv_python().relative_to(run.ROOT)
    code = "import derisking; print(ascii(derisking.__file__))"
    done = subprocess.run(
        [python, "-c", code], cwd=moved.parent, env=run.clean_environment(), capture_output=True, check=True
    )
    assert ascii(str(moved / "derisking" / "__init__.py")).encode() in done.stdout


def test_foreign_settings_do_not_reach_the_environment(run, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    assert not {"PYTHONPATH", "PIP_USER"} & set(run.clean_environment())


@pytest.fixture
def package(run, monkeypatch):
    """A package of one file that writes down its words and where it ran, and ends with code 3; and what set-up was asked for."""
    folder = run.ROOT / "derisking"
    folder.mkdir()
    (folder / "__init__.py").touch()
    code = "import argparse, csv, json, os, pathlib, sys\nout = pathlib.Path('seen.txt')\n"
    code += (
        "out.write_text(json.dumps([sys.argv[1:], os.environ['DERISKING_COMMAND']]), encoding='utf-8')\nsys.exit(3)\n"
    )
    (folder / "__main__.py").write_text(code, encoding="utf-8")
    asked = []
    monkeypatch.setattr(run, "set_up", asked.append)
    monkeypatch.setattr(run, "venv_python", lambda: sys.executable)
    # Stands in for the line in the environment that makes the package importable from anywhere.
    environment = run.clean_environment
    monkeypatch.setattr(run, "clean_environment", lambda: dict(environment(), PYTHONPATH=str(run.ROOT)))
    return asked


def test_commands_run_where_they_were_typed(run, package, monkeypatch, tmp_path):
    """Relative paths hold, words and exit code arrive as they are, and what lies in that folder is never imported."""
    here = tmp_path / "marking ü"
    for file in ("derisking/__main__.py", "derisking/__init__.py", "argparse.py", "csv.py", "json.py"):
        (here / file).parent.mkdir(parents=True, exist_ok=True)
        (here / file).write_text("raise SystemExit(77)\n", encoding="utf-8")
    monkeypatch.chdir(here)
    environment, words = dict(os.environ), ["grade", "a zip.zip", "--late", "10%-per-day", "*"]
    assert run.main(words) == 3
    assert json.loads((here / "seen.txt").read_text(encoding="utf-8")) == [words, "python3 run.py"]
    assert package == [run.COMMANDS["grade"]] and dict(os.environ) == environment
    monkeypatch.setattr(run, "forward", lambda name, words: (name, words))
    for name in set(WORDS) - {"lab"}:
        assert run.main([name, "x"]) == (name, ["x"]) and package[-1] == run.COMMANDS[name]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")
def test_the_server_takes_the_place_of_run(run, package, monkeypatch):
    called = []
    monkeypatch.setattr(run.os, "execve", lambda *words: called.append(words))
    run.main(["lab", "--no-browser"])
    assert called[0][1] == [sys.executable, "-P", "-m", "derisking", "lab", "--no-browser"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to pass on")
def test_ending_run_ends_what_it_started(run):
    (run.ROOT / "derisking").mkdir()
    (run.ROOT / "derisking" / "__init__.py").touch()
    (run.ROOT / "derisking" / "__main__.py").write_text("import time; print('up', flush=True); time.sleep(60)", "utf-8")
    code = "import os, run, sys; run.venv_python = lambda: sys.executable; found = run.clean_environment();"
    code += "run.clean_environment = lambda: dict(found, PYTHONPATH=os.getcwd()); sys.exit(run.forward('test', []))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=run.ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"up"
    process.terminate()
    assert process.wait(10) != 0
    process.stdout.close()


def hiding(folder):
    """Files of a folder with the name of a module of Python's own: a script that runs there would get the file instead."""
    return sorted(path.stem for path in folder.glob("*.py") if path.stem in sys.stdlib_module_names)


def test_no_helper_hides_a_module_of_python(tmp_path):
    assert hiding(ROOT / "tests" / "support") == []
    (tmp_path / "platform.py").write_text("", encoding="utf-8")
    assert hiding(tmp_path) == ["platform"]
