"""Write the links that make a number its own footnote.

An author types a short form, `[71 %](fact:gallium-eu-supply-china)` or `[3 July 2023](event:cn-gallium-announced)`;
this module puts in the address that the registry holds and a title that names the row:
`[71 %](https://... "fact: gallium-eu-supply-china")`. Run again after the registry has changed, it refreshes the
addresses of links that are already written out.

    python3 run.py build                                   every lesson, exercise source, question bank and teachers' text
    python -m derisking.authoring.links notebooks/02-de-risking.ipynb
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from derisking import data

SHORT = re.compile(r"\]\((fact|event):\s*([a-z0-9-]+)\)")
LONG = re.compile(r"\]\((https?://[^\s)]+) (\\?)\"(fact|event): ([a-z0-9-]+)\\?\"\)")
PLACES = ("notebooks", "solutions", "docs/teaching")
KINDS = ("*.ipynb", "*.yaml", "*.md")


class FootnoteError(ValueError):
    """A link names a row that the registry does not have."""


def address(kind: str, row_id: str) -> str:
    """Web address of a fact or an event.

    kind: "fact" or "event"; row_id: the row's id.
    Raises FootnoteError for an unknown id; the message lists near ones for facts.
    """
    if kind == "fact":
        try:
            return data.fact(row_id).url
        except data.DataError as error:
            raise FootnoteError(str(error)) from error
    events = data.load("policy_events").set_index("event_id")
    if row_id not in events.index:
        raise FootnoteError(f"data/policy_events.csv has no event {row_id!r}; take an event_id from that table.")
    return str(events.loc[row_id, "url"])


def _known_addresses(kind: str, row_id: str) -> set[str]:
    """All addresses a written-out link may keep: the first and the second source."""
    if kind == "fact":
        fact = data.fact(row_id)
        return {fact.url, fact.second_url}
    row = data.load("policy_events").set_index("event_id").loc[row_id]
    return {str(row["url"]), str(row["second_url"])}


def expand(text: str, lookup: Callable[[str, str], str] = address) -> str:
    """Replace the short forms in a Markdown text by full links.

    lookup: function (kind, id) -> address; the registry's by default.
    Raises FootnoteError for an unknown id.
    """
    return SHORT.sub(lambda m: f']({lookup(m[1], m[2])} "{m[1]}: {m[2]}")', text)


def refresh(text: str) -> str:
    """Give written-out links the registry's present address, unless they hold the second source's."""

    def renew(match: re.Match[str]) -> str:
        url, escape, kind, row_id = match.groups()
        new = address(kind, row_id)
        kept = url if url in _known_addresses(kind, row_id) else new
        return f']({kept} {escape}"{kind}: {row_id}{escape}")'

    return LONG.sub(renew, text)


def rewrite(path: Path, write: bool = True) -> int:
    """Expand and refresh one notebook or bank in place; returns how many texts changed (or, without write, would)."""
    if path.suffix == ".ipynb":
        return _rewrite_notebook(path, write)
    old = path.read_text(encoding="utf-8")
    new = refresh(expand(old))
    if new != old and write:
        path.write_text(new, encoding="utf-8", newline="\n")
    return int(new != old)


def _rewrite_notebook(path: Path, write: bool) -> int:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    changed = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        old = "".join(cell["source"])
        new = refresh(expand(old))
        if new != old:
            cell["source"] = new.splitlines(keepends=True)
            changed += 1
    if changed and write:
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def _all_files(root: Path) -> list[Path]:
    found = [p for place in PLACES for kind in KINDS for p in sorted((root / place).rglob(kind))]
    return [p for p in found if ".ipynb_checkpoints" not in p.parts]


def main(arguments: list[str] | None = None) -> int:
    """Command line: files, or everything; --check writes nothing. Returns 1 for an unknown row, or if a check finds work."""
    given = sys.argv[1:] if arguments is None else arguments
    check = "--check" in given
    files = [Path(a) for a in given if a != "--check"] or _all_files(data.folder().parent)
    failures = changed = 0
    for path in files:
        try:
            texts = rewrite(path, write=not check)
        except FootnoteError as error:
            print(f"{path}: {error}")
            failures += 1
            continue
        changed += bool(texts)
        if texts:
            print(f"{path}: {texts} text(s) {'out of date' if check else 'rewritten'}")
    print(f"Links of numbers: {len(files)} files, {changed} {'out of date' if check else 'rewritten'}.")
    return 1 if failures or (check and changed) else 0


if __name__ == "__main__":
    sys.exit(main())
