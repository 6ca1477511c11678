"""What holds for every test: no personal record, no network, warnings about the future are errors in our own code.
Browser tests: tests/browser/conftest.py finds a browser, skips what needs one where there is none, and fails under REQUIRE_BROWSER=1."""

import os
import runpy
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

TESTS = Path(__file__).resolve().parent
OFFLINE = TESTS / "offline"
LATE = {line for line in (TESTS / "release.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}

os.environ["DERISKING_RECORD"] = "off"
# Every Python that a test starts reads tests/offline/sitecustomize.py first.
_paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(OFFLINE)]
os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *_paths])
runpy.run_path(str(OFFLINE / "sitecustomize.py"))

# A busy machine is no mistake of ours: random examples have no deadline, are the same each time and leave no folder behind.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")

# Tests import the shared checks (lints, numbers, ...) by name from wherever they lie.
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))


def pytest_configure(config):
    """A folder for what all processes of this run share (support/quick.py); their parent makes it and takes it away."""
    if "DERISKING_TESTS_SHARE" not in os.environ:
        made = tempfile.TemporaryDirectory(prefix=f"derisking-{os.getpid()}-")
        os.environ["DERISKING_TESTS_SHARE"] = made.name
        config.add_cleanup(made.cleanup)


def pytest_addoption(parser):
    parser.addoption("--thorough", action="store_true", help="also run what `support.thorough` leaves to releases")


# Files that share one JupyterLab, whose start takes as long as their tests: one process plays them.
LAB = ("test_exercise_forms.py", "test_explorer.py", "test_quiz_widget.py")
FIRST = ("test_arrival.py", *LAB)  # they take longest, and need no web edition, which another process makes meanwhile
LONG = ("browser", "classroom", "exercises")  # rooms whose files take long come first, so that nobody waits at the end


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Whole files are dealt out to processes, those of LAB together."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return "JupyterLab" if file.endswith(LAB) else file

    return Files(config, log) if config.getoption("dist") == "loadscope" else None


def place_of(file):
    """Where a file stands in the order of a run."""
    room = LONG.index(file.parent.name) if file.parent.name in LONG else len(LONG)
    return room, file.name not in FIRST, "test_web" not in file.name


def pytest_itemcollected(item):
    """What waits for a release as a whole (release.txt) is marked like further cases of a promise."""
    if {item.name, getattr(item, "originalname", None)} & LATE:
        item.add_marker("thorough")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what repeats a promise for more lessons, pages or settings (support/thorough.py), unless asked for."""
    items.sort(key=lambda item: place_of(item.path))
    if not config.getoption("--thorough"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("thorough")])
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


def pytest_terminal_summary(terminalreporter, config):
    """Say that something was left out, so that a part never looks like the whole."""
    if not config.getoption("--thorough"):
        terminalreporter.write_line(
            "Not run: further cases, and tests/release.txt. A release needs `python3 run.py test --thorough`."
        )


def pytest_make_parametrize_id(config, val, argname):
    """A name that is the same in every process, also for objects that pretend to be a number or a text.
    pytest would print such an object with its address in memory; two processes would then disagree about the tests."""
    pretends = isinstance(val, (str, int, float, complex, bytes)) and type(val).__module__ != "builtins"
    return type(val).__name__ if pretends else None


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A course of its own, in which the test stands, with a learner's record that is switched on."""
    (tmp_path / ".derisking-course").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DERISKING_RECORD", "on")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


@pytest.fixture
def shown(monkeypatch):
    """(data, still version, words) of each part that is displayed."""
    from derisking.learner import card

    parts = []
    monkeypatch.setattr(card, "emit", lambda data, static, words="": parts.append((data, static, words)))
    return parts


@pytest.fixture(scope="module")
def walls():
    """Without bubblewrap a test is skipped; where it must run (REQUIRE_SANDBOX) that is a failure."""
    from derisking.classroom.grade import sandbox

    reason = sandbox.why_not()
    if reason and os.environ.get("REQUIRE_SANDBOX"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
