"""Write the ids that options, cards and lines of banks and tasks still lack (`derisking.questions.ids`).

An id goes in as a line before the text that it names; nothing else of the file changes.
"""

from collections.abc import Iterable, Iterator

import yaml

from derisking.places import checkout
from derisking.questions.ids import IDS, made_of


def written(text: str) -> str:
    """A bank or tasks file, as YAML, with every id in place."""
    for start, end, words in sorted(_changes(text), reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what to write there instead)."""
    file = yaml.compose(text)
    for question in (*_field(file, "questions"), *_field(file, "tasks")):
        owner = next(value.value for key, value in question.value if key.value == "id")
        for field, keys in IDS.items():
            for entry in _field(question, field):
                if isinstance(entry, yaml.ScalarNode):
                    start, end = entry.start_mark.index, entry.end_mark.index
                    yield start, end, f"{{text: {text[start:end]}, id: {made_of(owner, entry.value)}}}"
                else:
                    yield from _missing(owner, entry, keys)


def _field(owner: yaml.MappingNode, name: str) -> list[yaml.Node]:
    """The entries of a list."""
    found = next((value for key, value in owner.value if key.value == name), None)
    return found.value if isinstance(found, yaml.SequenceNode) else []


def _missing(owner: str, entry: yaml.MappingNode, keys: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    there = {key.value: (key.start_mark, value.value) for key, value in entry.value}
    for text, name in keys:
        if text in there and name not in there:
            mark, words = there[text]
            after = ", " if entry.flow_style else "\n" + " " * mark.column
            yield mark.index, mark.index, f"{name}: {made_of(owner, words)}{after}"


def main(arguments: list[str]) -> int:
    """Write the files, or with --check name those that lack an id. Returns the exit code."""
    folder, late = checkout(), []
    for path in sorted([*folder.glob("notebooks/quizzes/*.yaml"), *folder.glob("solutions/*/tasks.yaml")]):
        before = path.read_text(encoding="utf-8")
        after = written(before)
        if after != before:
            late.append(path.relative_to(folder).as_posix())
            if "--check" not in arguments:
                path.write_text(after, encoding="utf-8", newline="\n")
    if late:
        what = "are missing in" if "--check" in arguments else "written into"
        print(f"Ids of options, cards and lines {what}: {', '.join(late)}.")
    return 1 if late and "--check" in arguments else 0
