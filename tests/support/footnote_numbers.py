"""A number is its own footnote: the rule, as a program.

A number about the world in a text is a link whose title names a row of `data/facts.csv`:
`[71 %](https://the-address-of-the-row "fact: gallium-eu-supply-china")`. This module reads every lesson, every exercise
notebook (Markdown cells), every question bank and the tasks, the objectives and the texts for teachers, and reports

- a fact link whose number is not the row's value (rounding as written is allowed), whose unit does not fit, whose
  address is neither `url` nor `second_url` of the row, or whose id does not exist; a figure that the module computes
  (`computed_by`) must lead to its table in `data/README.md`, by the way from the text's own folder, and only banks and
  tasks, which travel without the tables, keep the producer's address;
- an event link (`"event: some-id"`) whose date or address is not that of the row in `data/policy_events.csv`;
- a bare number: digits with a per cent sign, a currency, a unit of measure, or million, billion, trillion, without a
  fact link.

How a link is read: it holds exactly one number, in digits or in words ("eight", "a third", "seven in ten",
"2.1 × 10^25"). 71 fits 70.9 but not 71.6; with "about", "more than", "nearly" and the like in or just before the link,
final zeros may be rounding too ("about 90 %" for 88.6). A drop may be written without its minus sign. "8 of 30" counts
eight. The unit stands in the link, right behind it, or, in a list such as `[97](…), [87](…) and [68 %](…)`, in the last
link of the list.

What may stay bare (each exemption has a test):

1. years, dates, minutes, hours and seconds, counts without a unit ("23 items"), numbers in words ("two weeks");
2. code: fenced blocks, code spans, and formulas between dollar signs;
3. addresses, and the attributes of HTML tags;
4. node names ("a 5 nm chip") for the usual nodes, and the names of wafer sizes ("a 300 mm wafer");
5. purities ("99.99 % pure", "99.99 % purity") and marks ("30 % of the mark");
6. what the learner sets or supposes: a sentence that begins with Set, Move, Raise, Lower, Drag, Put, Try, Enter,
   Suppose, Imagine, Assume, If you and the like (list in OWN_NUMBERS of derisking/figures.py);
7. a paragraph that says that its numbers are invented ("invented", "made-up", "toy"); in a bank, a whole question whose
   stem says so or begins with Suppose, Imagine or Assume, and a numeric question with an `answer` of its own: the
   numbers one computes with. A number that is the value of a fact in the question's `source` is linked all the same;
8. the text of an objective whose numbers are anchored in OBJECTIVE_FACTS below;
9. in a bank, the text of a wrong option and the right-hand texts that nobody matches: they may be false. But a bare
   number in them must differ from every fact that the question names in `source`.

(Not called numbers.py: that name belongs to a module of the standard library, which numpy needs.)

Run `python tests/support/footnote_numbers.py [FILE …]` for the list of problems; `--counts` also shows digits without a unit
that may deserve a link.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from derisking import figures
from derisking.authoring.prose import prose

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, the text in question, and what to do about it."""

    file: str
    place: str
    text: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.text!r}. {self.remedy}"


# Objectives may quote figures; each of their numbers must be the value of one of these rows.
OBJECTIVE_FACTS = {
    "V3": ("chip-sales-japan-firms-2019", "photoresist-japan-share"),
    "V4": ("chips-act-target",),
}


# The title names the row; behind a middle dot it may tell the reader who says so and what a click opens.
FACT = re.compile(r'\[(?P<seen>[^\]\n]*(?:\n[^\]\n]+)*)\]\((?P<url>\S+?)\s+"fact:\s*(?P<id>[^"·]*?)\s*(?:·[^"]*)?"\)')
EVENT = re.compile(r'\[(?P<seen>[^\]\n]*(?:\n[^\]\n]+)*)\]\((?P<url>\S+?)\s+"event:\s*(?P<id>[^"·]*?)\s*(?:·[^"]*)?"\)')
SHORT = re.compile(r"\[[^\]]*\]\((fact|event):[^)]*\)")


