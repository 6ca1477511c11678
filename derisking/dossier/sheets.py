"""`run.py dossier` and `run.py conformance`, one of its pages: a folder for a department, an administrator, a data-protection officer.

The words stand in `pages/`; what can be counted is counted here, from the lessons, the tables' description and the plans.
"""

import datetime
import re
from collections.abc import Iterable

import yaml

from derisking import arguments, cards, data, lessons, objectives, places
from derisking.classroom import files
from derisking.classroom.prepare import plans
from derisking.dossier.conformance import RESULTS, Known
from derisking.errors import UserError

PAGES = ("index", "module", "privacy", "licences", "arrangements", "pilot")
CONTENT = ("notebooks/*.ipynb", "notebooks/explorers/*.py", "notebooks/quizzes/*.yaml", "solutions/*/tasks.yaml")
PART = re.compile(r'^(?:  )?- id: |"cell_type": ', re.MULTILINE)
SECTION = re.compile(r"^\| ([^|*]+) \| (\d+) \|", re.MULTILINE)  # of a plan's timetable, with its minutes
PRIVACY = re.compile(r"^## \d+\. Privacy\n(.+?)^## ", re.MULTILINE | re.DOTALL)


def module() -> dict:
    """docs/dossier/module.yaml, and the sum of its hours and those in class. Raises UserError."""
    file = places.checkout("docs") / "docs" / "dossier" / "module.yaml"
    try:
        about = yaml.safe_load(file.read_text(encoding="utf-8"))
        hours = sum(about["hours"].values()) + sum(one.minutes for one in lessons.read_all()) / 60
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise UserError(f"{file} cannot be used: give hours for each kind of work, such as `Exercises: 7`.") from None
    return about | {"sum": round(hours)}


def bound() -> dict:
    """What rests on tables that are not for commercial use: the tables, the figures computed from them, and parts that use either.

    parts: file -> (cells, questions or tasks that do, of how many).
    """
    tables = [entry for entry in map(data.resource, data.names()) if "-NC" in entry["licenses"][0]["name"]]
    names = [entry["name"] for entry in tables]
    figures = [row.id for row in data.facts().itertuples() if _any(names).search(f"{row.source} {row.computed_by}")]
    uses, root, parts = _any([*figures, *names]), places.checkout("notebooks", "solutions"), {}
    for path in sorted(path for pattern in CONTENT for path in root.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        blocks = PART.split(text)[1:] or [text]
        if hits := sum(bool(uses.search(block)) for block in blocks):
            parts[path.relative_to(root).as_posix()] = (hits, len(blocks))
    return {"tables": tables, "figures": figures, "parts": parts}


def _any(names: Iterable[str]) -> re.Pattern:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")


def pages(day: str) -> dict[str, str]:
    """Name -> text of each page but that on accessibility, the index first. Raises UserError for a source that cannot be used."""
    root, all_ = places.checkout("docs"), lessons.read_all()
    guides = {file.stem: file.read_text(encoding="utf-8") for file in (root / "docs" / "teaching").glob("*.md")}
    values = {"day": day, "module": module(), "bound": bound(), "lessons": all_, "objectives": objectives.load()}
    values["hub"] = guides["hub"]
    values["sections"] = {name: SECTION.findall(text) for name, text in guides.items()}
    values["tables"] = list(map(data.resource, data.names()))
    values["privacy"] = PRIVACY.search((root / "TEACHING.md").read_text(encoding="utf-8"))[1]
    texts = {name: cards.render(f"dossier/pages/{name}.md.jinja", **values) for name in PAGES} | {"hub": guides["hub"]}
    whole = {name: plans.page(name, text, [*texts, "conformance"], "The dossier")[1] for name, text in texts.items()}
    return {f"{name}.html": page for name, page in whole.items()}


def main(typed: list[str]) -> int:
    """`derisking conformance|dossier [--out FOLDER]`; returns 0. Raises UserError for a bad source; then nothing is written."""
    what, *words = typed
    out, known, day = arguments.parser(what).parse_args(words).out, Known(), datetime.date.today().isoformat()
    made, noted = pages(day) if what == "dossier" else {}, known.note(known.root / RESULTS)
    made |= known.pages(day)
    for name, text in made.items():
        files.write(out / name, text)
    print(f"Open {out / next(iter(made))} in a browser. The list of what was looked at has {noted} new results.")
    return 0
