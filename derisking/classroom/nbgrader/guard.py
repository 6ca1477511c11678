"""The run: whatever a cell does, the rest of the notebook is run, and what comes back is bounded."""

from __future__ import annotations

import asyncio
import json
import math
import time

from nbclient.client import CellExecutionComplete
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.preprocessors import Execute
from traitlets import Integer

from derisking.classroom.nbgrader.step import asks, name_of, note
from derisking.exercises.probing import ANSWER_MIME

MAX_OUTPUT = 2_000_000  # characters of all outputs of a cell, pictures included, while it runs
MAX_ANSWERS = 20_000_000  # the same for answers, which the probe bounds one by one
MAX_LINES, MAX_LINE = 50, 2_000  # of an error
OWN_SECONDS = 120  # for a cell of ours or one that was released locked: on a busy computer the first imports take long
PAUSE = 0.3  # seconds after each cell up to the one at which a kernel was gone: so long its cell may take to do it
MAX_NOTEBOOK = 20_000_000  # of all outputs of all cells together, answers included


class _Stuck(Exception):
    pass


class _Over(Exception):
    pass


class GuardedExecute(Execute):
    """Run a notebook; if a cell kills or blocks the kernel, leave that cell out and run the rest again.

    What cells send back is bounded, so that a flood fills neither memory nor disk; widgets are not kept.
    """

    max_deaths = 7
    notebook_seconds = Integer(0, help="Seconds for a whole notebook with all its restarts; 0: no limit.").tag(
        config=True
    )

    def preprocess(self, nb, resources=None, km=None):
        self._left_out: dict[str, tuple[str, str]] = {}  # cell id -> its source, what it did
        self._gone_at = -1  # the cell at which the last kernel was gone, where nobody knows why
        self._end = time.monotonic() + self.notebook_seconds if self.notebook_seconds else math.inf
        self._added = (resources or {}).get("derisking", {}).get("added", ())
        for _ in range(self.max_deaths):
            self._current, self._late, self._kept, self._all, self._nonsense = None, [], {}, 0, False
            try:
                self._in_time()
                super().preprocess(nb, resources, km)
                break
            except _Over:
                note(
                    self,
                    nb,
                    f"The notebook was not finished after {self.notebook_seconds} seconds; the rest was not run.",
                )
                break
            except Exception as error:  # what a kernel sends can break its client in many ways
                if self._current is None and not isinstance(error, DeadKernelError):
                    raise  # no cell has run: the fault is not the notebook's
                self._leave_out(nb, error)
        for cell in nb.cells:
            if cell.id in self._left_out:
                cell.source, did = self._left_out[cell.id]
                note(self, nb, did)
        return nb, resources

    def _leave_out(self, nb, error: Exception) -> None:
        """Leave the cell out that ended the run. A kernel may die a little after its cell, so that is tried again with pauses."""
        at = self._current or 0
        if isinstance(error, DeadKernelError) and not self._why_ended() and at > self._gone_at:
            self._gone_at = at
            return
        self._gone_at = -1
        cell = nb.cells[self._late[0] if isinstance(error, _Stuck) else self._current or 0]
        source, _ = self._left_out.get(cell.id, (cell.source, ""))
        self._left_out[cell.id] = (source, f"{_called(cell)} {self._what(error)} and was left out.")
        cell.source = "pass"

    def _why_ended(self) -> list[str]:
        """Why the kernel manager ended kernels, if it watches them: then it knows more than that one is gone."""
        return getattr(self.kernel_manager_class, "reasons", [])

    def _what(self, error: Exception) -> str:
        """What a cell did, in words."""
        if self._why_ended():
            return self._why_ended().pop()
        if isinstance(error, DeadKernelError):
            return "stops the kernel"
        return "does not finish" if isinstance(error, (CellTimeoutError, _Stuck)) else "sends what no kernel sends"

    def _in_time(self) -> None:
        if time.monotonic() > self._end:
            raise _Over

    def _get_timeout(self, cell):
        """nbclient's hook for the seconds of a cell: what no student wrote is not stopped for being slow, since all marks hang on it."""
        first = self._added[:1]  # not the last of what was added, which runs a student's functions
        ours = cell is not None and (
            cell.id in first or (cell.metadata.get("nbgrader", {}).get("locked") and not asks(cell))
        )
        return max(self.timeout, OWN_SECONDS) if ours else self.timeout

    def on_cell_execute(self, **kwargs):
        self._in_time()
        self._current = kwargs["cell_index"]

    async def on_cell_executed(self, **kwargs):
        before = len(kwargs["cell"].outputs)
        super().on_cell_executed(**kwargs)
        for output in kwargs["cell"].outputs[
            before:
        ]:  # an error that came with the reply alone: no message was counted
            output.traceback = [str(line)[:MAX_LINE] for line in output.traceback[:MAX_LINES]]
            output.ename, output.evalue = str(output.ename)[:MAX_LINE], str(output.evalue)[:MAX_LINE]
        if kwargs["execute_reply"]["content"].get("ename") == "CellTimeoutError":
            note(self, self.nb, f"{_called(kwargs['cell'])} took more than {self.timeout} seconds and was stopped.")
            self._late.append(kwargs["cell_index"])
            if len(self._late) > 1 and self._late[-1] - self._late[-2] <= 1:
                raise _Stuck
        if kwargs["cell_index"] <= self._gone_at:
            await asyncio.sleep(PAUSE)
            if not await self.km.is_alive():
                raise DeadKernelError("Kernel died")

    def process_message(self, msg, cell, cell_index):
        """nbclient's hook for each message of a kernel: widgets, outputs beyond a cell's bound and nonsense are dropped."""
        try:
            return self._bounded(msg, cell, cell_index)
        except CellExecutionComplete:  # how nbclient says that a cell is done
            raise
        except Exception:  # students can send messages of any shape
            if not self._nonsense:
                note(self, self.nb, f"{_called(cell)} sends what no kernel sends; it was passed over.")
            self._nonsense = True
            return None

    def _bounded(self, msg, cell, cell_index):
        kind, content = msg["msg_type"], msg["content"]
        if kind.startswith("comm_"):
            return None
        if kind == "update_display_data":  # one message would change any number of outputs
            return None
        (content.get("transient") or {}).pop("display_id", None)  # so would a new output with an old name
        if kind in ("stream", "display_data", "execute_result", "error"):
            answer = ANSWER_MIME in (content.get("data") or {})
            size = _size(content)
            here = self._kept.get((cell_index, answer), 0) + size
            if here > (MAX_ANSWERS if answer else MAX_OUTPUT) or self._all + size > MAX_NOTEBOOK:
                return None
            self._kept[cell_index, answer] = here
            self._all += size
        return super().process_message(msg, cell, cell_index)


def _called(cell) -> str:
    """A cell by its check, or by how it begins."""
    if ".run(" in cell.source and "__import__" in cell.source:
        return f"The cell {cell.id}, which asks for an answer," if name_of(cell) else "The last round of asking"
    return (
        f"A cell that begins {cell.source.strip().splitlines()[0][:70]!r}" if cell.source.strip() else "An empty cell"
    )


def _size(content: dict) -> int:
    """About how many characters an output holds, and never nothing, so that many empty ones count as well."""
    return 100 + len(json.dumps(content, default=str))
