"""Each story to two classmates, so that nobody gets the own and everybody judges as many as the others."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from derisking import cards, places
from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.errors import UserError

EACH = 2  # classmates for a story
STATIC = places.PACKAGE / "learner" / "static"


def kept(course: Course) -> dict[str, Any]:
    """The deal of a class: seed, verdicts, stories (author -> what was dealt), coders (author -> classmates); {} before the first.

    Raises UserError for a file that is none.
    """
    path = course.stories / "deal.json"
    try:
        deal = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return {name: deal[name] for name in ("seed", "verdicts", "stories", "coders")} if deal else {}
    except (ValueError, KeyError, TypeError):
        raise UserError(f"{path} is damaged: take it from a copy, or move its folder away and deal again.") from None


def keep(course: Course, deal: Mapping[str, Any]) -> list[Path]:
    """Keep a deal, and write a page for each classmate who judges; returns the pages."""
    files.write(course.stories / "deal.json", json.dumps(deal, ensure_ascii=False, indent=1))
    files_of_page = [(STATIC / name).read_text(encoding="utf-8") for name in ("learner-coding.js", "learner.css")]
    script, style = map(cards.safe, files_of_page)
    made = []
    for student in sorted({name for names in deal["coders"].values() for name in names}):
        own = [author for author, names in deal["coders"].items() if student in names]
        stories = [_shown(deal["stories"][author], mark(deal["seed"], author)) for author in own]
        data = {"coder": mark(deal["seed"], student), "verdicts": deal["verdicts"], "stories": stories}
        packed = cards.safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
        shown = {"script": script, "style": style, "data": packed, "count": len(own)}
        page = cards.render("classroom/templates/coding.html.jinja", **shown)
        made.append(course.stories / "pages" / f"judge-{student}.html")
        files.write(made[-1], page + "\n")
    return made


def _shown(story: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What classmates get of a story: no verdict, no text that it was traced to, no correction."""
    head = {name: story[name] for name in ("title", "address", "date", "language")}
    claims = [{name: claim[name] for name in ("text", "as_of")} for claim in story["claims"]]
    return head | {"key": key, "claims": claims}


def coders(authors: Iterable[str], earlier: Mapping[str, list[str]], seed: str) -> dict[str, list[str]]:
    """Author -> the classmates who judge the story. earlier: those dealt before, which stay. The same seed gives the same.

    A ring in an order that the seed gives; where only one or two are new, theirs go to whoever has the fewest.
    """
    new = sorted(set(authors) - set(earlier), key=lambda who: mark(seed, who))
    if len(new) > EACH:
        steps = range(1, EACH + 1)
        return {**earlier, **{who: [new[(at + step) % len(new)] for step in steps] for at, who in enumerate(new)}}
    dealt = dict(earlier)
    for who in new:
        load = Counter(name for names in dealt.values() for name in names)
        dealt[who] = sorted({*earlier, *new} - {who}, key=lambda one: (load[one], mark(seed, one)))[:EACH]
    return dealt


def mark(seed: str, student: str) -> str:
    """What stands for a student on the pages of others."""
    return hashlib.sha256(f"{seed}|{student}".encode()).hexdigest()[:12]
