"""Rules that a bank's author can break without breaking the format. `python -m derisking.authoring.lint` prints what it finds.

1 every explanation is at least a sentence and more than a verdict; 2 every wrong answer names its misconception;
3 over a bank, right options are not given away by length or by place in the file; 4 what states a fact has a source
that the registry knows; 5 every objective exists and belongs to the lesson; 6 ids are unique over all banks;
7 each lesson with objectives has two complete pairs of pre-test and post-test questions; 8 texts can be shown: links lead
to the web, formulas can be read, texts of drop-down lists are short; 9 a misconception does not accept the right answer;
10 no field is written twice, and everything that can be chosen has an id; 11 over all banks, hedge words mark right options no more than wrong ones;
12 a text to be reviewed has 200 to 400 words.
Forecasts have rules of their own (`forecast_faults`).

Tasks of exercises keep the rules that fit them: 1, 2, 4, 5, 8, 9 and 10, and of rule 3 the lengths, over the course; their
letters are dealt, their ids count within one exercise, and invented numbers, which say so, need no source.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from derisking import markdown as text
from derisking.questions import ids
from derisking.questions.bank import Bank, BankError, lessons, load, name_of, records, yaml_of
from derisking.questions.kinds.base import NUMBER, OPTIONS, TEXT
from derisking.questions.kinds.numeric import covers
from derisking.questions.question import Question
from derisking.questions.schema import LISTS

VERDICT = re.compile(
    r"^(yes|no|right|correct|exactly|indeed|wrong|incorrect|not (quite|right|yet)|well done|good|true|false)\b[\s,.!:;-]*",
    re.IGNORECASE,
)
FACT = re.compile(r"\b(1[89]|20)\d\d\b|\d\s?%|\bper cent\b.*\d|[€$£¥]\s?\d|\b(EUR|USD|JPY)\s?\d|\]\(https?://")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]*)")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
INVENTED = re.compile(r"\b(invented|made[- ]up)\b", re.IGNORECASE)
HEDGE = re.compile(
    r"\b(may|might|could|perhaps|possibly|partly|probably|likely|unlikely|some|sometimes|often|usually|mostly|little|until|unless"
    r"|not (?:yet|always|necessarily)|nothing yet|neither|depends?|on average|so far|as far as|too early)\b",
    re.IGNORECASE,
)
HEDGES = 0.05  # share of hedged options by which right and wrong ones may differ, over all banks
LIST_WIDTH = 60  # characters of a text in a drop-down list
PAIRS = 2  # per lesson
MOST_WORDS = 400  # of a text to be reviewed


def lint(banks: Iterable[Bank], objectives: dict[str, str], known: Callable[[str], bool]) -> list[str]:
    """All findings, one sentence each; an empty list is a pass.

    objectives: id -> lesson. known(source) says whether a fact id or "table:name" is in the registry.
    """
    banks = list(banks)
    findings = []
    for bank in banks:
        findings += [*_each(bank, objectives, known), *_length(bank), *_place(bank), *_pairs(bank, objectives)]
    return [*findings, *_unique(banks), *_hedged(banks)]


def lint_tasks(exercises: Iterable[Bank], objectives: dict[str, str], known: Callable[[str], bool]) -> list[str]:
    """The same for the tasks of exercises, one Bank each, with or without their computed fields."""
    exercises = list(exercises)
    findings = [finding for exercise in exercises for finding in _each(exercise, objectives, known)]
    course = tuple(task for exercise in exercises for task in exercise.questions if "options" in task.written)
    return [*findings, *_length(Bank("", Path("solutions"), course))]


def _each(bank: Bank, objectives: dict[str, str], known: Callable[[str], bool]) -> list[str]:
    """What is wrong with single records of a file, or with its fields."""
    findings = []
    for question in bank.questions:
        for rule in (_explained, _sourced, _showable, _ranges, _length_of_text):
            findings += [f"{question.place}: {words}" for words in rule(question)]
        findings += _registered(question, objectives, known)
    return [*findings, *_twice(bank), *_named(bank)]


def _parts(raw: dict, before: str = "") -> Iterable[tuple[str, dict, bool]]:
    """(place, part with feedback, whether it is a wrong answer) of everything that explains."""
    for name in LISTS:
        for number, entry in enumerate(raw.get(name) or [], 1):
            place = f"{before}{name[:-1]} {number}"
            if isinstance(entry, dict) and entry.get("feedback"):
                wrong = name == "misconceptions" or (name == "options" and not entry.get("correct"))
                yield place, entry, wrong or (name == "statements")
            if name == "cards":
                yield from _parts({"misconceptions": entry.get("misconceptions")}, f"{place}, ")
            if name == "sentences" and "slip" in entry:
                yield f"{place}, slip", entry["slip"], False
    for key in ("feedback", "otherwise"):
        if isinstance(raw.get(key), dict):
            yield key, raw[key], True
        elif raw.get(key):
            yield key, {"feedback": raw[key]}, False


def _explained(question: Question) -> Iterable[str]:
    for place, part, wrong in _parts(question.written):
        words = text.plain(part["feedback"])
        if len(VERDICT.sub("", words).split()) < 5 or not words.rstrip("\"')»”’").endswith((".", "?", "!")):
            yield f"{place}: the explanation is only a verdict. Say in a sentence why, to the student who answered this."
        if wrong and not NAME.match(str(part.get("misconception") or "")):
            yield f"{place}: name the misconception in small letters with hyphens, such as `source-before-definition`."


def _texts(part) -> Iterable[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in ("source", "id", "misconception", "pair", "unit", "before", "after"):
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
    elif isinstance(part, str):
        yield part


def _sourced(question: Question) -> Iterable[str]:
    task = "hints" in question.written
    if question.source or "primary" in question.use or (task and INVENTED.search(question.text)):
        return
    said = [question.text, *(part["feedback"] for _, part, _ in _parts(question.written))]
    if task:
        rows = [*question.written.get("cards", []), *question.written.get("statements", [])]
        said += [*question.written["hints"], *(row["text"] for row in rows)]
    if any(FACT.search(words) for words in said):
        yield "it states a fact (a year, a share, a sum or a link) but has no `source`. Name a fact id or `table:name`."


def _registered(question: Question, objectives: dict[str, str], known: Callable[[str], bool]) -> Iterable[str]:
    owner = objectives.get(question.objective)
    if owner is None:
        yield f"{question.place}: objective {question.objective!r} is not in notebooks/objectives.yaml. Take one of its ids."
    elif owner != question.lesson and question.lesson in objectives.values():  # lesson 0 borrows its objectives
        yield f"{question.place}: objective {question.objective} belongs to {owner}. Move the question, or choose another objective."
    for source in question.source:
        if not known(source):
            yield f"{question.place}: source {source!r} is neither a fact of data/facts.csv nor a table. Add it, or correct the id."


def _showable(question: Question) -> Iterable[str]:
    for words in _texts(question.written):
        for address in LINK.findall(words):
            if not text.WEB.match(address):
                yield f"the link to {address!r} will not work. Links start with http:// or https://."
        for tex in text.FORMULA.findall(words):
            try:
                text.formula(tex)
            except ValueError as error:
                yield f"{error}. Write it in plainer LaTeX."
    for pair in question.written.get("pairs") or []:
        if len(text.plain(pair["right"])) > LIST_WIDTH:
            yield f"{pair['right'][:30]!r}... is too long for a drop-down list. Use at most {LIST_WIDTH} characters."


def _ranges(question: Question) -> Iterable[str]:
    if question.rules.shape != NUMBER or not {"answer", "answer_fact"} & set(question.raw):
        return  # a task whose answer is computed is looked at with its keys, in the tests
    for number, entry in enumerate(question.raw.get("misconceptions") or [], 1):
        if {"value", "min"} & set(entry) and covers(entry, question.answer, question.raw["tolerance"]):
            yield f"misconception {number} covers the right answer {question.answer:g}. Make its range smaller."


def _length_of_text(question: Question) -> Iterable[str]:
    if question.rules.shape == TEXT:
        count = sum(len(text.plain(one["text"]).split()) for one in question.written["sentences"])
        if not MOST_WORDS / 2 <= count <= MOST_WORDS:
            yield f"the text has {count} words. Write {MOST_WORDS // 2} to {MOST_WORDS}, so that a slip is worth looking for."


def _single(question: Question) -> bool:
    """Whether one option is to be chosen."""
    return question.rules.shape == OPTIONS and not question.rules.several


def _singles(bank: Bank) -> list[tuple[int, list[int]]]:
    """(place of the right option, lengths of all options) of each single-choice question."""
    singles = []
    for question in bank.questions:
        if _single(question):
            options = question.written["options"]
            right = next(i for i, option in enumerate(options) if option.get("correct"))
            singles.append((right, [len(text.plain(option["text"])) for option in options]))
    return singles


def _length(bank: Bank) -> Iterable[str]:
    singles, name = _singles(bank), name_of(bank.path)
    longest = sum(lengths[right] > max(n for i, n in enumerate(lengths) if i != right) for right, lengths in singles)
    if longest > max(1, math.ceil(0.4 * len(singles))):
        yield (
            f"{name}: the right option is the longest in {longest} of {len(singles)} single-choice questions. "
            "Shorten right options, or give wrong ones as much detail."
        )
    if len(singles) >= 4:
        ratios = [lengths[r] * (len(lengths) - 1) / (sum(lengths) - lengths[r]) for r, lengths in singles]
        mean = sum(ratios) / len(ratios)
        if not 0.75 <= mean <= 1.25:
            yield f"{name}: right options are on average {mean:.2f} times as long as wrong ones. Bring them nearer to 1."


def _hedged(banks: list[Bank]) -> Iterable[str]:
    """Words such as "may" and "not yet" must not mark the right option, or one need not read."""
    marked: dict[bool, list[bool]] = {True: [], False: []}
    for question in filter(_single, (question for bank in banks for question in bank.questions)):
        for option in question.written["options"]:
            marked[option.get("correct") is True].append(bool(HEDGE.search(text.plain(option["text"]))))
    if len(marked[True]) < 20:
        return
    right, wrong = (sum(marked[side]) / len(marked[side]) for side in (True, False))
    if abs(right - wrong) > HEDGES:
        yield f"All banks: {right:.0%} of right options are hedged, {wrong:.0%} of wrong ones. Make some right ones bold."


def _place(bank: Bank) -> Iterable[str]:
    places = Counter(right for right, _ in _singles(bank))
    for place, count in places.most_common(1):
        if places.total() >= 4 and count > math.ceil(0.6 * places.total()):
            yield (
                f"{name_of(bank.path)}: the right option is number {place + 1} in {count} of {places.total()} "
                "single-choice questions. Move some."
            )


def _pairs(bank: Bank, objectives: dict[str, str]) -> Iterable[str]:
    pairs: dict[str, list[Question]] = {}
    for question in bank.questions:
        if question.pair:
            pairs.setdefault(question.pair, []).append(question)
    name = name_of(bank.path)
    for pair, members in pairs.items():
        uses = sorted(use for question in members for use in question.use if use in ("pre", "post"))
        if uses != ["post", "pre"]:
            yield f"{name}: pair `{pair}` needs one question with `use: [pre]` and one with `use: [post]`; it has {uses}."
        elif len({question.objective for question in members}) > 1:
            yield f"{name}: the two questions of pair `{pair}` have different objectives. Give them the same."
    if bank.lesson in objectives.values() and len(pairs) != PAIRS:
        yield f"{name}: {len(pairs)} pairs of pre-test and post-test questions. Each lesson has {PAIRS}."


def _unique(banks: list[Bank]) -> Iterable[str]:
    seen: dict[str, str] = {}
    for bank in banks:
        for question in bank.questions:
            if question.id in seen:
                yield f"{question.place}: this id is also used in {seen[question.id]}. Give each question its own."
            seen[question.id] = name_of(bank.path)


def _twice(bank: Bank) -> Iterable[str]:
    """YAML keeps the last of two equal fields without a word; an explanation would be lost."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    waiting = [yaml.compose(bank.path.read_text(encoding="utf-8"), Loader=loader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            names = Counter(key.value for key, _ in node.value)
            for key, value in node.value:
                if names[key.value] > 1:
                    line = key.start_mark.line + 1
                    yield f"{name_of(bank.path)}, line {line}: field `{key.value}` is written twice. Keep one."
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _named(bank: Bank) -> Iterable[str]:
    """Every option, card and line has its id in the file, so that its text can be corrected."""
    content = yaml_of(bank.path)
    for question in [*(content.get("questions") or ()), *(content.get("tasks") or ())]:
        for entry, key, _ in ids.missing(question):
            words = entry.get("text") or entry.get("left")
            yield f"{name_of(bank.path)}, `{question['id']}`: “{words.strip()[:40]}” has no `{key}`. Run python3 run.py build, which writes it."
        parts = Counter(entry["id"] for field in ids.IDS for entry in question.get(field) or () if "id" in entry)
        for id in [one for one, count in parts.items() if count > 1]:
            yield f"{name_of(bank.path)}, `{question['id']}`: the id {id} names two things. Take one away and run python3 run.py build."


