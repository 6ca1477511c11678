"""`derisking grade --dask`: the same work, mapped over worker processes of a Dask cluster; one of them is killed on the way."""

import collections
import dataclasses
import os
import signal
import sys

import pytest
import runner
from support.quick import ready

from derisking.classroom.course import Course
from derisking.classroom.grade import cluster, command, one_notebook, released, sandbox
from derisking.classroom.grade.one_notebook import Job
from derisking.classroom.submission import Submission
from derisking.errors import UserError

distributed = pytest.importorskip("distributed")
LESSON = "02-de-risking"
WALLS = not sandbox.why_not()


@pytest.fixture(scope="module")
def dask():
    """A cluster of two worker processes on this computer, which outlives a worker that is killed."""
    about = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**about) as made:
        yield made


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    """A class of which nobody took route 2, as few as show that nobody is lost or doubled, and one student who did, as jobs."""
    top = tmp_path_factory.mktemp("cluster")
    course = Course(ready(top / "grading"))
    notebooks = runner.a_class(LESSON, 6, coders=0)
    notebooks["coder"] = runner.filled(LESSON, {"hhi-code": "def hhi(values):\n    return 1"})
    runner.submit(course.root, LESSON, notebooks)
    common = (released.copy_for_grading(course, top), course.root / "nbgrader_config.py")
    paths = {name: course.submitted(name, LESSON) / f"{LESSON}.ipynb" for name in sorted(notebooks)}
    return [Job(Submission(path, name, LESSON).open(), *common, shut_in=WALLS) for name, path in paths.items()]


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(dask, jobs):
    with distributed.Client(dask) as client:
        victim = next(iter(client.run(os.getpid).values()))
    found = []
    for outcome in cluster.outcomes(jobs, dask.scheduler_address):
        if not found:
            os.kill(victim, signal.SIGKILL)
        found.append(outcome)
    with distributed.Client(dask) as client:
        assert victim not in client.run(os.getpid).values(), "it was killed"
    assert collections.Counter(one.student for one in found) == {job.student: 1 for job in jobs}
    there = {one.student: one.notebook["metadata"]["derisking"]["results"] for one in found}
    ran = next(result for result in there.pop("coder") if result["task"] == "hhi-code")
    assert "attempt" not in ran["outcome"] and ran["points"] == 0, "its function was run, shut in where that can be"
    here = [one_notebook.run(job) for job in jobs if job.student != "coder"]
    assert there == {one.student: one.notebook["metadata"]["derisking"]["results"] for one in here}


def test_what_a_cluster_loses_is_given_to_it_again_and_then_told(dask, jobs, monkeypatch):
    """Nothing waits for ever: a task that never comes is given up, tried once more and told."""
    monkeypatch.setattr(cluster, "LOST", 1)
    monkeypatch.setattr(cluster, "work", blocks)
    found = list(cluster.outcomes(jobs[:1], dask.scheduler_address))
    with distributed.Client(dask):
        distributed.Event("never").set()  # whoever waits there is free again
    told = jobs[0].student, "Grading stopped with FutureCancelledError."
    assert [(one.student, one.why_not) for one in found] == [told]


def blocks(*task):
    distributed.Event("never").wait(60)


def test_a_worker_with_another_version_grades_nothing(jobs):
    assert "another version" in cluster.work(jobs[0], cluster.Parcel("other", ())).why_not


def test_without_a_sandbox_on_the_worker_code_waits_there(jobs, monkeypatch):
    monkeypatch.setattr(sandbox, "why_not", lambda: "No walls here.")
    job = next(job for job in jobs if job.student == "coder")
    outcome = cluster.work(dataclasses.replace(job, shut_in=True), cluster.parcel(job))
    assert outcome.notebook["metadata"]["derisking"]["waits"] == ["hhi-code"]


def test_nobody_who_answers_and_no_package_are_one_sentence(jobs, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    with pytest.raises(UserError, match=r"No Dask cluster answers at tcp://127\.0\.0\.1:1 "):
        next(cluster.outcomes(jobs, "tcp://127.0.0.1:1"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match="needs the package distributed"):
        next(cluster.outcomes(jobs, "tcp://127.0.0.1:1"))
    assert list(cluster.outcomes([], "tcp://127.0.0.1:1")) == []


def test_an_address_of_the_open_internet_is_refused_without_tls(monkeypatch):
    """By number and by name; with TLS, or in a private network, it is called."""
    for address in ("tls://8.8.8.8:8786", "tcp://10.0.0.5:8786", "tcp://127.0.0.1:1", "tcp://nowhere.invalid:1"):
        cluster._refuse_public(address)
    monkeypatch.setattr(distributed, "Client", lambda address, **rest: pytest.fail("it was called"))
    for address in ("tcp://8.8.8.8:8786", "8.8.8.8:8786", "ws://8.8.8.8:80", "tcp://[2001:4860::1]:8786"):
        with pytest.raises(UserError, match=r"open internet.*tls://"):
            cluster._client(address)
    monkeypatch.setattr(cluster.socket, "getaddrinfo", lambda host, port: [(0, 0, 0, "", ("8.8.8.8", 0))])
    with pytest.raises(UserError, match="open internet"):
        cluster._refuse_public("tcp://cluster.uni.example:8786")


def test_the_whole_command_grades_on_a_cluster(dask, jobs, tmp_path, capsys):
    course = Course(ready(tmp_path / "grading"))
    runner.submit(course.root, LESSON, runner.a_class(LESSON, 3, coders=0))
    assert command.main(["--into", str(course.root), "--dask", dask.scheduler_address]) == 0
    said = capsys.readouterr().out
    assert f"on {dask.scheduler_address}" in said and "Graded 3 of 3" in said
    assert len(runner.all_marks(course.root, LESSON)) == 3