def _with_list_unit(match: re.Match[str], links: list[re.Match[str]], text: str) -> str:
    """The visible text, with the unit of the last link or right behind it when this one holds a number alone."""
    seen, at = match["seen"], links.index(match)
    while re.fullmatch(r"[\W\d]*|[a-z ]*[\d.,]+", figures.plain(links[at]["seen"])) and at + 1 < len(links):
        between = text[links[at].end() : links[at + 1].start()]
        if not re.fullmatch(r"\s*(?:,|;|/|–|-)?\s*(?:to|and|or|then|against|rather than|instead of)?\s*", between):
            break
        at += 1
    unit = re.match(rf"[\s-]*(?:{figures.FLAGGED}|{figures.MONEY_AFTER}|years?\b)", text[links[at].end() :])
    behind = unit[0] if unit else ""
    if links[at] is match:
        return f"{seen}{behind}" if re.fullmatch(r"[\W\d]*", figures.plain(seen)) else seen
    return f"{seen} {re.sub(figures.NUMBER, '', figures.plain(links[at]['seen']))}{behind}"


def _addresses(row: dict[str, str], file: str) -> set[str]:
    """Where a link to a fact may lead from a file (its path from the course folder)."""
    producer = {row["url"], row.get("second_url") or row["url"]}
    if not row.get("computed_by") or file.endswith(".yaml"):
        return producer
    table = re.search(r"table ([a-z_]+)", row["source"])
    own = {f"{'../' * file.count('/')}data/README.md#{table[1] if table else 'facts'}"}
    return (
        own | producer if file.startswith("exercises/") else own
    )  # tasks come from a bank, the story around them does not


def _check_fact(
    match: re.Match[str], links: list[re.Match[str]], text: str, file: str, facts: dict
) -> Iterator[tuple[str, str]]:
    row_id = match["id"]
    row = facts.get(row_id)
    if row is None:
        yield match[0][:90], f"data/facts.csv has no fact {row_id!r}: take an id from that file."
        return
    about = figures.about(text, match.start(), match["seen"])
    fault = figures.value_fault(row, figures.plain(match["seen"]), about)
    if fault:
        yield match["seen"], f"Fact {row_id}: {fault}. Correct the number, or link the right fact."
    fault = figures.unit_fault(row["unit"], figures.plain(_with_list_unit(match, links, text)))
    if fault:
        yield match["seen"], f"Fact {row_id}: {fault}."
    if match["url"] not in _addresses(row, file):
        yield (
            match["seen"],
            f"Fact {row_id}: the address is not the row's. Run `python3 run.py build`.",
        )


# --- events -----------------------------------------------------------------------------------------------------------

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
DATES = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)"
    rf"|(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{MONTH})\b(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<only>\b(?:19|20)\d{{2}}\b)"
)


def _date_fault(seen: str, date: str) -> str:
    """Why a written date is not the event's (ISO text: YYYY, YYYY-MM or YYYY-MM-DD), or ""."""
    year, month, day = (*date.split("-"), "", "")[:3]
    for match in DATES.finditer(seen):
        if match["iso"]:
            fits = match["iso"].startswith(date) or date.startswith(match["iso"])
        elif match["only"]:
            fits = match["only"] == year
        else:
            number = f"{[name[:3] for name in MONTHS].index(match['month'][:3]) + 1:02d}"
            fits = number == month and match["year"] in (None, year)
            fits = fits and (match["day"] is None or f"{int(match['day']):02d}" == day)
        if not fits:
            return f"the event's date is {date}"
    return ""


def _check_event(match: re.Match[str], events: dict) -> Iterator[tuple[str, str]]:
    row_id = match["id"]
    row = events.get(row_id)
    if row is None:
        yield match[0][:90], f"data/policy_events.csv has no event {row_id!r}: take an event_id from that file."
        return
    fault = _date_fault(figures.plain(match["seen"]), row["date"])
    if fault:
        yield match["seen"], f"Event {row_id}: {fault}. Correct the date, or link the right event."
    if match["url"] not in {row["url"], row.get("second_url") or row["url"]}:
        yield (
            match["seen"],
            f"Event {row_id}: the address is not the row's. Run `python3 run.py build`.",
        )


# --- bare numbers -----------------------------------------------------------------------------------------------------


def bare_numbers(text: str) -> list[str]:
    """Numbers with a unit, a currency or a per cent that stand without a fact link and are not exempt."""
    rest = figures.blank(text, figures.CODE, FACT, EVENT, SHORT, figures.MATHS, figures.ADDRESS, figures.TAG)
    return [match[0].strip() for match in figures.BARE.finditer(rest) if not figures.exempt(rest, match)]


def loose_counts(text: str) -> list[str]:
    """Counts of ten and more without a unit: allowed, but perhaps worth a link."""
    rest = figures.blank(
        text, figures.CODE, FACT, EVENT, figures.MATHS, figures.ADDRESS, figures.TAG, DATES, figures.BARE
    )
    return [m[0] for m in re.finditer(r"(?<![\w./,-])\d{2,}(?:,\d{3})* [a-z]{4,}", rest) if " minutes" not in m[0]]


