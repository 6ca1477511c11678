"""Figures in a text: which numbers it states, in digits or in words, with which unit, and whether a row of the registry says the same.

How a figure is read: 71 fits 70.9 but not 71.6; with "about", "more than", "nearly" and the like, final zeros may be rounding too
("about 90 %" for 88.6). A drop may be written without its minus sign. "8 of 30" counts eight. What is no figure about the world
is told by `exempt`: names of nodes and wafers, purities, what one supposes, and paragraphs that say that they are invented.
"""

import functools
import html
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

KNOWN = yaml.safe_load(Path(__file__).with_name("measures.yaml").read_text(encoding="utf-8"))
NODES, WAFERS_MM, SCALES, PARTS, MEASURES, BASE = (
    KNOWN[name] for name in ("nodes", "wafers", "scales", "parts", "measures", "base")
)

# --- numbers ----------------------------------------------------------------------------------------------------------

# 1,234.5  1 234  0.4  .5 is not used; a space separates thousands only in front of groups of three.
NUMBER = r"\d{1,3}(?:[, \u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
POWER = re.compile(
    r"(?:(?P<front>\d+(?:\.\d+)?)\s*(?:×|x|\*|\\times|\\cdot)\s*)?10\s*(?:\^|\*\*)\s*\{?(?P<up>\d+)\}?"
    r"|(?P<sci>\d+(?:\.\d+)?)e\+?(?P<exp>\d+)"
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SCALE_WORDS = r"thousand|million|billion|trillion|bn|tn|m"
WORDS = {word: number for number, word in enumerate(KNOWN["to_twenty"].split())} | KNOWN["more"]
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ABOUT = re.compile(
    r"\b(?:about|roughly|around|nearly|almost|some|over|above|below|under|more than|less than|close to|at least|at most"
    r"|just (?:under|over|above|below)|up to|well over|or so|or more)\b|~|≈",
    re.IGNORECASE,
)

PERCENT = r"(?:%|per[ -]?cents?\b|percentage points?\b)"
CURRENCIES = {code: re.compile(written, re.IGNORECASE) for code, written in KNOWN["currencies"].items()}
FLAGGED = "|".join([PERCENT, *(one for unit, one in MEASURES.items() if unit != "years"), KNOWN["flagged"]])
MONEY_AFTER = r"USD|EUR|JPY|CNY|GBP|US\$|€|¥|£|dollars?\b|euros?\b|yen\b|yuan\b|pounds?\b"
BARE = re.compile(
    rf"(?:(?:USD|EUR|JPY|CNY|GBP|US\$|\$|€|¥|£)\s?(?P<money>{NUMBER})(?:\s?(?:{SCALE_WORDS})\b)?)"
    rf"|(?<![\w.,/])(?<![A-Za-z]-)(?P<number>{NUMBER})(?:\s|-|\u00a0|\u202f|\u2009)?"
    rf"(?:(?:(?:{SCALE_WORDS})\b\s?)?(?:{FLAGGED}|{MONEY_AFTER})|(?:million|billion|trillion|bn|tn)\b)"
)
OWN_NUMBERS = re.compile(
    r"(?:set|move|raise|lower|drag|slide|put|try|enter|type|choose|keep|increase|reduce|change|switch|start|suppose"
    r"|imagine|assume|pretend|picture|say|let|now (?:set|move|raise|lower|try)|if you)\b",
    re.IGNORECASE,
)
INVENTED = re.compile(
    r"\b(?:invented|made[- ]up|toy (?:numbers|example|market|case)|fictional|imaginary)\b", re.IGNORECASE
)


def plain(text: str) -> str:
    """A link's visible text without tags, entities and emphasis."""
    return html.unescape(re.sub(r"</?[A-Za-z][^>]*>", "", text.replace("<sup>", "^"))).replace("**", "").strip(" *_")


@dataclass(frozen=True)
class Seen:
    """A number as written: its value, and how far it may lie from the truth by rounding."""

    value: float
    step: float


def _digits(text: str, about: bool) -> list[Seen]:
    """The numbers in digits, with scale words applied."""
    found = []
    for match in POWER.finditer(text):
        front = match["front"] or match["sci"] or "1"
        size = 10.0 ** int(match["up"] or match["exp"])
        found.append(Seen(float(front) * size, 0.5 * 10.0 ** -_decimals(front) * size))
    rest = POWER.sub(" ", text)
    for match in re.finditer(
        rf"(?P<sign>[-−–])?(?P<number>{NUMBER})(?:[\s\u00a0\u202f-]?(?P<scale>{SCALE_WORDS})\b)?", rest
    ):
        if match.start() and rest[match.start() - 1].isalpha():
            continue  # the 2 of "CO2", the 850511 of "HS850511"
        found.append(_one_number(match, about))
    return found


def _one_number(match: re.Match[str], about: bool) -> Seen:
    written = re.sub(r"[, \u00a0\u202f\u2009]", "", match["number"])
    scale = SCALES.get(match["scale"] or "", 1.0)
    step = 10.0 ** -_decimals(written)
    if about and "." not in written:
        step = 10.0 ** (len(written) - len(written.rstrip("0"))) if written.strip("0") else 1.0
    # A hyphen is a minus sign only in front of a number that stands alone ("-8.1 %"), not in "2-3 %".
    sign = -1.0 if match["sign"] and not match.string[: match.start()].strip()[-1:].isalnum() else 1.0
    return Seen(sign * float(written) * scale, 0.5 * step * scale)


def _decimals(written: str) -> int:
    return len(written.partition(".")[2])


def _in_words(text: str) -> list[Seen]:
    """Numbers in words: "seven in ten" and "two thirds" as per cents, else "eight"."""
    lower = text.lower().replace("-", " ")
    number = "|".join([*WORDS, r"\d+"])
    match = re.search(rf"\b({number}) (?:in|of|out of)(?: every)? ({number})\b", lower)
    if match:
        part, whole = (_word(match[1]), _word(match[2]))
        return [Seen(100 * part / whole, min(5.0, 50 / whole))]
    match = re.search(rf"\b(?:({number}|an?) )?({'|'.join(PARTS)})s?\b", lower)
    if match:
        whole = PARTS[match[2]]
        part = 1 if match[1] in (None, "a", "an") else _word(match[1])
        return [Seen(100 * part / whole, 5.0)]
    found: list[Seen] = []
    for tens, ones in re.findall(rf"\b(?:({TENS}) )?({'|'.join(WORDS)})\b", lower):
        found.append(Seen(float(WORDS.get(tens, 0) + WORDS[ones]), 0.5))
    return found


def _word(text: str) -> int:
    return WORDS[text] if text in WORDS else int(text)


@functools.lru_cache(maxsize=4096)  # a figure is compared with hundreds of rows
def numbers_in(text: str, about: bool = False) -> list[Seen]:
    """Every number of a link's visible text. about: final zeros may be rounding."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(SUPERSCRIPTS), plain(text).replace("mm²", "mm2"))
    share = _in_words(text) if re.search(r"\b(?:in|out of|of every)\b", text) else []
    return share or _digits(text, about) or _in_words(text)


@functools.lru_cache(maxsize=4096)
def unit_fault(unit: str, seen: str) -> str:
    """Why the written unit does not fit the row's, or ""."""
    in_words = re.search(rf"\b({'|'.join(PARTS)})s?\b|\b(in|of|out of) ", seen.lower())
    percent = re.search(PERCENT, seen) or in_words
    money = {code for code, pattern in CURRENCIES.items() if pattern.search(seen)}
    if unit == "%":
        return "" if percent and not money else "the row is in per cent: write % (or a fraction in words)"
    code = unit[:3] if unit[:3] in CURRENCIES else ""
    if code:
        return "" if money == {code} else f"the row is in {code}: name that currency in the link"
    if re.search(PERCENT, seen) or money:
        return f"the row is a {unit!r}: no per cent sign and no currency"
    if unit in MEASURES and not re.search(rf"(?:{MEASURES[unit]})|-(?:{unit.rstrip('s')})", seen):
        return f"the row is in {unit}: write the unit"
    return ""


def value_fault(row: dict[str, str], seen: str, about: bool) -> str:
    """Why the written number is not the row's, or ""."""
    try:
        truth = float(row["value"]) * BASE.get(row["unit"], 1.0)
    except ValueError:
        return "" if row["value"].lower() in seen.lower() else f"the row says {row['value']!r}"
    if row["unit"] != "nm":  # "92 % below 10 nm": the node is a name, not a second figure
        seen = re.sub(r"\b\d+(?:\.\d+)?(?:/\d+)?\s?nm\b", " ", seen)
    if row["unit"] != "%":  # "8 of 30" counts eight
        seen = re.sub(r"\b(?:out )?of (?:the |every )?[\w,]+", " ", plain(seen))
    found = numbers_in(seen, about)
    if len(found) != 1:
        return f"the link holds {len(found) or 'no'} numbers: link each number on its own"
    number = found[0]
    near = min(abs(number.value - truth), abs(number.value - abs(truth)) if truth < 0 else float("inf"))
    if near <= number.step * (1 + 1e-9):
        return ""
    return f"the row says {row['value']} {row['unit']}"


def sentence_start(text: str, at: int) -> str:
    """The beginning of the sentence around a place, without list marks and emphasis."""
    ends = re.finditer(r"[.!?:][\"'*)]*\s+|\n\s*\n|\n\s*(?:[-*>]|\d+\.)\s+", text[:at])
    start = max((found.end() for found in ends), default=0)
    return re.sub(r"^[\s>*_#-]+|^\d+\.\s+", "", text[start:])


def paragraph(text: str, at: int) -> str:
    """The paragraph around a place."""
    start = text.rfind("\n\n", 0, at) + 1
    end = text.find("\n\n", at)
    return text[start : end if end >= 0 else len(text)]


def about(text: str, start: int, seen: str) -> bool:
    """Whether a number is said to be a round one, in it or just before it. seen: the number as written, from `start` on."""
    before = text[max(0, start - 14) : start]
    return bool(ABOUT.search(seen) or re.search(rf"(?:{ABOUT.pattern})\W*(?:the |a |an )?$", before, re.IGNORECASE))


def exempt(text: str, match: re.Match[str]) -> bool:
    """Whether a match of BARE is no figure about the world."""
    written, after = match[0], text[match.end() : match.end() + 24]
    number = float(re.sub(r"[, \u00a0\u202f\u2009]", "", match["money"] or match["number"]))
    if re.search(r"\bnm\b|nanomet", written) and number in NODES:
        return True
    wafer = re.search(r"mm\b|millimet", written) and number in WAFERS_MM
    if wafer and re.match(r"[\s-]*(?:silicon )?(?:wafer|fab|line|plant|disc)", after):
        return True
    marks = r"\s*(?:pure|purity|of (?:the|your) (?:final )?(?:marks?|grades?|points)\b)"
    if re.search(PERCENT, written) and re.match(marks, after):
        return True
    own = OWN_NUMBERS.match(sentence_start(text, match.start()))
    return bool(own or INVENTED.search(paragraph(text, match.start())))
