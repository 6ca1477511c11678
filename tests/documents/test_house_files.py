"""Locks, environment.yml, words that do not belong here, and files that travel to every system. Works without git."""

import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from support import lints

from derisking import lessons
from derisking.exports.web import command

ROOT = Path(__file__).resolve().parents[2]
LOCK = runpy.run_path(str(ROOT / "tools" / "lock.py"))
SKIP = {".venv", ".git", "__pycache__", "test-artifacts", "dist", "build", "node_modules", "submitted", "autograded"}
SKIP |= {"feedback", "release", "grading", ".ipynb_checkpoints", ".pytest_cache", ".ruff_cache", ".mypy_cache"}
SKIP |= {".hypothesis", "my-course", ".readers", ".setup"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


# ----------------------------------------------------------------------------------------------------------------- locks
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-classroom.txt", "requirements-dev.txt"])
def test_a_lock_names_everything_and_no_address(name):
    """That each entry has a version and a hash, pip and uv ask at every set-up (--require-hashes)."""
    assert len(LOCK["pins"](read(name))) > 100
    assert not re.search(r"://|^--|^-e|^\.|@ file", read(name), flags=re.MULTILINE), "an address, a path or an option"


def test_what_set_up_fetches_first_is_an_entry_of_the_maintainers_lock():
    assert LOCK["entry"]("uv", read("requirements-dev.txt")) == read("requirements-setup.txt").split("\n", 1)[1]


def not_a_subset(students, everybody):
    """Packages of the students' lock that the other lacks or has in other versions."""
    small, large = LOCK["pins"](students), LOCK["pins"](everybody)
    return sorted(name for name, versions in small.items() if large.get(name) != versions)


def test_each_lock_is_a_subset_of_the_next_and_holds_what_is_asked():
    students, teachers, everybody = (read(f"requirements{kind}.txt") for kind in ("", "-classroom", "-dev"))
    assert not_a_subset(students, teachers) == not_a_subset(teachers, everybody) == []
    assert "nbgrader" not in LOCK["pins"](students) and "nbgrader" in LOCK["pins"](teachers)
    assert "pytest" not in LOCK["pins"](teachers)
    assert not_a_subset("a==1\nb==1\nc==1\n", "a==1\nb==2\n") == ["b", "c"], "the canary"
    project = tomllib.loads(read("pyproject.toml"))["project"]
    pins = LOCK["pins"](read("requirements.txt"))
    assert [name for name in LOCK["direct_dependencies"]() if name not in pins] == []
    asked = {re.match(r"[A-Za-z0-9_.-]+", entry)[0].lower() for entry in project["optional-dependencies"]["dev"]}
    assert asked - {"derisking"} <= set(LOCK["pins"](read("requirements-dev.txt")))
    teachers = {re.match(r"[A-Za-z0-9_.-]+", entry)[0] for entry in project["optional-dependencies"]["classroom"]}
    assert teachers <= set(LOCK["pins"](read("requirements-classroom.txt")))


def conda_pins(text):
    """Versions by name of environment.yml."""
    entries = re.findall(r'^  - "([a-z0-9_.-]+) ([^"]+)"$', text, flags=re.MULTILINE)
    return {name: set(spec.replace("==", "").split("|")) for name, spec in entries}


def test_environment_yml_equals_the_lock_and_tested_pythons_agree():
    """run.py, pyproject.toml, environment.yml, README and the workflow name one range."""
    pins, text = LOCK["pins"](read("requirements.txt")), read("environment.yml")
    wanted = {name: pins[name] for name in LOCK["direct_dependencies"]()}
    assert conda_pins(text) == wanted != conda_pins(text.replace("pandas ==3", "pandas ==2")), "second: the canary"
    run = runpy.run_path(str(ROOT / "run.py"))
    oldest, newest = "{}.{}".format(*run["OLDEST"]), "{}.{}".format(*run["NEWEST_TESTED"])
    assert f'requires-python = ">={oldest}"' in read("pyproject.toml")
    assert f"python>={oldest},<3.{run['NEWEST_TESTED'][1] + 1}" in read("environment.yml")
    assert f"Python {oldest} to {newest}" in read("README.md")
    workflow = read(".github/workflows/test.yml")
    assert oldest in workflow and newest in workflow


# ----------------------------------------------------------------------------------------------------------------- words
# Put together from parts, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a package registry's host": "|".join( ["py" + r"pi\.org", "python" + "hosted", r"registry\.npm" + "js", "debian" + r"\.org"]),
    "a path of one machine": r"(?<![\w.:/)-])/(?:work|root|tmp|home|Users|opt)/\w",
    "a word about how the project is made": "|".join( ["Anth" + "ropic's tools", "issues" + " show", "sub" + "agent",
        "time" + "-box"]),
    "a number of an issue": r"\b[Ii]ssue" + r"s? #?\d+\b(?!\()",
}  # fmt: skip


def forbidden(text):
    """(what, the words) for each forbidden thing in a text."""
    return [(what, match[0]) for what, pattern in FORBIDDEN.items() for match in re.finditer(pattern, text)]