# --- the project's own banks -----------------------------------------------------------------------------------------


def registry() -> Callable[[str], bool]:
    """known(source) for the project's facts and tables."""
    from derisking import data

    facts, tables = set(data.facts()["id"]), set(data.names())
    return lambda source: source.removeprefix("table:") in tables if source.startswith("table:") else source in facts


def check_all() -> list[str]:
    """Findings in the project's own banks and tasks, broken files included."""
    from derisking import objectives, places
    from derisking.authoring import forecast_faults

    findings: list[str] = []

    def readable(read: Callable, names: Iterable) -> Iterable[Bank]:
        for name in names:
            try:
                yield read(name)
            except BankError as error:
                findings.append(str(error))

    files = sorted(path for folder in places.task_folders() for path in folder.glob("*/tasks.yaml"))
    known = {o.id: o.lesson for o in objectives.load()}, registry()
    banks, tasks = lint(readable(load, lessons()), *known), lint_tasks(readable(tasks_of, files), *known)
    return banks + tasks + findings + forecast_faults.check()


def tasks_of(path: Path) -> Bank:
    """The tasks of a file as a Bank, without what keys.py computes. Raises BankError."""
    content = yaml_of(path)
    written = content.get("tasks") if isinstance(content, dict) else None
    if not isinstance(written, list):
        raise BankError(f"{name_of(path)}: write `lesson:`, `title:` and a list `tasks:` at the top of the file.")
    lesson = path.parent.name
    return Bank(lesson, path, records(lesson, name_of(path), written, "task"))


if __name__ == "__main__":
    findings = check_all()
    print("\n".join(findings) or "The banks, tasks and forecasts are sound.")
    sys.exit(bool(findings))
