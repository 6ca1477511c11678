"""A story of one's own as text: `learner/src/own-story.js` writes it into the memo, people read it as it is, `read` reads it again."""

import re
from collections.abc import Mapping
from typing import Any

from derisking import exercises
from derisking.classroom.course import many

HEAD = {"story": "title", "address": "address", "date": "date", "language": "language"}
LINES = {"verdict": "verdict", "as of": "as_of", "primary text": "primary", "place": "place"}
CORRECTION = "correction"
NUMBERED = re.compile(r"(\d{1,2})\. ?(.*)")
NAMED = re.compile(rf"\s*(?:- )?\*\*({'|'.join([*HEAD, *LINES, CORRECTION])}):\*\* ?(.*)", re.IGNORECASE)


def asks(lesson: str) -> Mapping[str, Any]:
    """What an exercise asks of a story of one's own: claims, traced, words, verdicts; {} where it asks for none."""
    memo = exercises.definition(lesson).memo
    return memo.story if memo else {}


def read(text: str) -> dict[str, Any]:
    """The story in a text: title, address, date, language, correction, and claims, each with text, verdict, as_of, primary and place.

    "" for what is open; whatever is no part of a story is passed over.
    """
    claims: list[dict[str, str]] = []
    story = {**dict.fromkeys(HEAD.values(), ""), "claims": claims, CORRECTION: ""}
    for line in text.splitlines():
        numbered, found = NUMBERED.fullmatch(line), NAMED.fullmatch(line)
        name = found[1].lower() if found else ""
        if story[CORRECTION] or name == CORRECTION:
            story[CORRECTION] = _flat(f"{story[CORRECTION]} {found[2] if found else line}")
        elif numbered:
            claims.append({"text": _flat(numbered[2]), **dict.fromkeys(LINES.values(), "")})
        elif claims and name in LINES:
            claims[-1][LINES[name]] = _flat(found[2])
        elif not claims and name in HEAD:
            story[HEAD[name]] = _flat(found[2])
    story["claims"] = [claim for claim in claims if claim["text"]]
    return story


def _flat(text: str) -> str:
    return " ".join(text.split())


def fault(story: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """Why classmates cannot judge a story, as words after "the story"; "" if they can."""
    count = len(story["claims"])
    if count != wanted["claims"]:
        return f"has {many(count, 'claim')}, {wanted['claims']} are needed"
    bare = [str(n) for n, claim in enumerate(story["claims"], 1) if claim["verdict"] not in wanted["verdicts"]]
    return f"has no verdict for claim {', '.join(bare)}" if bare else ""


def readable(source: str, lesson: str) -> str:
    """The text of a story as Markdown with a table of its claims, for whoever marks; any other memo as it is."""
    story = read(source) if asks(lesson) else {"claims": []}
    if not story["claims"]:
        return source
    for one in (story, *story["claims"]):  # a click away for whoever marks
        name = "address" if "address" in one else "primary"
        one[name] = re.sub(r"^https?://[^\s<>]+$", r"<\g<0>>", one[name])
    head = " · ".join(story[key] or f"no {key}" for key in ("date", "language", "address"))
    rows = ["| | Claim | Verdict, as of | Primary text, place |", "|---|---|---|---|"]
    for n, claim in enumerate(story["claims"], 1):
        both = ((claim["verdict"], claim["as_of"]), (claim["primary"], claim["place"]))
        cells = (str(n), claim["text"], *(" · ".join(filter(None, pair)) for pair in both))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    end = f"**Correction, {many(len(story[CORRECTION].split()), 'word')}:** {story[CORRECTION]}"
    return "\n".join([f"**{story['title'] or 'No title'}**", "", head, "", *rows, "", end])
