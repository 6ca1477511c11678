"""How far a class agrees on its stories: what classmates judged, beside what the authors did. No mark hangs on it.

Krippendorff's alpha for names without an order: 1 is full agreement, 0 what chance alone would give. Who did not judge is missing; a
claim that one person alone judged says nothing about agreement.
"""

import dataclasses
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import krippendorff

from derisking.classroom import files, scratch
from derisking.classroom.collect import archives
from derisking.classroom.course import Course
from derisking.classroom.mark.agreement import told
from derisking.classroom.stories import deal

FORMAT = "derisking-coding"
MOST_BYTES = 200_000  # of a classmate's file; a true one has about one thousand


@dataclasses.dataclass(frozen=True)
class Agreement:
    """alpha: over all claims, None where it is undefined. shares: author -> (verdicts of classmates, of these the author's own)."""

    alpha: float | None
    shares: dict[str, tuple[int, int]]

    judged = property(lambda self: sum(seen > 0 for seen, _ in self.shares.values()))

    @property
    def words(self) -> str:
        """Alpha for a reader."""
        return told(self.alpha, "verdicts")


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's nominal alpha. units: the verdicts on each thing that was judged; None if it is undefined."""
    pairable = [Counter(unit) for unit in units if len(unit) > 1]
    names = sorted({name for unit in pairable for name in unit})
    if len(names) < 2:
        return None
    counts = [[unit[name] for name in names] for unit in pairable]
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def take_in(course: Course, source: Path) -> list[str]:
    """Keep every file of verdicts in a zip or folder, or the one; returns a sentence for each that was not taken as it is."""
    dealt = deal.kept(course)
    with scratch.folder() as work:
        received, problems = archives.unpack(source, Path(work) / "files")
        said = [f"{one.origin}: {one.sentence}" for one in problems]
        for file in received:
            raw = file.path.read_bytes() if file.size <= MOST_BYTES else b""
            coding, why = _read(raw, dealt) if file.origin.lower().endswith(".json") else (None, "")
            said += [f"{file.origin}: {why}"] * bool(why)
            if coding:
                name = f"{coding['student']}-{hashlib.sha256(raw).hexdigest()[:8]}.json"
                files.write(course.stories / "codings" / name, json.dumps(coding, ensure_ascii=False, indent=1))
    return said


def _read(raw: bytes, dealt: Mapping[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """A file of verdicts as it is kept, or None; and a sentence on what is wrong with it, "" for nothing."""
    try:
        content: Any = files.parsed(raw)
        if content["format"] != FORMAT:
            raise ValueError
        given = {str(one["story"]): dict(one["verdicts"]) for one in content["codings"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, "It holds no verdicts on a story: hand in the file that the page with the stories saves."
    marks = {deal.mark(dealt["seed"], who): who for who in dealt["stories"]}
    student = marks.get(str(content.get("coder")))
    if student is None:
        return None, "It was made with a page of another deal: hand in the file of the page that was dealt here."
    own = {key: who for key, who in marks.items() if student in dealt["coders"][who]}
    kept, why = {}, ""
    for key, verdicts in given.items():
        if key in own:
            kept[own[key]] = {n: name for n, name in verdicts.items() if name in dealt["verdicts"]}
        else:
            why = f"It judges a story that was not dealt to {student}; that part does not count."
    at = str(content.get("at", ""))
    at = at if re.fullmatch(r"[\d:T.Z-]{10,30}", at) else ""
    return {"student": student, "at": at, "codings": kept}, why


def codings(course: Course) -> tuple[dict[str, dict[str, dict[str, str]]], list[str]]:
    """Classmate -> author -> number of a claim -> verdict, and a sentence for each classmate of several files: the latest counts."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((course.stories / "codings").glob("*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(one["student"], []).append(one)
    more = {who: len(own) for who, own in found.items() if len(own) > 1}
    several = [f"{who} handed in {n} files of verdicts: the latest counts, all are kept." for who, n in more.items()]
    return {who: max(own, key=lambda one: one["at"])["codings"] for who, own in found.items()}, several


def of_classmates(given: Mapping[str, Mapping[str, Mapping[str, str]]], author: str) -> dict[str, list[str]]:
    """Number of a claim -> the verdicts of classmates on it; given: the first part of `codings`."""
    found: dict[str, list[str]] = {}
    for own in given.values():
        for n, verdict in own.get(author, {}).items():
            found.setdefault(n, []).append(verdict)
    return found


def read(course: Course) -> Agreement | None:
    """The agreement of a class as it stands; None before stories were dealt."""
    dealt, (given, _) = deal.kept(course), codings(course)
    units, shares = [], {}
    for author, story in dealt.get("stories", {}).items():
        names, found = [claim["verdict"] for claim in story["claims"]], of_classmates(given, author)
        judged = [found.get(str(n), []) for n in range(1, len(names) + 1)]
        units += [[name, *others] for name, others in zip(names, judged, strict=True)]
        same = sum(others.count(name) for name, others in zip(names, judged, strict=True))
        shares[author] = sum(map(len, judged)), same
    return Agreement(alpha(units), shares) if dealt else None
