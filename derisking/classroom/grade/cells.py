"""Runs a notebook's cells in an IPython shell of this process, and asks it for answers: the half that lives with students' code.

Orders come and results go as lines of JSON, one for the other, over what were the standard input and output. Whoever sent the orders
(`process`) believes nothing that comes back. Of this package only the half that asks is at hand here, and no key.
"""

import base64
import json
import os
import sys
import types
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from derisking.exercises.probing import probe, time_limit

STILL = ("text/plain", "image/png", "image/jpeg")  # kinds of output in which nothing runs
MAX_OUTPUT = 2_000_000  # characters of all outputs of a cell, pictures included
_HIDDEN = ("derisking.exercises", "derisking.questions", "derisking.classroom")


class Shown:
    """What a cell shows, as outputs of a notebook, as long as it is not too much."""

    def __init__(self):
        self.outputs: list[dict] = []
        self.size = 0

    def add(self, **output) -> None:
        self.size += 100 + sum(map(len, output.get("data", output).values()))
        if self.size <= MAX_OUTPUT:
            self.outputs.append(output)

    def data(self, kind: str, data: dict) -> None:
        """A value or a picture; of its forms those in which nothing runs."""
        texts = {one: data[one] for one in STILL if isinstance(data.get(one), str | bytes)}
        plain = {one: base64.b64encode(text).decode() if type(text) is bytes else text for one, text in texts.items()}
        self.add(output_type=kind, data=plain or {"text/plain": "(an output that is not kept)"})

    def text(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if not text:
            return
        if last.get("name") == name and self.size + len(text) <= MAX_OUTPUT:
            last["text"] += text
            self.size += len(text)
        else:
            self.add(output_type="stream", name=name, text=text[:MAX_OUTPUT])

    def take(self) -> list[dict]:
        taken, self.outputs, self.size = self.outputs, [], 0
        return taken


class Stream:
    """Stands for a standard stream: what is printed is an output of the cell."""

    encoding, closed = "utf-8", False

    def __init__(self, name: str, shown: Shown):
        self.name, self.shown = name, shown

    def write(self, text: str) -> int:
        self.shown.text(self.name, str(text))
        return len(text)

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def _shell(shown: Shown) -> InteractiveShell:
    """A shell of which everything that cells show goes into `shown`."""

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
            shown.data("execute_result", format_dict)

    class Publisher(DisplayPublisher):
        def publish(self, data, metadata=None, *, update=False, **more) -> None:  # type: ignore[override]
            if not update:
                shown.data("display_data", data)

    class Shell(InteractiveShell):
        displayhook_class, display_pub_class = Hook, Publisher

        def _showtraceback(self, etype, evalue, stb) -> None:
            shown.add(output_type="error", ename=etype.__name__, evalue=str(evalue), traceback="\n".join(stb))

        def enable_gui(self, gui=None) -> None:
            pass

        def ask_exit(self) -> None:
            pass

    shell = Shell.instance(colors="nocolor")
    shell.history_manager.enabled = False
    shell.display_formatter.active_types = list(STILL)
    return shell


class _Silent:
    """Stands in for an exercise while a notebook is graded: accepts every call, says and knows nothing.

    Only `variant` is there (such as product, partner, year; no key), since a cell of the notebook shows it.
    """

    def __init__(self, variant: dict | None):
        self.variant = None if variant is None else types.SimpleNamespace(**variant)

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def _hide(variant: dict | None) -> None:
    """Put an empty stand-in where `derisking.exercises` was, so that neither checks nor what asks is at hand."""
    stand_in: Any = types.ModuleType("derisking.exercises")
    stand_in.open = lambda *args, **kwargs: _Silent(variant)
    for name in [name for name in sys.modules if name.startswith(_HIDDEN)]:
        del sys.modules[name]
    package: Any = sys.modules["derisking"]
    for name in _HIDDEN:
        vars(package).pop(name.rpartition(".")[2], None)
    sys.modules["derisking.exercises"] = package.exercises = stand_in


def serve() -> None:
    """Do what is ordered until nobody orders any more."""
    orders, results = os.fdopen(os.dup(0), "rb"), os.dup(1)
    nothing, own, dumps, loads = os.open(os.devnull, os.O_RDWR), os.getpid(), json.dumps, json.loads
    for standard in range(3):
        os.dup2(nothing, standard)
    shown = Shown()
    shell = _shell(shown)
    names = shell.user_ns
    sys.stdout, sys.stderr = Stream("stdout", shown), Stream("stderr", shown)
    for line in orders:
        order = loads(line)
        result = {"nonce": order["nonce"]}
        if "variant" in order:
            _hide(order["variant"])
        elif "inputs" in order:
            result["answers"] = probe(names, order["inputs"])
        else:
            result["late"] = _run(shell, order)
            result["outputs"] = shown.take()
        if os.getpid() != own:  # a child of the student's code that came back from the cell
            os._exit(0)
        text = dumps(result, allow_nan=False).encode("utf-8", "replace") + b"\n"
        while text:
            text = text[os.write(results, text) :]


def _run(shell: InteractiveShell, order: dict) -> bool:
    """Run a cell; whether it was stopped for its time."""
    late = []

    def stop():
        late.append(True)
        return KeyboardInterrupt()

    try:
        with time_limit(order["seconds"], stop):
            shell.run_cell(order["source"], store_history=True)
    except BaseException:
        late.append(True)
    return bool(late)
