"""Write the links that make a number its own footnote.

An author types a short form, `[71 %](fact:gallium-eu-supply-china)` or `[3 July 2023](event:cn-gallium-announced)`;
this module puts in the address that the registry holds and a title that names the row and tells a reader what a click opens:
`[71 %](https://... "fact: gallium-eu-supply-china · SCMP, 2023 · opens the source")`. Where only an abstract or a summary was read,
the link's text says so. A figure that the module computes itself leads
to its table and formula in `data/README.md`; only banks keep the producer's address, because they travel without the tables.
Run again after the registry has changed, it refreshes links that are already written out, and the index `data/quoted.csv`.
`python3 run.py build` does it in every lesson, exercise source, question bank and teachers' text.
"""

import dataclasses
import json
import re
from pathlib import Path

from derisking import data
from derisking.authoring import quotations
from derisking.authoring.prose import files, prose
from derisking.errors import UserError

# What a citation says of a source of which less than the text was read, and then every link to it.
READ = re.compile(r" \((?:abstract|summary) read\)")
MARK = r"(?:\s+\((?:abstract|summary)\s+read\))?"
SHORT = re.compile(MARK + quotations.SHORT.pattern)
# In YAML a link may go on in the next line.
LONG = re.compile(MARK + r"\]\([^\s)]+\s+(\\?)\"(fact|event):\s+([a-z0-9-]+)(?:\s+·[^\"\\]*)?\\?\"\)")
TABLE = re.compile(r"table ([a-z_]+)")
DICTIONARY = "data/README.md"


def _row(kind: str, row_id: str) -> dict[str, str]:
    """One fact or event as text, empty cells as empty strings. Raises UserError for an unknown id."""
    if kind == "fact":
        return dataclasses.asdict(data.fact(row_id))
    events = data.load("policy_events").set_index("event_id")
    if row_id not in events.index:
        raise UserError(f"data/policy_events.csv has no event {row_id!r}; take an event_id from that table.")
    row = events.loc[row_id].astype(object).fillna("").to_dict()
    return row | {"source": row["source_title"], "computed_by": ""}


def table(row: dict[str, str]) -> str:
    """The table that a computed figure comes from; `facts` when it is computed from other rows of the registry."""
    named = TABLE.search(row["source"])
    return named[1] if named else "facts"


def _up(path: Path | None) -> str | None:
    """The way from a file's folder up to the course folder ("../"), or None where only web addresses work: in banks."""
    if path is None or path.suffix == ".yaml":
        return None
    root, folder = data.folder().parent, path.resolve().parent
    return "../" * len(folder.relative_to(root).parts) if folder.is_relative_to(root) else "../"


def _address(row: dict[str, str], path: Path | None) -> str:
    """Where a link to a row leads from the file `path`; without it, the web address."""
    up = _up(path)
    return f"{up}{DICTIONARY}#{table(row)}" if row["computed_by"] and up is not None else row["url"]


def _title(kind: str, row_id: str, row: dict[str, str], path: Path | None) -> str:
    """What a reader sees when hovering: the row, who says so and when, and what a click opens."""
    if row["computed_by"]:
        opens = "the producer of the data" if _up(path) is None else "the table and its formula"
        return f"fact: {row_id} · computed from the table {table(row)} · opens {opens}"
    year = f", {row['year']}" if kind == "fact" else ""
    return f"{kind}: {row_id} · {data.issuer(row['source'])}{year} · opens the source"


def expand(text: str, path: Path | None = None) -> str:
    """Replace the short forms in a Markdown text by full links; `path`: the file the text is in.

    Raises UserError for an unknown id.
    """
    return SHORT.sub(lambda m: _link(m[1], m[2], path), text)


def _link(kind: str, row_id: str, path: Path | None, escape: str = "") -> str:
    """A link from its closing bracket on, before it what was read if not the text itself."""
    row = _row(kind, row_id)
    read = READ.search(row["citation"])
    return f'{read[0] if read else ""}]({_address(row, path)} {escape}"{_title(kind, row_id, row, path)}{escape}")'


def refresh(text: str, path: Path | None = None) -> str:
    """Give written-out links the registry's present address, title and mark."""
    return LONG.sub(lambda m: _link(m[2], m[3], path, m[1]), text)


def rewrite(path: Path, write: bool = True) -> int:
    """Expand and refresh one notebook or bank in place; returns how many texts changed (or, without write, would)."""
    if path.suffix == ".ipynb":
        return _rewrite_notebook(path, write)
    old = path.read_text(encoding="utf-8")
    new = refresh(expand(old, path), path)
    if new != old and write:
        path.write_text(new, encoding="utf-8", newline="\n")
    return int(new != old)


def _rewrite_notebook(path: Path, write: bool) -> int:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    changed = 0
    for cell in notebook["cells"]:
        if not prose(cell):
            continue
        old = "".join(cell["source"])
        new = refresh(expand(old, path), path)
        if new != old:
            cell["source"] = new.splitlines(keepends=True)
            changed += 1
    if changed and write:
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def main(arguments: list[str]) -> int:
    """Every file; --check writes nothing. Returns 1 for an unknown row, or if a check finds work."""
    root, check = data.folder().parent, "--check" in arguments
    paths = files(root)
    failures = changed = 0
    for path in paths:
        try:
            texts = rewrite(path, write=not check)
        except (UserError, OSError) as error:
            print(f"{path}: {error}")
            failures += 1
            continue
        changed += bool(texts)
        if texts:
            print(f"{path}: {texts} text(s) {'out of date' if check else 'rewritten'}")
    if not check and quotations.write(root):
        print("data/quoted.csv rewritten.")
    print(f"Links of numbers: {len(paths)} files, {changed} {'out of date' if check else 'rewritten'}.")
    return 1 if failures or (check and changed) else 0