BARE_REMEDY = (
    "A number about the world needs its source: write [number](fact:some-id) with an id of data/facts.csv and run "
    "`python3 run.py build`; exemptions stand at the top of tests/support/footnote_numbers.py."
)


def check_text(text: str, file: str, place: str, *, facts: dict, events: dict, bare: bool = True) -> list[Problem]:
    """All problems of one Markdown text. bare=False: only the links are checked."""
    text = figures.blank(text, figures.CODE)
    found: list[tuple[str, str]] = []
    links = list(FACT.finditer(text))
    for match in links:
        found += _check_fact(match, links, text, file, facts)
    for match in EVENT.finditer(text):
        found += _check_event(match, events)
    for match in SHORT.finditer(text):
        found.append((match[0], "A short form is left: run `python3 run.py build`."))
    if bare:
        found += [(number, BARE_REMEDY) for number in bare_numbers(text)]
    return [Problem(file, place, seen, remedy) for seen, remedy in found]


# --- notebooks --------------------------------------------------------------------------------------------------------


def check_notebook(path: Path, *, facts: dict, events: dict, name: str = "") -> list[Problem]:
    """All prose of a notebook, reveals of predictions included; cells are counted from 1, as a reader does."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    problems: list[Problem] = []
    for number, cell in enumerate(cells, start=1):
        text = _without_objectives(prose(cell))
        problems += check_text(text, name or path.name, f"cell {number}", facts=facts, events=events)
    return problems


@cache
def _anchored_objectives() -> tuple[str, ...]:
    return tuple(
        row["text"] for row in _objectives(ROOT / "notebooks" / "objectives.yaml") if row["id"] in OBJECTIVE_FACTS
    )


def _without_objectives(text: str) -> str:
    for objective in _anchored_objectives():
        text = text.replace(objective, " " * len(objective))
    return text


def _objectives(path: Path) -> list[dict]:
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8")) or []


def check_objectives(path: Path, *, facts: dict, name: str = "") -> list[Problem]:
    """Numbers in objectives must be values of the rows that OBJECTIVE_FACTS names."""
    problems = []
    for row in _objectives(path):
        anchors = [facts[fact_id] for fact_id in OBJECTIVE_FACTS.get(row["id"], ()) if fact_id in facts]
        for number in bare_numbers(row["text"]):
            if not any(_same(fact, number) for fact in anchors):
                remedy = "Name the fact in OBJECTIVE_FACTS of tests/support/footnote_numbers.py, or say it without the number."
                problems.append(Problem(name or path.name, f"objective {row['id']}", number, remedy))
    return problems


def _same(row: dict[str, str], written: str) -> bool:
    """Does a written number state this row's value in this row's unit?"""
    return not figures.unit_fault(row["unit"], written) and not figures.value_fault(row, written, about=False)


# --- question banks ---------------------------------------------------------------------------------------------------


def _texts(question: dict) -> Iterator[tuple[str, str, bool]]:
    """(place, text, may be false) for every text of a question or task."""
    for key in ("text", "hint", "feedback", "otherwise"):
        value = question.get(key, "")
        yield key, value.get("feedback", "") if isinstance(value, dict) else value, False
    for number, hint in enumerate(question.get("hints", []), start=1):
        yield f"hint {number}", hint, False
    for number, option in enumerate(question.get("options", []), start=1):
        yield f"option {number}", option.get("text", ""), not option.get("correct", False)
        yield f"option {number}, feedback", option.get("feedback", ""), False
    for number, entry in enumerate(question.get("statements", []), start=1):
        yield f"statement {number}", entry.get("text", ""), bool(entry.get("misconception"))
        yield f"statement {number}, feedback", entry.get("feedback", ""), False
    for number, entry in enumerate(question.get("misconceptions") or [], start=1):
        yield f"misconception {number}, feedback", entry.get("feedback", ""), False
    for number, item in enumerate(question.get("items", []), start=1):
        yield f"item {number}", item.get("text", ""), False
    for number, pair in enumerate(question.get("pairs", []), start=1):
        for key in ("left", "right", "feedback"):
            yield f"pair {number}, {key}", pair.get(key, ""), False
    for number, text in enumerate(question.get("distractors", []), start=1):
        yield f"distractor {number}", text, True
    for number, card in enumerate(question.get("cards", []), start=1):
        yield f"card {number}", card.get("text", ""), False
        yield f"card {number}, feedback", card.get("feedback", ""), False
        for entry in card.get("misconceptions") or []:
            yield f"card {number}, misconception", entry.get("feedback", ""), False


def check_question(question: dict, file: str, *, facts: dict, events: dict) -> list[Problem]:
    """All texts of one question, and its sources."""
    name = f"question {question.get('id', '?')}"
    stem = str(question.get("text", ""))
    own = bool(
        figures.INVENTED.search(stem)
        or figures.SUPPOSED.search(stem)
        or (question.get("kind") == "numeric" and "answer" in question)
    )
    sources = [str(source) for source in question.get("source") or []]
    problems = [
        Problem(
            file, name, source, "`source` names no row of data/facts.csv: take an id from that file, or table:name."
        )
        for source in sources
        if not source.startswith("table:") and source not in facts
    ]
    for place, text, false in _texts(question):
        text = str(text or "")
        where = f"{name}, {place}"
        problems += check_text(text, file, where, facts=facts, events=events, bare=not (false or own))
        rows = [facts[source] for source in sources if source in facts]
        if false:
            problems += _stated(
                text, file, where, rows, "A wrong option states the true value of fact {}: change it, or link it."
            )
        elif own:
            problems += _stated(
                text, file, where, rows, "This is the value of fact {}, so it is not invented: link it."
            )
    return problems


def _stated(text: str, file: str, place: str, rows: list[dict], remedy: str) -> list[Problem]:
    """Bare numbers that state the value of one of these facts."""
    rest = figures.blank(text, figures.CODE, FACT, EVENT, figures.MATHS, figures.ADDRESS, figures.TAG)
    written = [match[0].strip() for match in figures.BARE.finditer(rest)]
    return [
        Problem(file, place, number, remedy.format(row["id"]))
        for number in written
        for row in rows
        if _same(row, number)
    ]


def check_bank(path: Path, *, facts: dict, events: dict, name: str = "") -> list[Problem]:
    """Every question of a bank."""
    import yaml

    try:
        bank = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if getattr(error, "problem_mark", None) else "?"
        return [
            Problem(
                name or path.name,
                f"line {line}",
                str(error.problem),
                "Not valid YAML: mind colons, put text after `>`.",
            )
        ]
    problems: list[Problem] = []
    for question in [*bank.get("questions", []), *bank.get("tasks", [])]:
        problems += check_question(question, name or path.name, facts=facts, events=events)
    return problems


# --- everything -------------------------------------------------------------------------------------------------------


def registry() -> tuple[dict, dict]:
    """Facts by id and events by id, as written in the tables."""
    import csv

    def rows(name: str) -> list[dict[str, str]]:
        with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return {row["id"]: row for row in rows("facts.csv")}, {row["event_id"]: row for row in rows("policy_events.csv")}


def files() -> list[Path]:
    """Every text the rule covers: lessons, banks, objectives, exercise notebooks, texts for teachers."""
    found = [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "notebooks" / "quizzes").glob("*.yaml")]
    found += [ROOT / "notebooks" / "objectives.yaml", *(ROOT / "docs" / "teaching").glob("*.md")]
    for room in ("solutions", "exercises"):
        found += [*(ROOT / room).rglob("*.ipynb"), *(ROOT / room).rglob("tasks.yaml")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def check_file(path: Path, *, facts: dict, events: dict) -> list[Problem]:
    """The rule for one file, whatever it is."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    if path.suffix == ".ipynb":
        return check_notebook(path, facts=facts, events=events, name=name)
    if path.suffix == ".md":
        return check_text(path.read_text(encoding="utf-8"), name, "the text", facts=facts, events=events)
    if path.name == "objectives.yaml":
        return check_objectives(path, facts=facts, name=name)
    return check_bank(path, facts=facts, events=events, name=name)


def _show_counts(path: Path) -> None:
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        for count in loose_counts(prose(cell)):
            print(f"{path.name}, cell {number}: {count!r} stands without a link; fine if it is not about the world.")


def main(arguments: list[str]) -> int:
    """Print every problem; returns 1 if there is one."""
    facts, events = registry()
    paths = [Path(a).resolve() for a in arguments if not a.startswith("--")] or files()
    problems = [problem for path in paths for problem in check_file(path, facts=facts, events=events)]
    for problem in problems:
        print(problem)
    if "--counts" in arguments:
        for path in paths:
            if path.suffix == ".ipynb":
                _show_counts(path)
    print(f"{len(paths)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
