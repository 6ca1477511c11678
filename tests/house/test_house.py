"""run.py: what it says when something is missing, and when it sets up, skips, waits or starts over. No network.
Most of it stands in for venv, pip and uv; two commands at once are two real processes with a real environment and a real pip."""

import ast
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import told
from support.desk_page import until

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = json.loads((ROOT / "derisking" / "commands.json").read_text(encoding="utf-8"))
for row in COMMANDS.values():
    script, *_ = row["runs"].split()
    row["file"] = script if script.endswith(".py") else script.replace(".", "/") + ".py"
WORDS = list(COMMANDS)
STUDENTS = ["lab", "hub"]  # whoever runs a hub works with what students get


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
    (folder / "derisking").mkdir(parents=True)
    for name in ("run.py", "derisking/commands.json"):
        shutil.copy(ROOT / name, folder / name)
    for row in COMMANDS.values():
        (folder / row["file"]).parent.mkdir(parents=True, exist_ok=True)
        (folder / row["file"]).touch()
    for name in ("requirements.txt", "requirements-classroom.txt", "requirements-dev.txt"):
        (folder / name).write_text("anyio==4.0.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return load(folder / "run.py")


# ---------------------------------------------------------------------------------------------------------- its sentences
def test_an_old_python_can_read_the_file_with_the_standard_library():
    """Otherwise the sentence about old Pythons would be a syntax error."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if (n := 1): pass", feature_version=(3, 6))
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


PRINTED = told.cases(__file__, "printed.yaml")["pip"]


def test_what_pip_and_venv_print_becomes_one_sentence(run):
    for printed, sign in PRINTED.items():
        sentence = run.explain_pip(printed, "requirements.txt")
        assert sign in sentence and "{" not in sentence and "\n" not in sentence, printed
    assert "python{}.{}-venv".format(*sys.version_info) in run.explain_venv("... ensurepip is not available ...")
    assert "disk is full" in run.explain_venv("OSError: [Errno 28] No space left on device")
    assert "check that the folder is yours" in run.explain_venv("Error: [Errno 13] Permission denied: '/x/.venv'")


def test_help_lists_every_command_and_unknown_ones_are_told(run, capsys):
    for words in ([], ["help"], ["--help"]):
        assert run.main(words) == 0
        listed = re.findall(r"^    python3 run\.py (\w+) +(.+)", capsys.readouterr().out, re.MULTILINE)
        assert listed == [*((name, row["what"]) for name, row in COMMANDS.items()), ("help", "show this text")]
    assert run.main(["labb"]) == 2 and "choose one of lab, test" in capsys.readouterr().err


def test_the_students_copy_knows_what_it_is(run, capsys):
    """It lacks the teachers' and authors' rooms: help lists what is there, and the rest says why it is not."""
    rooms = (f"derisking/{name}" for name in ("authoring", "classroom", "dossier", "exports", "live"))
    for name in ("tests", "tools", *rooms):
        shutil.rmtree(run.ROOT / name)
    (run.ROOT / "requirements-dev.txt").unlink()
    assert run.main(["help"]) == 0
    shown = capsys.readouterr().out
    assert re.findall(r"run\.py (\w+)", shown) == [*STUDENTS, "help", "lab"] and "\n\n\n" not in shown
    for name in {*WORDS, "labb"} - set(STUDENTS):
        assert run.main([name, "x"]) == 2
        said = capsys.readouterr().err
        assert f"no command `{name}` in the students' copy" in said and "choose one of lab, hub, help." in said
    assert not run.VENV.exists()


def test_help_of_a_command_sets_nothing_up(run, capsys, monkeypatch):
    for name in WORDS:
        for word in ("-h", "--help"):
            assert run.main([name, word]) == 0
            assert COMMANDS[name]["what"] in capsys.readouterr().out
    assert not run.VENV.exists() and not run.BESIDE.exists()
    monkeypatch.setattr(run, "ready", lambda lock: True)
    monkeypatch.setattr(run, "forward", lambda name, words: 5)
    assert run.main(["grade", "--help"]) == 5, "the command itself says more once it can"


STOPS = {
    "a full disk": (OSError(errno.ENOSPC, "No space left on device"), 2, "The disk is full"),
    "a foreign folder": (PermissionError(errno.EACCES, "denied", "x/.setup"), 2, "x/.setup cannot be written"),
    "Ctrl+C": (KeyboardInterrupt(), 130, "Stopped."),
}


@pytest.mark.parametrize("error, code, sign", STOPS.values(), ids=STOPS)
def test_what_stops_a_run_is_a_sentence(run, monkeypatch, capsys, error, code, sign):
    def stopped(lock, name):
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
        monkeypatch.setattr(run, "installed", lambda modules, python=None: self.version)
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


def test_what_stops_in_the_middle_starts_over_and_no_network_leaves_the_old_environment_whole(fake, run):
    fake.set_up(fail=KeyboardInterrupt())
    assert fake.set_up() == WHOLE
    for stop, after in ((run.Unchanged("no network"), WHOLE[1:]), (run.Stop("The disk is full"), WHOLE)):
        new_lock(run)
        fake.set_up(fail=stop)
        assert fake.set_up() == after
        (run.ROOT / "requirements.txt").write_text("anyio==4.2.0\n", encoding="utf-8")
        fake.set_up()


def test_an_environment_of_somebody_else_is_never_deleted_and_a_broken_one_is_named(fake, run):
    run.VENV.mkdir()
    (run.VENV / "precious").write_text("x", encoding="utf-8")
    for stop in (run.Unchanged("no network"), run.Stop("half done"), KeyboardInterrupt()):
        assert fake.set_up(fail=stop) == ["requirements.txt"]
    assert fake.set_up() == ["requirements.txt", "package"]
    new_lock(run)
    assert fake.set_up() == ["requirements.txt", "package"]
    assert (run.VENV / "precious").exists()
    shutil.rmtree(run.VENV)
    run.VENV.mkdir()
    fake.version = None
    with pytest.raises(run.Stop, match="was not made by"):
        fake.run.set_up("requirements.txt")


# ------------------------------------------------------------------------------------------------------------ uv or pip
INSTALLERS = told.cases(__file__, "installers.yaml")


@pytest.mark.parametrize("said, asked, stops", INSTALLERS.values(), ids=INSTALLERS)
def test_uv_or_else_pip(run, monkeypatch, capsys, said, asked, stops):
    seen = []

    def logged(command, tell=None):
        who = "uv" if run.UV in command[-1] else "the list" if Path(command[0]).stem == "uv" else "pip"
        seen.append(who)
        if who == "uv":
            (run.BESIDE / "uv" / "bin").mkdir(parents=True)
            (run.BESIDE / "uv" / "bin" / "uv").touch()
        return said[who]

    monkeypatch.setattr(run, "logged", logged)
    monkeypatch.setattr(run, "installed", lambda modules, python=None: "3.12")
    with pytest.raises(run.Unchanged, match=stops) if stops else contextlib.nullcontext() as stopped:
        run.install("requirements.txt")
    assert seen == asked and ("pip does the same" in capsys.readouterr().out) == ("pip" in asked)
    assert not stops or str(run.log_path()) in str(stopped.value)


# -------------------------------------------------------------------------------------------------------- two at a time
def wheel(folder, name, files):
    """A package of one file as pip takes it; returns its line of a lock."""
    info = f"{name}-1.dist-info"
    files = {**files, f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"}
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            entry = zipfile.ZipInfo(file)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, text)
    return f"{name}==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


# An installer that puts one module into the environment when the file `go` is there.
PROGRAMS = told.cases(__file__, "programs.yaml")
SLOW_UV = PROGRAMS["slow uv"]
DRIVER = PROGRAMS["driver"]


@pytest.fixture
def start(run, tmp_path, monkeypatch):
    """start("lab"): run.py as a process of its own that gets its packages from a folder; all are ended with the test."""
    wheels, started = tmp_path / "wheels", []
    wheels.mkdir()
    (run.ROOT / run.UV).write_text(wheel(wheels, "uv", {"uv-1.data/scripts/uv": SLOW_UV}), encoding="utf-8")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)

    def start(*words):
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        command = [sys.executable, "-uc", DRIVER, *words]
        started.append(subprocess.Popen(command, cwd=run.ROOT, start_new_session=True, **streams))
        return started[-1]

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the installer that waits has a first line that Windows does not read")
def test_the_second_command_waits_for_the_first_and_takes_nothing_from_it(run, start):
    """Really run: two processes, an environment, pip. And one that was killed in the middle is started over."""
    first = start("lab")
    until(first, "installing")
    second = start("web")
    assert f"`lab` (process {first.pid}) is setting this folder up: waiting" in until(second, "waiting")
    assert "web edition" in start("web", "--help").communicate()[0] and first.poll() is second.poll() is None
    (run.ROOT / "go").touch()
    assert first.communicate()[0] == "Set-up is complete.\nran lab\n"
    said = second.communicate()[0]
    assert said.startswith("Bringing the packages") and said.endswith("ran web\n")
    log = run.log_path().read_text(encoding="utf-8")
    assert log.count("pip install") == 4 == 2 * log.count("Prepared"), "both are in the log"
    assert sorted(path.name for path in run.BESIDE.iterdir()) == ["lock", "log.txt"]
    (run.ROOT / "go").unlink()
    new_lock(run)
    killed = start("lab")
    until(killed, "installing")
    os.killpg(killed.pid, signal.SIGKILL)
    (run.ROOT / "go").touch()
    assert "An earlier set-up was interrupted: starting over" in (said := start("lab").communicate()[0])
    assert said.endswith("ran lab\n") and start("lab").communicate()[0] == "ran lab\n"


# ------------------------------------------------------------------------------------------------------- its real effects
@pytest.mark.slow
def test_package_is_found_after_the_folder_moved(run, monkeypatch):
    """A real, empty environment: the package is importable from anywhere, also after a move."""
    run.BESIDE.mkdir()
    run.make_venv()
    (run.ROOT / "derisking" / "__init__.py").write_text("", encoding="utf-8")
    run.add_package("requirements.txt")
    moved = run.ROOT.parent / "größerer Kurs"
    run.ROOT.rename(moved)
    python = moved / run.venv_python().relative_to(run.ROOT)
    code = "import derisking; print(ascii(derisking.__file__))"
    asked = {"cwd": moved.parent, "env": run.clean_environment(), "capture_output": True, "check": True}
    done = subprocess.run([python, "-c", code], **asked)
    assert ascii(str(moved / "derisking" / "__init__.py")).encode() in done.stdout


def test_foreign_settings_do_not_reach_the_environment(run, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PIP_USER", "1")
    found = run.clean_environment()
    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & set(found) and found["PIP_USER"] == "0"


@pytest.fixture
def package(run, monkeypatch):
    """A package of one file that writes down its words and where it ran, and ends with code 3; and what set-up was asked for."""
    folder = run.ROOT / "derisking"
    (folder / "__init__.py").touch()
    code = "import argparse, csv, json, os, pathlib, sys\nseen = [sys.argv[1:], os.environ['DERISKING_COMMAND']]\n"
    code += "pathlib.Path('seen.txt').write_text(json.dumps(seen), encoding='utf-8')\nsys.exit(3)\n"
    (folder / "__main__.py").write_text(code, encoding="utf-8")
    asked = []
    monkeypatch.setattr(run, "set_up", lambda lock, name: asked.append(lock))
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
    assert package == ["requirements-classroom.txt"] and dict(os.environ) == environment
    monkeypatch.setattr(run, "forward", lambda name, words: (name, words))
    for name in set(WORDS) - {"lab"}:
        assert run.main([name, "x"]) == (name, ["x"]) and package[-1] == run.LISTS[COMMANDS[name]["for"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")
def test_the_server_takes_the_place_of_run(run, package, monkeypatch):
    called = []
    monkeypatch.setattr(run.os, "execve", lambda *words: called.append(words))
    run.main(["lab", "--no-browser"])
    assert called[0][1] == [sys.executable, "-P", "-m", "derisking", "lab", "--no-browser"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to pass on")
def test_ending_run_ends_what_it_started(run):
    (run.ROOT / "derisking" / "__init__.py").touch()
    waits = "import time; print('up', flush=True); time.sleep(600)"
    (run.ROOT / "derisking" / "__main__.py").write_text(waits, encoding="utf-8")
    code = "import os, run, sys; run.venv_python = lambda: sys.executable; found = run.clean_environment();"
    code += "run.clean_environment = lambda: dict(found, PYTHONPATH=os.getcwd()); sys.exit(run.forward('test', []))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=run.ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"up"
    process.terminate()
    assert process.wait(120) != 0
    process.stdout.close()
