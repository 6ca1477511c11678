"""After the run: judge the plain answers in this process, and write the outputs that nbgrader reads."""

import ast
import contextlib
import functools
import math

import nbformat

from derisking.classroom.nbgrader.restore import released_cells
from derisking.classroom.nbgrader.step import CHECK, RESULT_MIME, Variants, asks, is_code, judged, name_of, note, some
from derisking.exercises import panels
from derisking.exercises.results import Result, number
from derisking.exercises.task import PART_B, Definition, Task
from derisking.questions import answers as typed
from derisking.questions.verdict import MISCONCEPTION, NOT_ATTEMPTED, RAISES

MAX_PARSED = 100_000  # characters of a cell that is parsed; a syntax tree takes a thousand times its text
# Words by which the package's own answers can be fetched past an import that is noticed; honest notebooks have none.
COPIES = (
    *("importlib", "runpy", "getsource", "sys.modules", "__import__"),
    *("__code__", "__globals__", "__path__", "__file__"),
)
WAITS = "This answer is code that has to be run, which waits for a computer where code can be shut in."
_PACKAGE_ANSWERS = (*(f"derisking.models.{name}" for name in ("indicators", "chips", "supply")), "derisking.exercises.")


class Judge(Variants):
    """Judge the answers in this process, and write into each check cell what nbgrader reads and the student sees."""

    def preprocess(self, nb, resources):
        definition, run = self.definition(resources), resources.get("derisking")
        if definition is None or run is None:
            return nb, resources
        was_read, answers = run["read"], run["answers"]
        results = {task.id: _judge(task, answers, run["seed"], was_read) for task in definition.tasks}
        waiting = [task for task, result in results.items() if result.explanation == WAITS]
        results[PART_B] = definition.part_b(results)
        for cell in filter(is_code, nb.cells):
            if asks(cell):
                cell.outputs = _shown(results.get(name_of(cell).removeprefix(CHECK)))
        for line in _unjudged(nb, results):
            note(self, nb, line)
        asked = [task.id for task in definition.tasks if task.id not in waiting]
        ours = {cell["source"].strip() for cell in released_cells(resources).values()}
        for line in [*_odd_answers(asked, answers), *_package_answers(nb, ours)]:
            note(self, nb, line)
        if waiting:
            note(self, nb, f"Answers that wait to be run: {some(waiting)} ({'; '.join(resources['reading'].why[:2])}).")
        nb.metadata.setdefault("derisking", {}).update(read=was_read, waits=waiting)
        self._save(nb, definition, results)
        nb.metadata["derisking"]["sheet"] = definition.sheet
        if definition.variant and definition.variant.code:
            nb.metadata["derisking"]["variant"] = _varied(definition, answers)
        return nb, resources

    def _save(self, nb, definition: Definition, results: dict[str, Result]) -> None:
        """Keep all results in the notebook, for reports: also those of ungraded cells and of both routes."""
        kept = nb.metadata["derisking"]
        for result in results.values():
            if result.misconception == "package-answer":
                note(self, nb, f"Task {result.task} uses the package's own answer and earns no marks.")
        untouched = all(results[task.id].outcome == NOT_ATTEMPTED for task in definition.tasks)
        if definition.tasks and untouched and not kept["waits"]:
            note(self, nb, "No task is filled in: perhaps the wrong file was handed in.")
        kept["lesson"], kept["results"] = definition.lesson, [result.to_json() for result in results.values()]


def _judge(task: Task, answers: dict, seed: int, was_read: bool) -> Result:
    """One answer counts: that of the task's own place, and that of the end only where there was none.

    Of a notebook that was only read, what could not be read waits.
    """
    here = _judged_at(task, answers.get((task.id, "here"), []), seed)
    if here is not None and here.outcome != NOT_ATTEMPTED:
        return here
    end = _judged_at(task, answers.get((task.id, "end"), []), seed)
    if was_read and (here is None or end is None):
        return _nothing(task, NOT_ATTEMPTED, WAITS)
    if here is not None and end is None:
        return here
    return end or _nothing(task, RAISES, "No answer arrived: the code before this cell stopped the notebook.")


def _judged_at(task: Task, items: list, seed: int) -> Result | None:
    """What the answers of one place are worth: only exactly one counts; None if none arrived."""
    if len(items) > 1:
        return _nothing(task, MISCONCEPTION, "More than one answer arrived for this task, so none counts.")
    if not items or not isinstance(items[0], dict):
        return None
    try:
        return task.judge(items[0], seed)
    except Exception:  # whatever was sent, the batch goes on
        return _nothing(task, RAISES, "This answer could not be read.")


