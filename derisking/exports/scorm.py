"""SCORM 1.2 packages of a built web edition: one for each lesson, and one with all of them.

A package holds the lesson's pages as they are and one page more, `scorm-<lesson>.html`, which stands between the learning
platform and them (`learner/src/shells/scorm.js`). Outside a platform that page leads to the plain lesson.
"""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

from derisking import cards, markdown, places
from derisking.errors import UserError
from derisking.exports import folder, lesson
from derisking.exports.web import build, command, scripts
from derisking.questions import bank, ids
from derisking.questions.question import Question

COURSE = "De-risking, chips and the alliance with Japan"
NOT_THERE = ("service-worker.js",)  # keeps a whole site for later: not what a platform's students want of each package
PICTURES = {".svg", ".png", ".jpg", ".webp"}


def edition(chosen: Path | None, say: Callable[[str], None]) -> tuple[Path, str]:
    """The web edition to take, and how it came about: the folder named, else the checkout's, which is made if it is missing or
    older than what it is made of. say: is told what takes long.

    Raises UserError where there is none and none can be made.
    """
    site = chosen or places.checkout() / command.FOLDER
    there = (site / scripts.MARK).is_file()
    if chosen and not there:
        raise UserError(f"{chosen} holds no web edition: name the folder that python3 run.py web has made.")
    if there and (chosen or build.is_current(site)):
        when = datetime.datetime.fromtimestamp((site / scripts.MARK).stat().st_mtime)
        return site, f"of the web edition in {site} of {when:%d %B %Y, %H:%M}"
    why = "is older than the lessons" if there else "is not there yet"
    say(f"The packages are made of the web edition, which {why}: making it first, in about a minute ...")
    try:
        return build.build(site), f"of the web edition in {site}, made just now"
    except (build.WebError, places.PlaceError) as error:
        raise UserError(f"{error} The packages are made of the web edition, which python3 run.py web makes.") from None


def packages(site: Path, lessons: list[str]) -> dict[str, bytes]:
    """File name -> zip: each lesson, and all.zip if there are several. Raises UserError where a page is missing."""
    missing = [name for name in lessons if not (site / f"{name}.html").is_file()]
    if missing:
        raise UserError(f"{site} has no page {missing[0]}.html: make the web edition anew with python3 run.py web.")
    sets = {name: [name] for name in lessons} | ({"all": lessons} if len(lessons) > 1 else {})
    return {f"scorm-{name}.zip": _package(site, name, chosen) for name, chosen in sets.items()}


def pages(site: Path, chosen: list[str]) -> list[str]:
    """The pages of these lessons and those that belong to no lesson, such as the glossary."""
    others = [name for name in bank.lessons() if name not in chosen]
    return sorted(file.name for file in site.glob("*.html") if not any(other in file.name for other in others))


def _package(site: Path, name: str, chosen: list[str]) -> bytes:
    files = {page: (site / page).read_bytes() for page in pages(site, chosen)}
    files |= _beside(site, b"".join(files.values()))
    files["scorm.js"] = (scripts.BUNDLES / "learner-scorm.js").read_bytes()
    starts = {one: f"scorm-{one}.html" for one in chosen}
    values = {
        "name": name,
        "title": lesson.title(name) if name in starts else COURSE,
        "lessons": [(one, lesson.title(one), start) for one, start in starts.items()],
        "files": sorted(files),
    }
    manifest = cards.render("exports/templates/scorm-manifest.xml.jinja", **values) + "\n"
    launch = {start: _launch(one, pages(site, [one])) for one, start in starts.items()}
    return folder.zipped({"imsmanifest.xml": manifest, **launch, **files})


def _beside(site: Path, text: bytes) -> dict[str, bytes]:
    """Everything that is no page, without pictures that no page and no style names. text: of the pages."""
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
    beside = {
        name: file.read_bytes()
        for name, file in files.items()
        if name not in NOT_THERE and ("/" in name or file.suffix != ".html")
    }
    text += b"".join(content for name, content in beside.items() if name.endswith((".css", ".js", ".webmanifest")))
    shown = [name for name, file in files.items() if file.suffix not in PICTURES or file.name.encode() in text]
    return {name: content for name, content in beside.items() if name in shown}


# --- the page that the platform opens -----------------------------------------------------------------------------------


def _launch(name: str, shown: list[str]) -> str:
    earlier = [q for other in bank.lessons() if other < name for q in bank.load(other).used_for("recall")]
    tests = [q for other in bank.lessons() for use in ("pre", "post") for q in bank.load(other).used_for(use)]
    questions = [*bank.load(name).questions, *earlier, *tests]
    data = {
        "id": name,
        "page": f"{name}.html",
        "pages": shown,
        "asked": lesson.asked(name),
        "questions": {question.id: [question.lesson, question.objective] for question in questions},
        "words": {key: text for question in questions for key, text in _words(question).items()},
    }
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return cards.render(
        "exports/templates/scorm.html.jinja", title=lesson.title(name), page=data["page"], lesson=cards.safe(packed)
    )


def _words(question: Question) -> dict[str, str]:
    """Key of an option, card or row -> its words, so that a platform's report can say what was chosen."""
    raw = question.raw
    named = {
        entry[key]: entry[text]
        for field, keys in ids.IDS.items()
        for entry in raw.get(field) or ()
        for text, key in keys
        if text in entry
    }
    named |= {ids.made_of(question.id, item["id"]): item["text"] for item in raw.get("items") or ()}
    return {key: markdown.plain(text)[:60] for key, text in named.items()}
