"""Write `data/README.md`, the dictionary people read, from `data/datapackage.json`, and refresh hashes and sizes.

Run `python3 run.py build` in a checkout after changing a table or its description. It refuses a table that breaks
its own description, so a hash always stands for checked content. `--check` changes nothing and says what is out of date.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from derisking import data
from derisking.authoring import links, tables

TEMPLATE = Path(__file__).with_name("dictionary.md.jinja")


def refresh(place: Path) -> dict:
    """The description with up-to-date `hash`, `bytes` and `rows`. Raises DataError for a changed table that breaks it."""
    package = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    changed = []
    for entry in package["resources"]:
        raw = (place / entry["path"]).read_bytes().replace(b"\r\n", b"\n")
        fresh = data.digest(raw)
        changed += [entry["name"]] if entry.get("hash") != fresh else []
        entry.update(hash=fresh, bytes=len(raw), rows=len(raw.splitlines()) - 1)
    faults = tables.faults(place, changed) if changed else []
    if faults:
        raise data.DataError("\n".join(faults[:10]))
    return package


def render(package: dict) -> str:
    """The text of `data/README.md`: an overview, then one section per table."""
    import jinja2

    looks: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    template = jinja2.Template(TEMPLATE.read_text(encoding="utf-8"), **looks)
    return template.render(tables=package["resources"], figures=computed_figures(data.folder()))


def computed_figures(place: Path) -> dict[str, list[dict[str, str]]]:
    """For each table the rows of facts.csv whose figures are computed from it."""
    file = place / "facts.csv"
    if not file.is_file():
        return {}
    figures: dict[str, list[dict[str, str]]] = {}
    # Not data.load: the table's own hash may be out of date here.
    for row in pd.read_csv(file, dtype=str, keep_default_na=False).to_dict("records"):
        if row.get("computed_by"):
            figures.setdefault(links.table(row), []).append(row)
    return figures


def as_json(package: dict) -> str:
    """The description as it is stored: two spaces, readable letters, a final line end."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write both files, or with `--check` only compare; returns the exit code."""
    place = data.folder()
    package = refresh(place)
    wanted = {"datapackage.json": as_json(package), "README.md": render(package)}
    there = {name: place / name for name in wanted if (place / name).is_file()}
    stale = [n for n, text in wanted.items() if n not in there or there[n].read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        if stale:
            print(f"data/{' and data/'.join(stale)} out of date: run `python3 run.py build`.", file=sys.stderr)
        return 1 if stale else 0
    if stale:
        data.forget()
    for name in stale:
        (place / name).write_text(wanted[name], encoding="utf-8", newline="\n")
    print(f"{len(package['resources'])} tables; rewritten: {', '.join(stale) or 'nothing'}.")
    return 0
