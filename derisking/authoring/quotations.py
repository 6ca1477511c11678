"""Which row of the registry is quoted in which lesson: the index `data/quoted.csv`, written by an authoring step.

Three ways of quoting count: a link in a text (`"fact: id"` in its title), a question's `source`, and an id that code names, because
a chart then shows the row. Written by `python3 run.py build`; a test proves that the file is current.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from derisking import data
from derisking.authoring.prose import files

TITLE = re.compile(r'\\?"(fact|event):\s+([a-z0-9-]+)(?:\s+·[^"\\]*)?\\?"')
SHORT = re.compile(r"\]\((fact|event):\s*([a-z0-9-]+)\)")
LITERAL = re.compile(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)+)[\"']")
COLUMNS = ("lesson", "kind", "id", "how", "file")
TEACHING = "teaching"  # texts for teachers that belong to no single lesson

Quote = tuple[str, str, str, str, str]


def known() -> dict[str, str]:
    """Every id of the registry with its kind, "fact" or "event"."""
    facts = dict.fromkeys(data.load("facts")["id"], "fact")
    return facts | dict.fromkeys(data.load("policy_events")["event_id"], "event")


def lessons(root: Path) -> list[str]:
    """Names of the lessons, in order. root: the checkout."""
    return sorted(path.stem for path in (root / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def lesson_of(path: Path, lessons: list[str]) -> str:
    """The lesson a file belongs to, by its folder or the number in its name; "teaching" for the rest."""
    if path.parent.name in lessons:
        return path.parent.name
    number = re.match(r"(\d\d)", path.stem)
    fitting = [lesson for lesson in lessons if number and lesson.startswith(number[1])]
    return fitting[0] if fitting else TEACHING


def _in_notebook(text: str, rows: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        yield from (_in_code if cell["cell_type"] == "code" else _in_text)(source, rows)


def _in_text(text: str, rows: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for pattern in (TITLE, SHORT):
        for kind, row_id in pattern.findall(text):
            if rows.get(row_id) == kind:
                yield kind, row_id, "link"


def _in_code(text: str, rows: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    yield from _in_text(text, rows)
    for row_id in LITERAL.findall(text):
        if row_id in rows:
            yield rows[row_id], row_id, "code"


def _in_bank(text: str, rows: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    import yaml  # only authors read banks here

    yield from _in_text(text, rows)
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if isinstance(content, list):  # the objectives, which have no sources
        return
    for question in [*content.get("questions", []), *content.get("tasks", [])]:
        for row_id in [*(question.get("source") or []), question.get("answer_fact")]:
            if row_id in rows:
                yield rows[row_id], row_id, "source"


READERS = {".ipynb": _in_notebook, ".yaml": _in_bank, ".py": _in_code, ".md": _in_text}


def collect(root: Path) -> list[Quote]:
    """Every quotation as (lesson, kind, id, how, file), sorted, each once. root: the checkout."""
    rows, names = known(), lessons(root)
    found = {
        (lesson_of(path, names), kind, row_id, how, path.relative_to(root).as_posix())
        for path in [*files(root), *(root / "solutions").rglob("keys.py"), *root.glob("TEACHING.md")]
        for kind, row_id, how in READERS[path.suffix](path.read_text(encoding="utf-8"), rows)
    }
    return sorted(found)


def render(quotes: list[Quote]) -> str:
    """The content of `data/quoted.csv`."""
    return pd.DataFrame(quotes, columns=COLUMNS).to_csv(index=False, lineterminator="\n")


def write(root: Path) -> bool:
    """Write `data/quoted.csv`; True when it changed (then `derisking.authoring.dictionary` must renew its hash)."""
    file, text = data.folder() / "quoted.csv", render(collect(root))
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.write_text(text, encoding="utf-8", newline="\n")
    return True
