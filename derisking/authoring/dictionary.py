"""Write `data/README.md`, the dictionary people read, from `data/datapackage.json`, and refresh hashes and sizes.

Run `python3 run.py build` in a checkout after changing a table or its description. It refuses a table that breaks
its own description, so a hash always stands for checked content. `--check` changes nothing and says what is out of date.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

from derisking import data
from derisking.authoring import tables

_INTRO = """# Tables of the module

Generated from `datapackage.json` by `python3 run.py build`: edit the description there, not here.

Load a table with `derisking.data.load("imports")`, cite it with `data.cite("imports")`, read its entry with
`data.describe("imports")`. All files are UTF-8 CSV with a header and a comma. An empty cell is missing; `NA` is the code of Namibia,
so read codes as text. A new vintage is a new file: add it, point the description at it, run the command, keep the old name of the table.

**Licences.** Every table has its own. The tables in `eto/` are CC BY-NC 4.0: for teaching, not for sale (see `eto/LICENSE.md`). All others may be
used by anyone who names the producer. What we compiled ourselves is CC BY 4.0; single facts belong to nobody, and each row names its source.
"""


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
    figures = computed_figures(data.folder())
    head = "| Table | Rows | What it holds | Producer | Licence | Lessons |\n|---|---|---|---|---|---|\n"
    overview = "".join(_overview_row(entry) for entry in package["resources"])
    return "\n".join([_INTRO, head + overview, *(_section(entry, figures) for entry in package["resources"])])


def _overview_row(entry: dict) -> str:
    lessons = ", ".join(lesson[:2].lstrip("0") or "0" for lesson in entry["lessons"])
    licence = entry["licenses"][0]["title"]
    producer = entry.get("producer") or entry["sources"][0]["title"]
    return f"| [`{entry['name']}`](#{entry['name']}) | {entry['rows']:,} | {entry['title']} | {producer} | {licence} | {lessons} |\n"


def computed_figures(place: Path) -> dict[str, list[str]]:
    """For each table the figures that are computed from it, one line of Markdown each: id, value and formula."""
    file = place / "facts.csv"
    if not file.is_file():
        return {}
    figures: dict[str, list[str]] = {}
    with file.open(
        encoding="utf-8", newline=""
    ) as lines:  # not data.load: the table's own hash may be out of date here
        for row in csv.DictReader(lines):
            named = re.search(r"table ([a-z_]+)", row["source"])
            if row.get("computed_by"):
                line = f"- `{row['id']}` = {row['value']} {row['unit']}: `{row['computed_by']}`"
                figures.setdefault(named[1] if named else "facts", []).append(line)
    return figures


def _section(entry: dict, figures: dict[str, list[str]]) -> str:
    sources = "; ".join(_link(source) for source in entry["sources"])
    licences = "; ".join(_link(licence) for licence in entry["licenses"])
    lines = [
        f"## {entry['name']}\n",
        f"**{entry['title']}.** A row is: {entry['description']}\n",
        f"- File: `{entry['path']}`, {entry['rows']:,} rows, {entry['bytes']:,} bytes, `{entry['hash']}`",
        f"- Vintage: {entry['vintage']}",
        f"- Source: {sources}",
        f"- Licence: {licences}, checked {entry['licence_checked']}",
        f"- What was done to it: {entry['changes']}",
        f"- Known problems: {entry['known_problems']}",
        f"- Lessons: {', '.join(entry['lessons'])}",
        f"- Newer vintage: {entry['renew']}\n",
        "| Column | Type | Unit | Meaning |\n|---|---|---|---|",
    ]
    lines += [_field_row(field) for field in entry["schema"]["fields"]]
    key = entry["schema"].get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    lines += [f"\nOne row per {' + '.join(f'`{column}`' for column in key)}."] if key else []
    computed = figures.get(entry["name"], [])
    if computed:
        lines += [
            "\n**Figures computed from it**, with the formula (see `derisking/authoring/formulas.py`):\n",
            *computed,
        ]
    return "\n".join(lines) + "\n"


def _field_row(field: dict) -> str:
    allowed = field.get("constraints", {}).get("enum", [])
    values = f" ({', '.join(map(str, allowed))})" if 0 < len(allowed) <= 12 else ""
    meaning = (field["description"] + values).replace("|", "\\|")
    return f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} | {meaning} |"


def _link(item: dict) -> str:
    return f"[{item['title']}]({item['path']})" if item.get("path") else item["title"]


def as_json(package: dict) -> str:
    """The description as it is stored: two spaces, readable letters, a final line end."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write both files, or with `--check` only compare; returns the exit code."""
    place = data.folder()
    try:
        package = refresh(place)
        wanted = {"datapackage.json": as_json(package), "README.md": render(package)}
    except data.DataError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [
        n for n, text in wanted.items() if not (place / n).is_file() or (place / n).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        if stale:
            print(
                f"data/{' and data/'.join(stale)} out of date: run `python3 run.py build`.",
                file=sys.stderr,
            )
        return 1 if stale else 0
    if stale:
        data.forget()
    for name in stale:
        (place / name).write_text(wanted[name], encoding="utf-8", newline="\n")
    print(f"{len(package['resources'])} tables; rewritten: {', '.join(stale) or 'nothing'}.")
    return 0
