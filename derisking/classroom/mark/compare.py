"""Figures of a memo beside the registry `data/facts.csv`: agrees with it, differs from it, or is not in it.

A figure is a number with a unit, a currency or a per cent, a decimal below 1, or a share in words. Which row it speaks of is
told by the words of its sentence, and less by those of the whole memo: a word that few rows have tells more. A link that
names its row (`"fact: its-id"`) is taken at its word. It is a help for the reader's eye; no point hangs on it.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections import Counter

from derisking import data, figures

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"
# How well the words must fit before a row is believed to be meant: with the same number, and with another one.
SAME, OTHER = 5.0, 12.0
IN_MEMO, YEAR, MOST = 0.35, 2.0, 2  # weight of words elsewhere in the memo; of the same year; rows shown
NUMBER_WORD = "|".join(figures.WORDS)
WRITTEN = re.compile(
    rf"\b(?:(?:{figures.TENS})[- ])?(?:{NUMBER_WORD})\s+{figures.PERCENT}"
    rf"|(?P<share>\b(?:{NUMBER_WORD}|\d+)\s(?:in|out of)(?: every)?\s(?:{NUMBER_WORD}|\d+)\b"
    rf"|\b(?:(?:{NUMBER_WORD}|a)\s)?(?:{'|'.join(figures.PARTS)})s?\b)",
    re.IGNORECASE,
)
RATIO = re.compile(r"(?<![\w.,])0\.\d+(?![\w.,]*\d)(?!\s?%)")
COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=\s?(?:%|per))")  # 88,6 % as it is written in much of Europe
STOP = frozenset(
    "the a an of and or in on to by for with from as at is are was were be it its that this than not no per cent which who "
    "about share value data table one two all other since until over under year years".split()
)


@dataclasses.dataclass(frozen=True)
class Figure:
    """One figure of a memo: where it stands in the text, as written; agrees, differs or unknown; and the rows that tell."""

    start: int
    end: int
    seen: str
    verdict: str
    rows: tuple[dict, ...] = ()


def in_text(text: str, lesson: str = "", memo: str = "", named: str = "") -> list[Figure]:
    """The figures of a piece of plain text. memo: the whole of it; named: the row that a link around the text names."""
    text = COMMA.sub(r"\1.\2", text)
    found: list[Figure] = []
    for match in _matches(text):
        seen = match[0].strip(" -\u00a0")
        about = figures.about(text, match.start(), seen)
        verdict, rows = _named(named, seen, about) if named in _rows() else _compared(seen, about, text, match, memo, lesson)
        if verdict != UNKNOWN or "share" not in match.groupdict() or not match["share"]:  # "half of the cost" is no claim
            found.append(Figure(match.start(), match.start() + len(match[0].rstrip()), seen, verdict, tuple(rows)))
    return found


def _matches(text: str) -> list[re.Match]:
    """Numbers that claim something about the world, in order, none inside another."""
    bare = [match for match in figures.BARE.finditer(text) if not figures.exempt(text, match)]
    invented = figures.INVENTED.search(text)
    more = [] if invented else [*WRITTEN.finditer(text), *RATIO.finditer(text)]
    taken: list[re.Match] = []
    for match in sorted([*bare, *more], key=lambda match: (match.start(), -match.end())):
        if not taken or match.start() >= taken[-1].end():
            taken.append(match)
    return taken


def _named(row_id: str, seen: str, about: bool) -> tuple[str, list[dict]]:
    row = _rows()[row_id]
    fault = figures.unit_fault(row["unit"], seen) or figures.value_fault(row, seen, about)
    return (DIFFERS if fault else AGREES), [row]


def _compared(seen: str, about: bool, text: str, match: re.Match, memo: str, lesson: str) -> tuple[str, list[dict]]:
    sentence = _sentence(text, match)
    near, far = _words(sentence), _words(memo or text)
    same, other = [], []
    for row in _rows().values():
        if not row["number"] or figures.unit_fault(row["unit"], seen):
            continue
        score = _score(row, near, far, sentence, lesson)
        if score < SAME:
            continue
        (other if figures.value_fault(row, seen, about) else same).append((score, row))
    for verdict, rows, least in ((AGREES, same, SAME), (DIFFERS, other, OTHER)):
        good = sorted((one for one in rows if one[0] >= least), key=lambda one: -one[0])
        if good:
            return verdict, [row for score, row in good[:MOST] if score > 0.8 * good[0][0]]
    return UNKNOWN, []


def _score(row: dict, near: frozenset, far: frozenset, sentence: str, lesson: str) -> float:
    """How well a row fits the words around a figure."""
    weight = _weights()
    score = sum(weight[word] * (1.0 if word in near else IN_MEMO) for word in row["words"] & (near | far))
    if row["year"] and row["year"] in sentence:
        score += YEAR
    return score + (1.0 if lesson[1:2] in row["lessons"].split(";") and lesson else 0.0)


def _sentence(text: str, match: re.Match) -> str:
    start = figures.sentence_start(text, match.start())
    end = re.search(r"[.!?](?:\s|$)", text[match.end() :])
    return start + text[match.start() : match.end() + (end.start() if end else len(text))]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-zà-ÿ]{2,}", text.lower()) if word not in STOP)


@functools.cache
def _rows() -> dict[str, dict]:
    """The registry by id, as text, each row with the words that tell what it speaks of."""
    frame = data.load("facts").astype(object).fillna("").astype(str)
    rows = {row["id"]: row for row in frame.to_dict("records")}
    for row in rows.values():
        row["words"] = _words(" ".join([row["id"].replace("-", " "), row["definition"], row["geography"]]))
        row["number"] = bool(re.fullmatch(r"-?[\d.]+(?:e\+?\d+)?", row["value"]))
    return rows


@functools.cache
def _weights() -> dict[str, float]:
    """How much a word tells: nothing if every row has it."""
    rows = _rows().values()
    counted = Counter(word for row in rows for word in row["words"])
    return {word: math.log(len(rows) / count) for word, count in counted.items()}
