"""A number is its own footnote: the rule, as a program.

A number about the world in a text is a link whose title names a row of `data/facts.csv`:
`[71 %](https://the-address-of-the-row "fact: gallium-eu-supply-china")`. This module reads every lesson, every exercise
notebook (Markdown cells), every question bank and the tasks, the objectives and the texts for teachers, and reports

- a fact link whose number is not the row's value (rounding as written is allowed), whose unit does not fit, or whose id
  does not exist; an event link (`"event: some-id"`) whose date is not that of the row in `data/policy_events.csv`;
- a bare number: digits with a per cent sign, a currency, a unit of measure, or million, billion, trillion, without a
  fact link.

Addresses and titles of links are compared with the registry in tests/data/test_sources.py. A link holds exactly one number, in
digits or in words (derisking/authoring/stated_numbers.py says how it is read). The unit stands in the link, right behind it, or, in a list such
as `[97](…), [87](…) and [68 %](…)`, in the last link of the list.

What may stay bare (each exemption has a test):

1. years, dates, minutes, hours and seconds, counts without a unit ("23 items"), numbers in words ("two weeks");
2. code: fenced blocks, code spans, and formulas between dollar signs;
3. addresses, and the attributes of HTML tags;
4. node names ("a 5 nm chip") for the usual nodes, and the names of wafer sizes ("a 300 mm wafer");
5. purities ("99.99 % pure", "99.99 % purity") and marks ("30 % of the mark");
6. what the learner sets or supposes: a sentence that begins with Set, Move, Raise, Lower, Drag, Put, Try, Enter,
   Suppose, Imagine, Assume, If you and the like (list in OWN_NUMBERS of derisking/authoring/stated_numbers.py);
7. a paragraph that says that its numbers are invented ("invented", "made-up", "toy"); in a bank, a whole question whose
   stem says so or begins with Suppose, Imagine or Assume, and a numeric question with an `answer` of its own: the
   numbers one computes with. A number that is the value of a fact in the question's `source` is linked all the same;
8. the text of an objective whose numbers are anchored in OBJECTIVE_FACTS below;
9. in a bank, the text of a wrong option, of a planted slip and the right-hand texts that nobody matches: they may be false. But a bare
   number in them must differ from every fact that the question names in `source`.

(Not called numbers.py: that name belongs to a module of the standard library, which numpy needs.)
"""

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from derisking.authoring import prose
from derisking.authoring import stated_numbers as stated
from derisking.questions import schema

ROOT = Path(__file__).resolve().parents[2]
# Objectives may quote figures; each of their numbers must be the value of one of these rows.
OBJECTIVE_FACTS = {"V3": ("chip-sales-japan-firms-2019", "photoresist-japan-share"), "V4": ("chips-act-target",)}
# The title names the row; behind a middle dot it may tell the reader who says so and what a click opens.
LINK = r'\[(?P<seen>[^\]\n]*(?:\n[^\]\n]+)*)\]\((?P<url>\S+?)\s+"%s:\s*(?P<id>[^"·]*?)\s*(?:·[^"]*)?"\)'
FACT, EVENT = re.compile(LINK % "fact"), re.compile(LINK % "event")
SHORT = re.compile(r"\[[^\]]*\]\((fact|event):[^)]*\)")


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, the text in question, and what to do about it."""

    file: str
    place: str
    text: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.text!r}. {self.remedy}"


SUPPOSED = re.compile(r"^\W*(?:suppose|imagine|assume)\b", re.IGNORECASE)
# What is no prose.
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|(?P<tick>`+)(?!`).*?(?<!`)(?P=tick)(?!`)", re.DOTALL | re.MULTILINE)
MATHS = re.compile(r"\$\$.+?\$\$|(?<![\w$\\])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?![\w$])", re.DOTALL)
ADDRESS = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<https?://[^>]*>|https?://\S+")
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)


def blank(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with every match replaced by spaces of the same length, so that places stay where they are."""
    for pattern in patterns:
        text = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return text