def files(folder=ROOT):
    """Every file that belongs to the project, without asking git."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not SKIP & set(parts) and not any(part.endswith(".egg-info") for part in parts):
            yield path


def readable(path):
    """The text of a file, or "" for a picture, a database and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_word_that_does_not_belong_here_and_the_canary():
    found = {path.relative_to(ROOT).as_posix(): forbidden(readable(path)) for path in files()}
    assert len(found) > 50
    assert {name: words for name, words in found.items() if words} == {}
    bad = "see py" + "pi.org|open(" + "'/" + "work/x')|in /" + "tmp/shots|as issue" + " 12 says|run issues" + " show 2"
    assert [text for text in bad.split("|") if not forbidden(text)] == []
    harmless = "https://example.org/home/news|International Security, issue " + "44(1)|../data/x.csv"
    assert [text for text in harmless.split("|") if forbidden(text)] == []


# ----------------------------------------------------------------------------------------------------------------- files
def test_the_readme_begins_with_two_commands():
    top = "\n".join(read("README.md").splitlines()[:15])
    assert "python3 run.py lab" in top and "python3 run.py test" in top


# --------------------------------------------------------------------------------------------------------- repository layout
def test_a_lesson_has_one_name():
    """In the README's table, in TEACHING, and on its page for teachers it is called as its own first line says."""
    rows = dict(re.findall(r"^\| (\d) \| ([^|]+) \|.*\| \d+ \|$", read("README.md"), re.MULTILINE))
    for lesson in lessons.read_all(ROOT):
        assert rows[str(lesson.number)] == lesson.title
        guide = f"docs/teaching/{lesson.name}.md"
        if lesson.number:
            assert f"[{lesson.title}]({guide})" in read("TEACHING.md")
            assert read(guide).startswith(f"# Lesson {lesson.number} · {lesson.title}\n")


def test_pytest_reads_notebooks_with_nothing_but_nbval():
    """`pytest --nbval-lax notebooks`, in .venv or in conda: our settings ask for no other plugin, and switch none off."""
    pyproject = tomllib.loads(read("pyproject.toml"))
    usual = pyproject["tool"]["pytest"]["ini_options"]["addopts"].split()
    assert set(usual) == {"-ra", "--strict-markers", "--import-mode=importlib"}, "pytest's own, and none of them -p"
    assert any(re.match(r"nbval\b", one) for one in pyproject["project"]["optional-dependencies"]["dev"])
    assert "pytest --nbval-lax notebooks " in read("CONTRIBUTING.md")
    words = ["--nbval-lax", "--collect-only", "-q", "notebooks/00-start-here.ipynb", "-p"]
    plain = {**os.environ, "PYTEST_ADDOPTS": ""}
    for more, found in ("no:cacheprovider", True), ("no:nbval", False):  # the second is the canary
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words, more], cwd=ROOT, env=plain, capture_output=True, encoding="utf-8"
        )
        assert ("notebooks/00-start-here.ipynb::Cell 1\n" in done.stdout) is found is (not done.returncode), done.stdout


def test_ci_tidies_and_runs_the_readmes_test_command():
    """Under `set -e` the first complaint ends the script; a pipe would hide the exit code."""
    script, hooks = read(".ci/run"), read(".pre-commit-config.yaml")
    assert "REQUIRE_BROWSER=1" in script and "set -euo pipefail" in script
    assert not re.search(r"run\.py test.*\|", script)
    before, tests, _ = script.partition("python3 run.py test\n")
    tools = re.findall(r"^\.venv/bin/python -m (ruff \w+|\w+)(?: --check)? (?:\.|derisking)$", before, re.MULTILINE)
    assert tests and tools == ["ruff check", "ruff format", "codespell_lib", "mypy", "deptry"]
    assert all(f"python -m {tool}" in hooks for tool in tools)


def test_workflows_end_in_time_and_use_official_actions_and_our_own_commands():
    flows, used = {}, []
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        flows[path.stem] = flow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert flow["permissions"] and all(job["timeout-minutes"] and job["runs-on"] for job in flow["jobs"].values())
        used += [step["uses"] for job in flow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used and [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []
    *steps, handed_over = flows["pages"]["jobs"]["build"]["steps"]
    assert [re.findall(r"run\.py (\w+)", step["run"]) for step in steps if "run" in step] == [["web"]]
    assert handed_over["with"]["path"] == command.FOLDER and flows["pages"]["jobs"]["deploy"]["needs"] == "build"
    assert flows["pages"]["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def test_licences_are_there_and_the_version_is_one():
    assert "Redistribution and use in source and binary forms" in read("LICENSE")
    assert "Creative Commons Attribution 4.0" in read("LICENSE-text.md")
    package = json.loads(read("data/datapackage.json"))
    assert all(resource.get("licenses") for resource in package["resources"])
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f'__version__ = "{version}"' in read("derisking/__init__.py")
    assert f"version: {version}" in read("CITATION.cff")
    assert f"## {version}" in read("CHANGELOG.md")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "TEACHING.md", "LICENSE-text.md"])
def test_links_of_the_documents_lead_somewhere(name):
    assert lints.links({"cells": [{"cell_type": "markdown", "source": read(name)}]}, ROOT) == []