def _unjudged(nb, results: dict[str, Result]) -> list[str]:
    """Give 0 to each graded cell that has no result of ours (nbgrader would give all points), and say which."""
    for_us = [cell for cell in nb.cells if judged(cell)]
    left = [cell for cell in for_us if not _own_result(cell, results.get(name_of(cell).removeprefix(CHECK)))]
    for cell in left:
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "0"}, execution_count=1)]
    names = [name_of(cell) for cell in left]
    return [f"Graded cells without a judged answer, which get 0 points: {some(names)}."] if left else []


def _own_result(cell, result: Result | None) -> bool:
    kept = [output.get("data", {}).get(RESULT_MIME) or {} for output in cell.outputs]
    shown = [(one.get("task"), one.get("points")) for one in kept]
    return result is not None and shown == [(result.task, result.points)]


def _varied(definition: Definition, answers: dict) -> dict:
    """The code and the number that a student gave, for the table of a class; None for anything but one number."""
    task = definition.task(definition.varied)
    numbers = []
    for place in ("end", "here"):
        for item in answers.get((task.id, place), []):
            found = item.get("found") if isinstance(item, dict) else None
            plain = found.get(task.names[0]) if isinstance(found, dict) else None
            with contextlib.suppress(Exception):  # whatever was sent
                numbers.append(typed.as_number(plain))
    answer = next((value for value in numbers if value is not None and math.isfinite(value)), None)
    return {"code": definition.variant.code, "answer": answer}


def _odd_answers(tasks: list[str], answers: dict) -> list[str]:
    """Lines for the teacher on tasks that were answered more often than asked, or not at all; honest code does neither."""
    counts = {task: [len(answers.get((task, place), [])) for place in ("here", "end")] for task in tasks}
    twice = [task for task, (here, end) in counts.items() if max(here, end) > 1]
    never = [task for task, (here, end) in counts.items() if not here and not end]
    lines = [f"More than one answer arrived for {some(twice)}; such answers do not count."] if twice else []
    changed = [task for task in tasks if _differs(answers, task)]
    if changed:
        lines.append(f"Answered twice, differently: {some(changed)}; the answer in the task's own place counts.")
    return lines + ([f"No answer arrived for {some(never)}: something stopped the asking."] if never else [])


def _differs(answers: dict, task: str) -> bool:
    """Whether a name held one answer where its task was asked, and another at the end. Functions are not compared."""
    here, end = (answers.get((task, place), []) for place in ("here", "end"))
    if len(here) != 1 or len(end) != 1 or not isinstance(here[0], dict) or not isinstance(end[0], dict):
        return False
    first, last = here[0].get("found"), end[0].get("found")
    if not isinstance(first, dict) or not isinstance(last, dict):
        return False
    plain = [name for name, value in first.items() if isinstance(value, dict) and value.get("t") != "function"]
    tried = [name for name in plain if not _untouched(first[name])]
    return any(first[name] != last.get(name) for name in tried)


def _untouched(value: dict) -> bool:
    try:
        return typed.untouched(value)
    except (KeyError, TypeError, ValueError, RecursionError):
        return False


def _nothing(task: Task, outcome: str, text: str) -> Result:
    return Result(task.id, task.title, 0.0, task.points, outcome, text)


def _shown(result: Result | None) -> list:
    """The one output of a check cell: points as text for nbgrader, the panel for people, the result for reports."""
    if result is None:
        return []
    data = {"text/plain": number(result.points), "text/html": _panel(result), RESULT_MIME: result.to_json()}
    shown = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    return [nbformat.from_dict(shown)]


_panel = functools.lru_cache(maxsize=2_000)(panels.result_panel)  # in a class the same ones come again and again


def _package_answers(nb, ours: set[str]) -> list[str]:
    """One line per import of modules that hold answers, for the teacher. ours: what students got, which they may paste again."""
    lines = []
    for cell in nb.cells:
        if is_code(cell) and not asks(cell) and cell.source.strip() not in ours:
            used = [word for word in COPIES if word in cell.source]
            lines += [f"The notebook imports {name}." for name in _imported(cell.source)]
            lines += [f"The notebook uses {word}, by which an answer of the package can be copied." for word in used]
    return sorted(set(lines))


def _imported(source: str) -> list[str]:
    if len(source) > MAX_PARSED:
        return []
    plain = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?"))]
    try:
        tree = ast.parse("\n".join(plain))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.startswith(_PACKAGE_ANSWERS)]
