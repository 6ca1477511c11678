"""SCORM 1.2 packages of a built web edition: one for each lesson, and one with all of them.

A package holds the lesson's pages as they are and one page more, `scorm-<lesson>.html`, which stands between the learning
platform and them (scorm.js). Outside a platform that page leads to the plain lesson.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from derisking import cards, places
from derisking.exports import folder, lesson
from derisking.exports.errors import ExportError
from derisking.exports.web import build, command, scripts
from derisking.exports.xml import Node, sub, written
from derisking.questions import bank
from derisking.questions.bank import Question
from derisking.widgets import markdown

NAMES = {
    "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd "
    "http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd",
}
COURSE = "De-risking, chips and the alliance with Japan"
NOT_THERE = ("service-worker.js",)  # keeps a whole site for later: not what a platform's students want of each package
PICTURES = {".svg", ".png", ".jpg", ".webp"}


def edition(chosen: Path | None) -> tuple[Path, str]:
    """The web edition to take, and how it came about: the folder named, else the checkout's, which is built if it is missing.

    Raises ExportError where there is none and none can be built.
    """
    site = chosen or places.checkout() / command.FOLDER
    if (site / scripts.MARK).is_file():
        when = datetime.datetime.fromtimestamp((site / scripts.MARK).stat().st_mtime)
        return site, f"of the web edition in {site} of {when:%d %B %Y, %H:%M} (python3 run.py web makes it anew)"
    if chosen:
        raise ExportError(f"{chosen} holds no web edition: name the folder that python3 run.py web has made.")
    try:
        return build.build(site), f"of the web edition in {site}, made just now"
    except (build.WebError, places.PlaceError) as error:
        raise ExportError(
            f"{error} The packages are made of the web edition, which python3 run.py web makes."
        ) from None


def counted(lessons: list[str]) -> dict[str, int]:
    """How many questions each lesson asks for practice; they are what is scored."""
    return {name: len(lesson.asked(name)) for name in lessons}


def packages(site: Path, lessons: list[str]) -> dict[str, bytes]:
    """File name -> zip: each lesson, and all.zip if there are several. Raises ExportError where a page is missing."""
    missing = [name for name in lessons if not (site / f"{name}.html").is_file()]
    if missing:
        raise ExportError(f"{site} has no page {missing[0]}.html: make the web edition anew with python3 run.py web.")
    sets = {name: [name] for name in lessons} | ({"all": lessons} if len(lessons) > 1 else {})
    return {f"scorm-{name}.zip": _package(site, name, chosen) for name, chosen in sets.items()}


def pages(site: Path, chosen: list[str]) -> list[str]:
    """The pages of these lessons and those that belong to no lesson, such as the glossary."""
    others = [name for name in bank.lessons() if name not in chosen]
    return sorted(file.name for file in site.glob("*.html") if not any(other in file.name for other in others))


def _package(site: Path, name: str, chosen: list[str]) -> bytes:
    shown = pages(site, chosen)
    files = {page: (site / page).read_bytes() for page in shown}
    files |= _beside(site, b"".join(files.values()))
    files["scorm.js"] = (Path(__file__).parent / "scorm.js").read_bytes()
    starts = {one: f"scorm-{one}.html" for one in chosen}
    manifest = _manifest(name, starts, sorted(files))
    launch = {start: _launch(one, pages(site, [one])) for one, start in starts.items()}
    return folder.zipped({"imsmanifest.xml": manifest, **launch, **files})


def _beside(site: Path, text: bytes) -> dict[str, bytes]:
    """Everything that is no page, without pictures that no page and no style names."""
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
    beside = {
        name: file.read_bytes()
        for name, file in files.items()
        if name not in NOT_THERE and ("/" in name or file.suffix != ".html")
    }
    text += b"".join(content for name, content in beside.items() if name.endswith((".css", ".js", ".webmanifest")))
    return {
        name: content
        for name, content in beside.items()
        if files[name].suffix not in PICTURES or files[name].name.encode() in text
    }


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
        "exports/scorm.html.jinja", title=lesson.title(name), page=data["page"], lesson=cards.safe(packed)
    )


def _words(question: Question) -> dict[str, str]:
    """Key of an option, card or row -> its words, so that a platform's report can say what was chosen."""
    raw = question.raw
    texts = [entry["text"] for field in ("options", "cards") for entry in raw.get(field) or ()]
    texts += [pair[side] for pair in raw.get("pairs") or () for side in ("left", "right")]
    texts += raw.get("distractors") or []
    named = {question.key(text): text for text in texts}
    named |= {question.key(item["id"]): item["text"] for item in raw.get("items") or ()}
    return {key: markdown.plain(text)[:60] for key, text in named.items()}


# --- the manifest ---------------------------------------------------------------------------------------------------------


def _manifest(name: str, starts: dict[str, str], files: list[str]) -> str:
    root = Node("manifest", {"identifier": f"derisking-{name}", "version": "1.0", **NAMES})
    metadata = sub(root, "metadata")
    sub(metadata, "schema", "ADL SCORM")
    sub(metadata, "schemaversion", "1.2")
    organizations = sub(root, "organizations", default="course")
    course = sub(organizations, "organization", identifier="course")
    sub(course, "title", lesson.title(name) if name in starts else COURSE)
    resources = sub(root, "resources")
    for one, start in starts.items():
        item = sub(course, "item", identifier=f"item-{one}", identifierref=f"lesson-{one}", isvisible="true")
        sub(item, "title", lesson.title(one))
        sco = sub(resources, "resource", **_kind(f"lesson-{one}", "sco"), href=start)
        sub(sco, "file", href=start)
        sub(sco, "dependency", identifierref="pages")
    shared = sub(resources, "resource", **_kind("pages", "asset"))
    for file in files:
        sub(shared, "file", href=file)
    return written(root)


def _kind(identifier: str, kind: str) -> dict[str, str]:
    return {"identifier": identifier, "type": "webcontent", "adlcp:scormtype": kind}