def _with_list_unit(match: re.Match[str], links: list[re.Match[str]], text: str) -> str:
    """The visible text, with the unit of the last link or right behind it when this one holds a number alone."""
    seen, at = match["seen"], links.index(match)
    while re.fullmatch(r"[\W\d]*|[a-z ]*[\d.,]+", stated.plain(links[at]["seen"])) and at + 1 < len(links):
        between = text[links[at].end() : links[at + 1].start()]
        if not re.fullmatch(r"\s*(?:,|;|/|–|-)?\s*(?:to|and|or|then|against|rather than|instead of)?\s*", between):
            break
        at += 1
    unit = re.match(rf"[\s-]*(?:{stated.FLAGGED}|{stated.MONEY_AFTER}|years?\b)", text[links[at].end() :])
    behind = unit[0] if unit else ""
    if links[at] is match:
        return f"{seen}{behind}" if re.fullmatch(r"[\W\d]*", stated.plain(seen)) else seen
    return f"{seen} {re.sub(stated.NUMBER, '', stated.plain(links[at]['seen']))}{behind}"


def _check_facts(text: str, facts: dict) -> Iterator[tuple[str, str]]:
    links = list(FACT.finditer(text))
    for match in links:
        row_id, seen = match["id"], match["seen"]
        row = facts.get(row_id)
        if row is None:
            yield match[0][:90], f"data/facts.csv has no fact {row_id!r}: take an id from that file."
            continue
        fault = stated.value_fault(row, stated.plain(seen), stated.about(text, match.start(), seen))
        if fault:
            yield seen, f"Fact {row_id}: {fault}. Correct the number, or link the right fact."
        fault = stated.unit_fault(row["unit"], stated.plain(_with_list_unit(match, links, text)))
        if fault:
            yield seen, f"Fact {row_id}: {fault}."


MONTHS = list(calendar.month_abbr)[1:]
DATES = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)"
    rf"|(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join([*calendar.month_name][1:] + MONTHS)})\b(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<only>\b(?:19|20)\d{{2}}\b)"
)


