"""Grading with nbgrader, with the asking and the judging in different processes.

nbgrader runs a notebook and reads marks from what the cells show, which a student can shape. So before the run each
check cell is swapped for one that only asks (`probing`), and after the run the parent process judges the plain answers
and writes the outputs that nbgrader reads. Around it: a sanitiser that repairs what students, Colab and VS Code do to a
notebook, a kernel that may die without stopping the batch, and a feedback filter. `configure` sets all of it up.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import math
import os
import re
import secrets
import sys
import time
from pathlib import Path

import nbformat
from nbclient.client import CellExecutionComplete
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor, Preprocessor
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearOutput,
    DeduplicateIds,
    Execute,
    GetGrades,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import Bool, Integer

from derisking import exercises
from derisking.exercises import panels
from derisking.exercises.task import PART_B, Definition, Task
from derisking.exercises.probing import ANSWER_MIME
from derisking.exercises.results import Result, number
from derisking.questions import answers
from derisking.questions.verdict import MISCONCEPTION, NOT_ATTEMPTED, RAISES

STILL = ("text/plain", "image/png", "image/jpeg")  # kinds of output in which nothing runs
RESULT_MIME = "application/vnd.derisking.result+json"
CHECK = "check-"
MEMO_HEADING = "### Your memo"
MAX_STREAM = 20_000  # characters kept of what one student cell printed
MAX_OUTPUT = 2_000_000  # characters of all outputs of a cell, pictures included, while it runs
MAX_ANSWERS = 20_000_000  # the same for answers, which the probe bounds one by one
CELL_SECONDS = 20
MAX_PARSED = 100_000  # characters of a cell that is parsed; a syntax tree takes a thousand times its text
# Blanks of one line only: "\s*" would go over every line from every line, which takes hours in a cell of empty lines.
_CHECK_CALL = re.compile(r"""^[ \t]*exercise\.check\(\s*["']([\w-]+)["']\s*\)""", re.MULTILINE)
_PACKAGE_ANSWERS = ("derisking.models.indicators", "derisking.models.chips", "derisking.models.supply", "derisking.exercises.")


class Variants(NbGraderPreprocessor):
    """Base of the two steps that need the exercise. `c.Variants.on = True` gives each student a variant.

    The code is the student id that nbgrader knows, so that nobody gains by typing another's code.
    """

    on = Bool(False, help="Judge each student's own variant; the code is the student id.").tag(config=True)

    def definition(self, resources: dict) -> Definition | None:
        """The exercise being graded; None for an assignment that is not one of ours."""
        lesson, student = resources["nbgrader"]["assignment"], resources["nbgrader"].get("student")
        return exercises.definition(lesson, student if self.on else None) if lesson in exercises.lessons() else None


def _note(preprocessor: NbGraderPreprocessor, nb, text: str) -> None:
    """A line for the teacher: in the log, and in the notebook's metadata for a report."""
    preprocessor.log.warning("%s", text)
    notes = nb.metadata.setdefault("derisking", {}).setdefault("notes", [])
    if text not in notes:
        notes.append(text)


def _code(cell) -> bool:
    return cell.cell_type == "code"


# --- before nbgrader's own sanitiser --------------------------------------------------------------------------------------


class Restore(NbGraderPreprocessor):
    """Give known cells their metadata back, once each, and strip what does not belong.

    A cell is known by its nbgrader id, by its cell id (the same), by its text, or by the check it calls. Answers need no
    cell: they are found by name when the notebook has run.
    """

    def preprocess(self, nb, resources):
        known = self._known(resources)
        nb.metadata.pop("derisking", None)
        nb.metadata["language_info"] = {"name": "python"}
        claims: dict[str, list] = {}
        for cell in nb.cells:
            name = _identify(cell, known)
            cell.metadata = {} if not isinstance(cell.get("metadata"), dict) else cell.metadata
            cell.metadata.pop("nbgrader", None)
            if name:
                claims.setdefault(name, []).append(cell)
        for name, cells in claims.items():
            self._claim(nb, name, cells, known[name])
        several = [name for name, cells in claims.items() if len(cells) > 1]
        if several:
            _note(self, nb, f"Cells that were there more than once, of which one was taken: {_some(several)}.")
        self._add_missing(nb, [name for name in known if name not in claims], known)
        _unique_ids(nb)
        return nb, resources

    def _known(self, resources) -> dict[str, dict]:
        """Each released cell by its id: metadata, type and source, as the gradebook has them."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(info["notebook"], info["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            tasks = {cell.name: cell.max_score for cell in notebook.task_cells}
            return {cell.name: _released(cell, points, solutions, tasks) for cell in notebook.source_cells}

    def _claim(self, nb, name: str, cells: list, released: dict) -> None:
        changed = [cell for cell in cells if cell.source.strip() != released["source"].strip()]
        editable = released["metadata"]["solution"]
        if released["metadata"]["grade"] and editable:
            cell = max(changed or cells, key=lambda cell: len(cell.source))
        else:
            cell = (changed if editable and changed else cells)[-1]
        cell.metadata["nbgrader"] = dict(released["metadata"])
        for other in cells:
            if other is not cell and other.get("id") == name:
                other["id"] = secrets.token_hex(4)
        cell["id"] = name

    def _add_missing(self, nb, missing: list[str], known: dict) -> None:
        front, back = [], []
        for name in missing:
            released = known[name]
            meta = released["metadata"]
            if meta["solution"] and not meta["grade"]:
                continue  # an answer cell: its name may be set anywhere
            make = nbformat.v4.new_code_cell if released["cell_type"] == "code" else nbformat.v4.new_markdown_cell
            cell = make(released["source"], id=name, metadata={"nbgrader": dict(meta)})
            is_setup = meta["locked"] and not meta["grade"] and not name.startswith(CHECK)
            (front if is_setup else nb.cells).append(cell)
            if released["cell_type"] == "code" or meta["grade"]:
                back.append(name)
        if back:
            _note(self, nb, f"Cells that were missing and have been put back: {_some(back)}.")
        nb.cells[:0] = sorted(front, key=lambda cell: cell.id != "setup")


def _some(names: list[str]) -> str:
    """The first few of a list, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _released(cell, points: dict, solutions: set, tasks: dict) -> dict:
    metadata = {
        "grade": cell.name in points,
        "grade_id": cell.name,
        "locked": bool(cell.locked),
        "solution": cell.name in solutions,
        "task": cell.name in tasks,
        "schema_version": 3,
        "cell_type": cell.cell_type,
        "checksum": cell.checksum,
    }
    if cell.name in points or cell.name in tasks:
        metadata["points"] = {**points, **tasks}[cell.name]
    return {"metadata": metadata, "source": cell.source or "", "cell_type": cell.cell_type}


def _identify(cell, known: dict[str, dict]) -> str | None:
    """Which released cell this is, or None. Ids first, then text."""
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    grader = metadata.get("nbgrader")
    for name in (grader.get("grade_id") if isinstance(grader, dict) else None, cell.get("id")):
        if isinstance(name, str) and name in known:
            return name
    source = cell.source.strip()
    called = _CHECK_CALL.search(source)
    if _code(cell) and called and CHECK + called.group(1) in known:
        return CHECK + called.group(1)
    if "memo" in known and not _code(cell) and source.startswith(MEMO_HEADING):
        return "memo"
    same = (name for name, released in known.items() if source and released["source"].strip() == source)
    return next(same, None)


def _unique_ids(nb) -> None:
    """Every cell an id of its own, as the format demands; older notebooks get ids."""
    nb.nbformat, nb.nbformat_minor = 4, 5
    seen: set[str] = set()
    for cell in nb.cells:
        name = cell.get("id")
        if not isinstance(name, str) or name in seen or not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
            cell["id"] = name = secrets.token_hex(4)
        seen.add(name)


# --- around the run -------------------------------------------------------------------------------------------------------


def secret_seed(db_url: str) -> int:
    """A secret number per gradebook, so that graded inputs cannot be known and a second run asks the same."""
    path = db_url.removeprefix("sqlite:///")
    if path == db_url or not path:
        return int.from_bytes(hashlib.sha256(db_url.encode("utf-8")).digest()[:6], "big")
    file = Path(path).with_name(Path(path).name + ".seed")
    if not file.is_file():
        file.write_text(secrets.token_hex(16), encoding="utf-8")
    return int.from_bytes(hashlib.sha256(file.read_bytes()).digest()[:6], "big")


class AskOnly(Variants):
    """Swap the check cells for cells that only ask, and ask once more at the end for answers that stand elsewhere."""

    def preprocess(self, nb, resources):
        definition = self.definition(resources)
        if definition is None:
            return nb, resources
        run = resources["derisking"] = {
            "orders": {},
            "sources": {},
            "seed": secret_seed(resources["nbgrader"]["db_url"]),
            "handle": f"_{secrets.token_hex(16)}",
            "added": [],
        }
        tasks = {task.id: task for task in definition.tasks}
        for cell in nb.cells:
            if _code(cell) and cell.id.startswith(CHECK) and cell.metadata.get("nbgrader"):
                run["sources"][cell.id] = cell.source
                task = tasks.get(cell.id.removeprefix(CHECK))
                cell.source = self._ask(task, "here", run) if task else "pass"
        variant = definition.variant.to_json() if definition.variant else None
        start = (
            f"import derisking.exercises.probing as _; _.install({run['handle']!r}, get_ipython(), {variant!r}); del _"
        )
        last = "\n".join(self._ask(task, "end", run) for task in definition.tasks)
        nb.cells = [self._added(start, run), *nb.cells, self._added(last, run)]
        return nb, resources

    def _ask(self, task: Task, place: str, run: dict) -> str:
        nonce = secrets.token_hex(16)
        run["orders"][nonce] = (task.id, place)
        order = {"nonce": nonce, "task": task.id, "inputs": task.inputs(run["seed"])}
        return f"__import__('sys').modules[{run['handle']!r}].run({json.dumps(order)!r})"

    def _added(self, source: str, run: dict):
        cell = nbformat.v4.new_code_cell(source)
        run["added"].append(cell.id)
        return cell


class _Stuck(Exception):
    pass


class _Over(Exception):
    pass


class GuardedExecute(Execute):
    """Run a notebook; if a cell kills or blocks the kernel, leave that cell out and run the rest again.

    What cells send back is bounded, so that a flood fills neither memory nor disk; widgets are not kept.
    """

    max_deaths = 4
    notebook_seconds = Integer(0, help="Seconds for a whole notebook with all its restarts; 0: no limit.").tag(
        config=True
    )

    def preprocess(self, nb, resources=None, km=None):
        silenced = {}
        self._end = time.monotonic() + self.notebook_seconds if self.notebook_seconds else math.inf
        for _ in range(self.max_deaths):
            self._current, self._late, self._kept, self._nonsense = None, [], {}, False
            try:
                self._in_time()
                super().preprocess(nb, resources, km)
                break
            except _Over:
                _note(
                    self,
                    nb,
                    f"The notebook was not finished after {self.notebook_seconds} seconds; the rest was not run.",
                )
                break
            except Exception as error:  # what a kernel sends can break its client in many ways
                if self._current is None and not isinstance(error, DeadKernelError):
                    raise  # no cell has run: the fault is not the notebook's
                culprit = nb.cells[self._late[0] if isinstance(error, _Stuck) else self._current or 0]
                _note(self, nb, f"{_called(culprit)} {self._what(error)} and was left out.")
                silenced[culprit.id] = culprit.source
                culprit.source = "pass"
        for cell in nb.cells:
            cell.source = silenced.get(cell.id, cell.source)
        return nb, resources

    def _what(self, error: Exception) -> str:
        """What a cell did, in words; a kernel manager that watches its kernels knows more than that one is gone."""
        reasons = getattr(self.kernel_manager_class, "reasons", [])
        if reasons:
            return reasons.pop()
        if isinstance(error, DeadKernelError):
            return "stops the kernel"
        return "does not finish" if isinstance(error, (CellTimeoutError, _Stuck)) else "sends what no kernel sends"

    def _in_time(self) -> None:
        if time.monotonic() > self._end:
            raise _Over

    def on_cell_execute(self, **kwargs):
        self._in_time()
        self._current = kwargs["cell_index"]

    def on_cell_executed(self, **kwargs):
        super().on_cell_executed(**kwargs)
        if kwargs["execute_reply"]["content"].get("ename") == "CellTimeoutError":
            _note(self, self.nb, f"{_called(kwargs['cell'])} took more than {self.timeout} seconds and was stopped.")
            self._late.append(kwargs["cell_index"])
            if len(self._late) > 1 and self._late[-1] - self._late[-2] <= 1:
                raise _Stuck
        return None

    def process_message(self, msg, cell, cell_index):
        """nbclient's hook for each message of a kernel: widgets, outputs beyond a cell's bound and nonsense are dropped."""
        try:
            return self._bounded(msg, cell, cell_index)
        except CellExecutionComplete:  # how nbclient says that a cell is done
            raise
        except Exception:  # students can send messages of any shape
            if not self._nonsense:
                _note(self, self.nb, f"{_called(cell)} sends what no kernel sends; it was passed over.")
            self._nonsense = True
            return None

    def _bounded(self, msg, cell, cell_index):
        kind, content = msg["msg_type"], msg["content"]
        if kind.startswith("comm_"):
            return None
        if kind in ("stream", "display_data", "execute_result", "update_display_data", "error"):
            answer = ANSWER_MIME in (content.get("data") or {})
            size = self._kept.get((cell_index, answer), 0) + _size(content)
            if size > (MAX_ANSWERS if answer else MAX_OUTPUT):
                return None
            self._kept[cell_index, answer] = size
        return super().process_message(msg, cell, cell_index)


def _called(cell) -> str:
    """A cell by its check, or by how it begins."""
    if ".run(" in cell.source and "__import__" in cell.source:
        return (
            f"The cell {cell.id}, which asks for an answer,"
            if cell.id.startswith(CHECK)
            else "The last round of asking"
        )
    return (
        f"A cell that begins {cell.source.strip().splitlines()[0][:70]!r}" if cell.source.strip() else "An empty cell"
    )


def _size(content: dict) -> int:
    """About how many characters an output holds, and never nothing, so that many empty ones count as well."""
    return 100 + len(json.dumps(content, default=str))


class Judge(Variants):
    """Judge the answers in this process, and write into each check cell what nbgrader reads and the student sees."""

    def preprocess(self, nb, resources):
        definition, run = self.definition(resources), resources.get("derisking")
        if definition is None or run is None:
            return nb, resources
        answers = _collect(nb, run["orders"])
        nb.cells = [cell for cell in nb.cells if cell.id not in run["added"]]
        results = {task.id: _judge(task, answers, run["seed"]) for task in definition.tasks}
        results[PART_B] = definition.part_b(results)
        for cell in nb.cells:
            if cell.id in run["sources"]:
                cell.source = run["sources"][cell.id]
                cell.outputs = _shown(results.get(cell.id.removeprefix(CHECK)))
            elif _code(cell):
                cell.outputs = [_shortened(_still(output)) for output in cell.outputs]
        for line in [*_odd_answers(definition, answers), *_package_answers(nb, run["sources"])]:
            _note(self, nb, line)
        self._save(nb, definition, results)
        if definition.variant and definition.variant.code:
            nb.metadata["derisking"]["variant"] = _varied(definition, answers)
        return nb, resources

    def _save(self, nb, definition: Definition, results: dict[str, Result]) -> None:
        """Keep all results in the notebook, for reports: also those of ungraded cells and of both routes."""
        for result in results.values():
            if result.misconception == "package-answer":
                _note(self, nb, f"Task {result.task} uses the package's own answer and earns no marks.")
        if all(results[task.id].outcome == NOT_ATTEMPTED for task in definition.tasks):
            _note(self, nb, "No task is filled in: perhaps the wrong file was handed in.")
        kept = nb.metadata.setdefault("derisking", {})
        kept["lesson"], kept["results"] = definition.lesson, [result.to_json() for result in results.values()]


def _collect(nb, orders: dict) -> dict[tuple[str, str], list]:
    """Answers by (task, place), known by their nonce; every answer output is taken out of the notebook."""
    found: dict[tuple[str, str], list] = {}
    for cell in nb.cells:
        if not _code(cell):
            continue
        for output in cell.outputs:
            data = output.get("data") if hasattr(output, "get") else None
            item = data.get(ANSWER_MIME) if isinstance(data, dict) else None
            if isinstance(item, dict) and isinstance(item.get("nonce"), str):
                key = orders.get(item["nonce"])
                if key and key[0] == item.get("task"):
                    found.setdefault(key, []).append(item.get("answers"))
        cell.outputs = [output for output in cell.outputs if ANSWER_MIME not in (output.get("data") or {})]
    return found


def _judge(task: Task, answers: dict, seed: int) -> Result:
    """The better of the two times a task was asked; each counts only if exactly one answer arrived."""
    results = []
    for place in ("here", "end"):
        items = answers.get((task.id, place), [])
        if len(items) == 1 and isinstance(items[0], dict):
            try:
                results.append(task.judge(items[0], seed))
            except Exception:  # whatever was sent, the batch goes on
                results.append(_nothing(task, RAISES, "This answer could not be read."))
        elif len(items) > 1:
            results.append(_nothing(task, MISCONCEPTION, "More than one answer arrived for this task, so none counts."))
    if not results:
        return _nothing(task, RAISES, "No answer arrived: the code before this cell stopped the notebook.")
    return max(results, key=lambda result: (result.points, result.outcome != NOT_ATTEMPTED))


def _varied(definition: Definition, answers: dict) -> dict:
    """The code and the number that a student gave, for the table of a class; None for anything but one number."""
    task = definition.task(definition.varied)
    numbers = []
    for place in ("end", "here"):
        for item in answers.get((task.id, place), []):
            found = item.get("found") if isinstance(item, dict) else None
            plain = found.get(task.names[0]) if isinstance(found, dict) else None
            with contextlib.suppress(KeyError, TypeError, ValueError):
                numbers.append(answers.as_number(plain))
    answer = next((value for value in numbers if value is not None and math.isfinite(value)), None)
    return {"code": definition.variant.code, "answer": answer}


def _odd_answers(definition: Definition, answers: dict) -> list[str]:
    """Lines for the teacher on tasks that were answered more often than asked, or not at all; honest code does neither."""
    counts = {
        task.id: [len(answers.get((task.id, place), [])) for place in ("here", "end")] for task in definition.tasks
    }
    twice = [task for task, (here, end) in counts.items() if max(here, end) > 1]
    never = [task for task, (here, end) in counts.items() if not here and not end]
    lines = [f"More than one answer arrived for {_some(twice)}; such answers do not count."] if twice else []
    return lines + ([f"No answer arrived for {_some(never)}: something stopped the asking."] if never else [])


def _nothing(task: Task, outcome: str, text: str) -> Result:
    return Result(task.id, task.title, 0.0, task.points, outcome, text)


def _shown(result: Result | None) -> list:
    """The one output of a check cell: points as text for nbgrader, the panel for people, the result for reports."""
    if result is None:
        return []
    data = {"text/plain": number(result.points), "text/html": panels.result_panel(result), RESULT_MIME: result.to_json()}
    return [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]


def _still(output):
    """An output without what a browser could run, since nbgrader's formgrader shows it beside the teacher's own session."""
    if output.get("data") is not None:
        kept = {kind: content for kind, content in output["data"].items() if kind in STILL and isinstance(content, str)}
        output["data"] = kept or {"text/plain": "(an output that is not kept)"}
        output["metadata"] = {}
    return output


def _shortened(output):
    if output.get("output_type") == "stream" and len(output.get("text", "")) > MAX_STREAM:
        output["text"] = output["text"][:MAX_STREAM] + "\n… (shortened)"
    for kind, content in list((output.get("data") or {}).items()):
        if isinstance(content, str) and len(content) > 50 * MAX_STREAM:
            output["data"][kind] = "(too long to keep)"
    return output


def _package_answers(nb, checks: dict) -> list[str]:
    """One line per import of modules that hold answers, for the teacher."""
    lines = []
    for cell in nb.cells:
        if _code(cell) and cell.id not in checks and not cell.metadata.get("nbgrader", {}).get("locked"):
            lines += [f"The notebook imports {name}." for name in _imported(cell.source)]
    return sorted(set(lines))


def _imported(source: str) -> list[str]:
    if len(source) > MAX_PARSED:
        return []
    try:
        tree = ast.parse(
            "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?")))
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.startswith(_PACKAGE_ANSWERS)]


