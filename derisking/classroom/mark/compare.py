"""Figures of a memo beside the registry `data/facts.csv`: agrees with it, differs from it, or is not in it.

A figure is a number with a unit, a currency or a per cent, a decimal below 1, or a share in words. Which row it speaks of is
told by the words of its sentence, and less by those of the whole memo: a word that few rows have tells more. A link that
names its row (`"fact: its-id"`) is taken at its word. It is a help for the reader's eye; no point hangs on it.
"""

import dataclasses
import functools
import math
import re
from collections import Counter
from collections.abc import Sequence

from derisking import data
from derisking.authoring import stated_numbers

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"
# How well the words must fit before a row is believed to be meant: with the same number, another one, a share in words.
SAME, OTHER, WORDY = 4.0, 9.0, 11.0
IN_MEMO, YEAR, LESSON = 0.35, 2.0, 1.0  # weights of words elsewhere in the memo, of the same year, of the same lesson
MOST = 2  # rows shown
NUMBER_WORD = "|".join(stated_numbers.WORDS)
WRITTEN = re.compile(
    rf"\b(?:(?:{stated_numbers.TENS})[- ])?(?:{NUMBER_WORD})\s+{stated_numbers.PERCENT}"
    rf"|(?P<share>\b(?:{NUMBER_WORD}|\d+)\s(?:in|out of)(?: every)?\s(?:{NUMBER_WORD}|\d+)\b"
    rf"|\b(?:(?:{NUMBER_WORD}|a)\s)?(?:{'|'.join(stated_numbers.PARTS)})s?\b)",
    re.IGNORECASE,
)
RATIO = re.compile(r"(?<![\w.,])0\.\d+(?![\w.,]*\d)(?!\s?%)")
COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=\s?(?:%|per))")  # 88,6 % as it is written in much of Europe
_COMMON = (
    "the a an of and or in on to by for with from as at is are was were be it its that this than not no per cent which who "
    "about share value data table one two all other since until over under year years"
)
STOP = frozenset(re.findall(r"\w+", _COMMON))


@dataclasses.dataclass(frozen=True)
class Figure:
    """One figure of a memo: where it stands in the text, as written; agrees, differs or unknown; and the rows that tell."""

    start: int
    end: int
    seen: str
    verdict: str
    rows: tuple[dict, ...] = ()


def in_text(text: str, lesson: str = "", memo: str = "", links: Sequence[tuple[int, int, str]] = ()) -> list[Figure]:
    """The figures of a block of plain text. memo: the whole of it; links: from, to and row of links that name one."""
    text = COMMA.sub(r"\1.\2", text)
    found: list[Figure] = []
    for match in _matches(text):
        seen = match[0].strip(" -\u00a0")
        about = stated_numbers.about(text, match.start(), seen)
        named = next((row for start, end, row in links if start <= match.start() < end and row in _rows()), "")
        verdict, rows = _named(named, seen, about) if named else _compared(seen, about, text, match, memo, lesson)
        if verdict == AGREES or not _share(match):
            found.append(Figure(match.start(), match.start() + len(match[0].rstrip()), seen, verdict, tuple(rows)))
    return found


def _matches(text: str) -> list[re.Match]:
    """Numbers that claim something about the world, in order, none inside another."""
    bare = [match for match in stated_numbers.BARE.finditer(text) if not stated_numbers.exempt(text, match)]
    invented = stated_numbers.INVENTED.search(text)
    more = [] if invented else [*WRITTEN.finditer(text), *RATIO.finditer(text)]
    taken: list[re.Match] = []
    for match in sorted([*bare, *more], key=lambda match: (match.start(), -match.end())):
        if not taken or match.start() >= taken[-1].end():
            taken.append(match)
    return taken


def _named(row_id: str, seen: str, about: bool) -> tuple[str, list[dict]]:
    row = _rows()[row_id]
    fault = stated_numbers.unit_fault(row["unit"], seen) or stated_numbers.value_fault(row, seen, about)
    return (DIFFERS if fault else AGREES), [row]


def _compared(seen: str, about: bool, text: str, match: re.Match, memo: str, lesson: str) -> tuple[str, list[dict]]:
    """Rows with the same number whose words fit at all, else rows with another number that the sentence must mean."""
    sentence = _sentence(text, match)
    near, far = _words(sentence), _words(memo or text)
    same, other = [], []
    for row in _rows().values():
        if not row["number"] or stated_numbers.unit_fault(row["unit"], seen):
            continue
        told = sum(_weights()[word] for word in row["words"] & near)
        told += YEAR if row["year"] and row["year"] in sentence else 0
        told += LESSON if lesson[1:2] in row["lessons"].split(";") else 0
        hinted = told + IN_MEMO * sum(_weights()[word] for word in row["words"] & (far - near))
        if stated_numbers.value_fault(row, seen, about):
            other.append((told, row))
        else:
            same.append((told if _share(match) else hinted, row))
    for verdict, rows, least in ((AGREES, same, WORDY if _share(match) else SAME), (DIFFERS, other, OTHER)):
        good = sorted((one for one in rows if one[0] >= least), key=lambda one: -one[0])[:MOST]
        if good:
            return verdict, [row for score, row in good if score > 0.8 * good[0][0]]
    return UNKNOWN, []


def _share(match: re.Match) -> bool:
    """Whether it is a share in words: "half of the cost" is a plan more often than a claim, so its row must be plain."""
    return bool(match.groupdict().get("share"))


def _sentence(text: str, match: re.Match) -> str:
    start = len(text) - len(stated_numbers.sentence_start(text, match.start()))
    end = re.search(r"[.!?](?:\s|$)", text[match.end() :])
    return text[start : match.end() + end.start()] if end else text[start:]


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