def _fits(match: re.Match[str], date: str) -> bool:
    """Whether a match of DATES is an event's day (ISO text: YYYY, YYYY-MM or YYYY-MM-DD), or says less than it."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if match["iso"]:
        return match["iso"].startswith(date) or date.startswith(match["iso"])
    if match["only"]:
        return match["only"] == year
    fits = f"{MONTHS.index(match['month'][:3]) + 1:02d}" == month and match["year"] in (None, year)
    return fits and (match["day"] is None or f"{int(match['day']):02d}" == day)


def _check_events(text: str, events: dict) -> Iterator[tuple[str, str]]:
    for match in EVENT.finditer(text):
        row_id, row = match["id"], events.get(match["id"])
        if row is None:
            yield match[0][:90], f"data/policy_events.csv has no event {row_id!r}: take an event_id from that file."
        elif not all(_fits(date, row["date"]) for date in DATES.finditer(stated.plain(match["seen"]))):
            remedy = f"Event {row_id}: the event's date is {row['date']}. Correct the date, or link the right event."
            yield match["seen"], remedy


BARE_REMEDY = (
    "A number about the world needs its source: write [number](fact:some-id) with an id of data/facts.csv and run "
    "`python3 run.py build`; exemptions stand at the top of tests/support/footnote_numbers.py."
)


def bare_numbers(text: str, exempt: bool = True) -> list[str]:
    """Numbers with a unit, a currency or a per cent that stand without a fact link and (if asked) are not exempt."""
    rest = blank(text, CODE, FACT, EVENT, SHORT, MATHS, ADDRESS, TAG)
    found = stated.BARE.finditer(rest)
    return [match[0].strip() for match in found if not (exempt and stated.exempt(rest, match))]


def check_text(text: str, file: str, place: str, *, facts: dict, events: dict, bare: bool = True) -> list[Problem]:
    """All problems of one Markdown text. bare=False: only the links are checked."""
    text = blank(text, CODE)
    found = [*_check_facts(text, facts), *_check_events(text, events)]
    found += [(match[0], "A short form is left: run `python3 run.py build`.") for match in SHORT.finditer(text)]
    if bare:
        found += [(number, BARE_REMEDY) for number in bare_numbers(text)]
    return [Problem(file, place, seen, remedy) for seen, remedy in found]


def _same(row: dict[str, str], written: str) -> bool:
    """Does a written number state this row's value in this row's unit?"""
    return not stated.unit_fault(row["unit"], written) and not stated.value_fault(row, written, about=False)


LISTS = {name: name[:-1] for name in (*schema.LISTS, "distractors")}


def _texts(record: dict, before: str = "", false: bool = False) -> Iterator[tuple[str, str, bool]]:
    """(place, text, may be false) for every text of a question or task."""
    for key in ("text", "hint", "left", "right", "feedback", "otherwise"):
        value = record.get(key) or ""
        yield before + key, str(value["feedback"] if isinstance(value, dict) else value), false and key == "text"
    for name, one in LISTS.items():
        for number, entry in enumerate(record.get(name) or [], start=1):
            entry = entry if isinstance(entry, dict) else {"text": entry}
            wrong = name == "statements" and "misconception" in entry
            wrong = wrong or name == "distractors" or (name == "options" and not entry.get("correct"))
            told = {"feedback": entry["feedback"]} if name == "misconceptions" else entry
            yield from _texts(told, f"{before}{one} {number}, ", wrong)
            if name == "sentences" and "slip" in entry:
                yield from _texts(entry["slip"], f"{before}{one} {number}, slip, ", True)


def check_question(question: dict, file: str, *, facts: dict, events: dict) -> list[Problem]:
    """All texts of one question or task."""
    stem, problems = str(question["text"]), []
    own = stated.INVENTED.search(stem) or SUPPOSED.search(stem)
    own = bool(own or (question.get("kind") == "numeric" and "answer" in question))
    rows = [facts[source] for source in question.get("source") or [] if source in facts]
    for place, text, false in _texts(question):
        where = f"question {question['id']}, {place}"
        problems += check_text(text, file, where, facts=facts, events=events, bare=not (false or own))
        remedy = "This is the value of fact {}, so it is not invented: link it."
        if false:
            remedy = "A wrong option states the true value of fact {}: change it, or link it."
        shown = bare_numbers(text, exempt=False) if false or own else []
        same = ((number, row["id"]) for number in shown for row in rows if _same(row, number))
        problems += [Problem(file, where, number, remedy.format(id)) for number, id in same]
    return problems


def check_objectives(rows: list[dict], name: str, facts: dict) -> list[Problem]:
    """Numbers in objectives must be values of the rows that OBJECTIVE_FACTS names."""
    remedy = "Name the fact in OBJECTIVE_FACTS of tests/support/footnote_numbers.py, or say it without the number."
    return [
        Problem(name, f"objective {row['id']}", number, remedy)
        for row in rows
        for number in bare_numbers(row["text"])
        if not any(_same(facts[id], number) for id in OBJECTIVE_FACTS.get(row["id"], ()))
    ]


@cache
def _anchored_objectives() -> tuple[str, ...]:
    rows = yaml.safe_load((ROOT / "notebooks" / "objectives.yaml").read_text(encoding="utf-8"))
    return tuple(row["text"] for row in rows if row["id"] in OBJECTIVE_FACTS)


def _without_objectives(text: str) -> str:
    for objective in _anchored_objectives():
        text = text.replace(objective, " " * len(objective))
    return text


def registry() -> tuple[dict, dict]:
    """Facts by id and events by id, as written in the tables."""

    def rows(name: str, key: str) -> dict[str, dict[str, str]]:
        table = pd.read_csv(ROOT / "data" / name, dtype=str, keep_default_na=False)
        return {row[key]: row for row in table.to_dict("records")}

    return rows("facts.csv", "id"), rows("policy_events.csv", "event_id")


def files() -> list[Path]:
    """Every text the rule covers: lessons, banks, objectives, exercise notebooks, texts for teachers."""
    made = (path for path in (ROOT / "exercises").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return [*prose.files(ROOT), *made]


def check_file(path: Path, *, facts: dict, events: dict) -> list[Problem]:
    """The rule for one file, whatever it is; cells of a notebook are counted from 1, as a reader does."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    text, rows = path.read_text(encoding="utf-8"), {"facts": facts, "events": events}
    if path.suffix == ".md":
        return check_text(text, name, "the text", **rows)
    if path.suffix == ".ipynb":
        cells = enumerate(json.loads(text)["cells"], 1)
        read = ((f"cell {n}", _without_objectives(prose.prose(cell))) for n, cell in cells)
        return [problem for place, words in read for problem in check_text(words, name, place, **rows)]
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if path.name == "objectives.yaml":
        return check_objectives(content, name, facts)
    records = [*content.get("questions", []), *content.get("tasks", [])]
    return [problem for record in records for problem in check_question(record, name, **rows)]