# --- feedback -------------------------------------------------------------------------------------------------------------


class ShowResults(NbGraderPreprocessor):
    """Feedback shows the student's own cells and the explanations; no other output, so that no input can leak."""

    def preprocess(self, nb, resources):
        nb.metadata.pop("derisking", None)
        for cell in nb.cells:
            if _code(cell):
                kept = [output for output in cell.outputs if RESULT_MIME in (output.get("data") or {})]
                cell.outputs = [_only_panel(output) for output in kept] if cell.id.startswith(CHECK) else []
        return nb, resources


def _only_panel(output):
    output["data"] = {kind: output["data"][kind] for kind in ("text/html", "text/plain") if kind in output["data"]}
    return output


class NoMarkup(Preprocessor):
    """Where nbgrader turns a notebook into a page, also in its formgrader: no tag that a student typed reaches the browser.

    The page has the rights of the teacher's Jupyter server, so a script in a memo could run programs. This is for those who
    use nbgrader by itself; `derisking mark` shows text only (`classroom/showing.py`).
    """

    def preprocess_cell(self, cell, resources, index):
        if not _code(cell):
            cell.source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", cell.source)
            cell.pop("attachments", None)
        return cell, resources


# --- the settings ---------------------------------------------------------------------------------------------------------


def _tools_on_path() -> None:
    """nbgrader calls `alembic` by its bare name, which fails in an environment that is not activated."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


def configure(c) -> None:
    """Set nbgrader up for this module; `c` is its configuration object."""
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.preprocessors import ClearSolutions

    from derisking.exercises import stubs

    _tools_on_path()
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc*", "__pycache__", "feedback", ".DS_Store"]
    steps = GenerateAssignment.preprocessors.default_args[0]
    swapped = [stubs.BlankAnswers if step is ClearSolutions else step for step in steps]
    c.GenerateAssignment.preprocessors = swapped
    for name in ("ClearSolutions", "BlankAnswers"):
        c[name].code_stub = {"python": stubs.STUB}
        c[name].text_stub = stubs.TEXT_STUB
    own = [ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata]
    c.Autograde.sanitize_preprocessors = [Restore, *own]
    after = [LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [AskOnly, GuardedExecute, Judge, *after]
    c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, ShowResults, CSSHTMLHeaderPreprocessor]
    c.HTMLExporter.preprocessors = [NoMarkup]
    c.Execute.timeout = CELL_SECONDS
    c.Execute.iopub_timeout = CELL_SECONDS
