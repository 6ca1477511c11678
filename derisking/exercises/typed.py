"""What stands in an answer cell, as plain Python: what was clicked in its form, or what was typed, also where Python stumbles.

People type A without quotation marks, “A” out of a word processor, 0,80 (in Python two numbers) and 80 % (in Python an
error). Such lines are understood here and nowhere else: in the notebook before a cell runs, and for marks before a
notebook is read or run (`answer_source`). What is not understood stays as it is, and Python says so.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable

from derisking.exercises import form_answers
from derisking.exercises.task import Memo, Task
from derisking.questions import answers
from derisking.questions.kinds.base import NUMBER
from derisking.questions.kinds.numeric import parse

FORM = re.compile(r"""^([ \t]*)exercise\.form\([ \t]*["']([a-z0-9-]+)["'][ \t]*\)[ \t]*(?:#.*)?$""", re.MULTILINE)
MOST_SOURCE = 20_000  # characters of a cell in which something is mended: a grader's time is not a student's to spend
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»″＂", '"'), **dict.fromkeys("‘‚‛′", "'")})
_PIECE = re.compile(r""""[^"\n]*"?|'[^'\n]*'?|[\[\]{}(),:]|#[^\n]*|\s+|[^\s\[\]{}(),:#"'][^\[\]{}(),:#\n"]*""")
_WORDS = re.compile(r"\w[\w \-\u2010\u2011.’'/&]*")
_LEFT = re.compile(r"(?:^|(?<=;))[ \t]*(\w+)[ \t]*=(?!=)", re.MULTILINE)


def form_line(task: Task) -> str:
    """The line that shows a task's form, with the other way to answer beside it."""
    names = "; ".join(f"{name} = ..." for name in task.names)
    return f'exercise.form("{task.id}")  # to type your answer instead, put in place of this line: {names}'


def answer_source(cell: dict, task: Task) -> str:
    """The code of an answer cell with the answer in it as plain assignments.

    cell: a code cell as a dict or notebook node, outputs included, from anybody. Where its source still holds the form's
    line, what the form left among the outputs takes its place (nothing left: the line stays); typed lines are mended.
    """
    text = cell.get("source", "")
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    shown = next((line for line in FORM.finditer(text) if line[2] == task.id), None)
    left = clean(form_answers.read(cell, task.id), task) if shown else {}
    if left:
        lines = assignments(left).replace("\n", f"\n{shown[1]}")
        text = f"{text[: shown.start()]}{shown[1]}{lines}{text[shown.end() :]}"
    return mended(text, [task])


def clean(left: object, task: Task | Memo) -> dict:
    """What was clicked or written, without anything that no form of this task sends."""
    known = left if isinstance(left, dict) else {}
    kept = {name: known[name] for name in task.names if name in known and _plain(known[name])}
    return kept if len(json.dumps(kept, ensure_ascii=False)) <= task.most else {}


def _plain(value: object) -> bool:
    """A text, a number, a list of texts, or a text or such a list for each of several lines."""
    if isinstance(value, dict):
        return all(
            isinstance(key, str) and not isinstance(entry, dict) and _plain(entry) for key, entry in value.items()
        )
    if isinstance(value, list):
        return all(isinstance(entry, str) for entry in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) < 1e300
    return isinstance(value, str)  # `isfinite` raises for large whole numbers


def assignments(left: dict) -> str:
    """Answers as lines of Python. left: name -> plain JSON value (text, number, list, or object of these)."""
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in left.items())


def names_set(source: str) -> list[str]:
    """The names that a cell's lines would set, whether Python can read them or not."""
    return list(dict.fromkeys([*_LEFT.findall(source), *re.findall(r"^def[ \t]+(\w+)", source, re.MULTILINE)]))


# --- typed ------------------------------------------------------------------------------------------------------------


def mended(source: str, tasks: Iterable[Task]) -> str:
    """A cell's source with the answers to these tasks as Python reads them; unchanged where there is nothing to mend."""
    if len(source) > MOST_SOURCE:
        return source
    own = names_set(source)
    known = {name: task for task in tasks if task.is_form for name in task.names}
    for line in reversed([line for line in _LEFT.finditer(source) if line[1] in known][-20:]):
        start, end, task = line.end(), _end(source, line.end()), known[line[1]]
        value = source[start : min(end, start + task.most)]
        better = _number(value) if task.question.rules.shape == NUMBER else _labels(value, task, own)
        if better is not None and end - start <= task.most:
            tail = " " if source[end : end + 1] == "#" else ""
            source = f"{source[:start]} {better}{tail}{source[end:]}"
    return source


def _end(source: str, place: int) -> int:
    """Where the value that begins here ends: at the line's end, a comment or a semicolon outside quotes and brackets."""
    depth = 0
    for piece in re.finditer(r""""[^"\n]*"?|“[^”\n]*”|[\[{(]|[\]})]|#[^\n]*|\n|;|[^\[\]{}()"“#\n;]+""", source[place:]):
        if piece[0] in "[{(":
            depth += 1
        elif piece[0] in "]})":
            depth -= 1
        elif depth <= 0 and (piece[0] in "\n;" or piece[0].startswith("#")):
            return place + piece.start()
    return len(source)


def _tree(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _number(value: str) -> str | None:
    """A number that Python would not take for one; None where Python should read the value itself."""
    tree, text = _tree(value), value.translate(_QUOTES).strip().strip("\"'").strip()
    two = isinstance(tree, ast.Tuple) and not value.strip().startswith("(")
    if tree is not None and not two and not (isinstance(tree, ast.Constant) and isinstance(tree.value, str)):
        return None
    number = parse(re.sub(r"\s*,\s*", ",", text)) if len(text) < 100 else None
    return None if number is None else f"{number:.15g}"


def _labels(value: str, task: Task, own: list[str]) -> str | None:
    """Letters and words in quotation marks, where they lack or are the wrong ones; None where Python reads the value itself.

    own: names that the cell sets, which are names and no words.
    """
    tree = _tree(value)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree is not None else set()
    if tree is not None and (not used or used & set(own)):
        return None
    if tree is not None and any(isinstance(node, ast.Call | ast.Attribute | ast.Subscript) for node in ast.walk(tree)):
        return None
    rows, choices = task.question.rules.typed_as(task.question)
    known = {answers.fold(word) for word in (*rows.values(), *choices.values())}
    better = _quoted(value.translate(_QUOTES), known if tree is not None else None)
    return better if better is not None and _tree(better) is not None else None


def _quoted(text: str, known: set[str] | None) -> str | None:
    """The text with bare words in quotation marks. known: words that may be meant; None: any word, as nothing else can be."""
    whole = text.strip().strip(".)(")
    if whole and not re.search(r"""[\[\]{}(),:#"']""", whole):
        text = whole
    done = []
    for piece in (found[0] for found in _PIECE.finditer(text)):
        bare = piece.strip()
        if bare and bare[0] in "\"'":
            done.append(json.dumps(bare.strip(bare[0]), ensure_ascii=False))
        elif not bare or bare[0] in "[]{}(),:#" or bare == "..." or _tree_is_number(bare):
            done.append(piece)
        elif _WORDS.fullmatch(bare):
            if known is not None and answers.fold(bare) not in known:
                return None
            done.append(json.dumps(bare, ensure_ascii=False))
        elif bare.strip(".;!"):
            return None
    return "".join(done).strip()


def _tree_is_number(text: str) -> bool:
    tree = _tree(text)
    return isinstance(tree, ast.Constant) and not isinstance(tree.value, str)
