"""Ask a notebook what it holds, and answer in plain JSON.

This half of a check runs beside the student's code, so it believes nothing it finds there. It compares nothing and knows
no right answer; `judge` does that, elsewhere. The names it needs are bound when the module is imported, which a graded
run does before any of the student's code.
"""

from __future__ import annotations

import contextlib
import linecache
import signal
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable
from typing import Any

from derisking.questions.encoding import HERE, OutOfTime, decode, encode, type_name

PATIENCE = 4  # of how many times its limit a block may wait for a processor besides
PACKAGE_MARK = "derisking: for marks, write this function yourself"
_MISSING = object()
_Base = BaseException
_open = open


@contextlib.contextmanager
def time_limit(seconds: float, error: Callable[[], BaseException] = OutOfTime):
    """Raise an error in the block after some seconds where the system can: signals in the main thread of Unix; else no limit here.

    Seconds in which others kept the processors do not count, as far as the system tells, so that a busy computer stops nobody.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    end, before_waited = time.monotonic() + seconds, _waited()

    def stop(number, frame):
        left = end + min(_waited() - before_waited, PATIENCE * seconds) - time.monotonic()
        if left < 0.01:
            raise error()
        signal.setitimer(signal.ITIMER_REAL, left)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _waited() -> float:
    """Seconds in which this thread could have run, had others not kept the processors; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError), _open("/proc/self/schedstat", encoding="ascii") as file:
        return int(file.read().split()[1]) / 1e9
    return 0.0


class _Sink:
    """Takes what a function prints and keeps none of it, so that a megabyte costs nothing."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(_Sink()), contextlib.redirect_stderr(_Sink()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def call(function: Callable, case: dict, seconds: float) -> dict:
    """What a function gave for one case: {"value"} or {"raised"}, and which of its inputs it changed.

    case: {"args": [...], "kwargs": {...}} in the form of `encode`; every call gets fresh copies.
    """
    args = [decode(item) for item in case.get("args", ())]
    kwargs = {name: decode(item) for name, item in case.get("kwargs", {}).items()}
    before = [encode(item) for item in args]
    try:
        with _quiet(), time_limit(seconds):
            value = function(*args, **kwargs)
        answer: dict[str, Any] = {"value": encode(value)}
    except _Base as error:
        answer = {"raised": _raised(error)}
    answer["changed"] = [place for place, item in enumerate(args) if encode(item) != before[place]]
    return answer


def _raised(error: BaseException) -> dict:
    if type(error) is OutOfTime:
        return {"type": "OutOfTime", "message": "", "text": "", "line": 0}
    line, text = _own_line(error)
    message = _message(error)
    said = {"type": type_name(error), "message": message, "text": text, "line": line}
    return {**said, "package": PACKAGE_MARK in message}


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except _Base:
        return ""
    return text[:300] if type(text) is str else ""


def _own_line(error: BaseException) -> tuple[int, str]:
    """The last line of the student's own code in the traceback: number in its cell, and text."""
    line, step = (0, ""), error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if not name.startswith((HERE, sys.prefix, sys.base_prefix)) and "site-packages" not in name:
            text = linecache.getline(name, step.tb_lineno).strip()
            line = (step.tb_lineno, text[:200])
        step = step.tb_next
    return line


# --- the probe ----------------------------------------------------------------------------------------------------------


def _refuse(*args, **kwargs):
    raise RuntimeError("derisking: for marks, write this function yourself")


@contextlib.contextmanager
def _without(dotted_names: list[str]):
    """Make the package's own answers raise while a student's function is asked, even through saved references."""
    saved = []
    for dotted in dotted_names:
        module, _, name = dotted.rpartition(".")
        function = getattr(sys.modules.get(module), name, None)
        if type(function) is types.FunctionType and not function.__code__.co_freevars:
            saved.append((function, function.__code__))
            function.__code__ = _refuse.__code__
    try:
        yield
    finally:
        for function, code in saved:
            function.__code__ = code


def probe(namespace: dict, inputs: dict) -> dict:
    """Look answers up by name and ask the functions among them; plain JSON in and out.

    namespace: the notebook's variables. inputs: {"names": [...], "calls": [{"name", "cases", "seconds"}],
    "without": [dotted names of package functions that must not be used]}; never a key.
    Returns {"found": {name: encoded value or {"t": "missing"}}, "calls": {name: [round, round]}}: each function is
    asked everything twice, since an answer may not depend on how often it was asked.
    """
    by_name = {}
    for name in inputs["names"]:
        value = dict.get(namespace, name, _MISSING)
        by_name[name] = {"t": "missing"} if value is _MISSING else encode(value)
    calls = {}
    for request in inputs.get("calls", ()):
        function = dict.get(namespace, request["name"], _MISSING)
        if function is not _MISSING and callable(function) and not by_name[request["name"]].get("stub"):
            with _without(inputs.get("without", [])):
                calls[request["name"]] = _rounds(function, request)
    return {"found": by_name, "calls": calls}


def _rounds(function: Callable, request: dict) -> list[list[dict]]:
    """All cases, twice; after the first one out of time, no further call is made."""
    limit = time.monotonic() + 3 * request.get("seconds", 2.0)
    rounds, late = [], False
    for _ in range(2):
        answers = []
        for case in request["cases"]:
            late = late or time.monotonic() > limit
            answer: dict[str, Any] = (
                _ask(function, case, request) if not late else {"raised": _raised(OutOfTime()), "changed": []}
            )
            late = late or answer.get("raised", {}).get("type") == "OutOfTime"
            answers.append(answer)
        rounds.append(answers)
    return rounds


def _ask(function: Callable, case: dict, request: dict) -> dict:
    return call(function, case, request.get("seconds", 2.0))
