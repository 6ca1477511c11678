"""Load question banks (notebooks/quizzes/*.yaml) and say exactly what is wrong with one that cannot be used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

KINDS = ("single", "multiple", "numeric", "order", "match", "classify")
USES = ("flow", "recall", "wrap-up", "homework", "pre", "post")
LEVELS = ("recall", "understand", "apply")
COMMON = {"id", "objective", "kind", "use", "level", "text", "hint", "source", "pair", "feedback", "otherwise", "slips"}
OWN = {
    "single": {"options"},
    "multiple": {"options"},
    "numeric": {"answer", "answer_fact", "tolerance", "unit"},
    "order": {"items"},
    "match": {"pairs", "distractors"},
    "classify": {"bins", "cards"},
}


class BankError(ValueError):
    """A bank breaks the format; the text names file, question and field, and the remedy."""


@dataclass(frozen=True)
class Question:
    """One question as written in a bank. `raw` is its YAML mapping, checked; `place` names it in messages."""

    lesson: str
    place: str
    raw: dict = field(repr=False)

    id = property(lambda self: self.raw["id"])
    objective = property(lambda self: self.raw["objective"])
    kind = property(lambda self: self.raw["kind"])
    use = property(lambda self: self.raw["use"])
    text = property(lambda self: self.raw["text"])
    source = property(lambda self: self.raw.get("source") or [])
    pair = property(lambda self: self.raw.get("pair"))

    @cached_property
    def answer(self) -> float:
        """The right number of a numeric question, from the bank or from the fact it names."""
        if "answer" in self.raw:
            return float(self.raw["answer"])
        from derisking import data

        return float(data.fact(self.raw["answer_fact"]).value)

    def key(self, part: str) -> str:
        """A short name for an option, item or card that survives reordering and gives nothing away."""
        return "k" + hashlib.sha1(f"{self.id}|{part}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Bank:
    """All questions of one lesson, in file order."""

    lesson: str
    path: Path
    questions: tuple[Question, ...]

    def __getitem__(self, id: str) -> Question:
        for question in self.questions:
            if question.id == id:
                return question
        import difflib

        known = [question.id for question in self.questions]
        near = difflib.get_close_matches(id, known, 3, 0.4) or known[:5]
        raise BankError(f"{name_of(self.path)} has no question {id!r}. Near: {', '.join(near)}.")

    def used_for(self, use: str) -> list[Question]:
        return [question for question in self.questions if use in question.use]


def name_of(path: Path) -> str:
    """The last three parts of a path, as messages show it."""
    return "/".join(Path(path).parts[-3:])


def folder() -> Path:
    """The folder of the banks: of the course around this notebook, else of the installed package."""
    from derisking import places

    for place in places.notebook_folders():
        for name in ("quizzes", "_quizzes"):
            if (place / name).is_dir():
                return place / name
    raise BankError("No folder notebooks/quizzes was found. Open the notebook from inside the course folder.")


def lessons() -> list[str]:
    """Names of the lessons that have a bank, in order."""
    return sorted(path.stem for path in folder().glob("*.yaml"))


_cache: dict[Path, tuple[tuple, Bank]] = {}


def load(lesson: str) -> Bank:
    """The bank of a lesson, e.g. "02-de-risking". Read again only when the file has changed. Raises BankError."""
    path = folder() / f"{lesson}.yaml"
    if not path.is_file():
        raise BankError(f"There is no bank {name_of(path)}. Known lessons: {', '.join(lessons()) or 'none'}.")
    state = path.stat()
    stamp = (state.st_mtime_ns, state.st_size)
    if path not in _cache or _cache[path][0] != stamp:
        _cache[path] = (stamp, read(path))
    return _cache[path][1]


def read(path: Path) -> Bank:
    """Read and check one bank file. Raises BankError for the first thing that is wrong."""
    import yaml

    name = name_of(path)
    try:
        with Path(path).open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise BankError(f"{name}{line}: not valid YAML ({problem}). Check indentation, colons and quotes.") from None
    except UnicodeDecodeError:
        raise BankError(f"{name}: not saved as UTF-8. Save the file again with that encoding.") from None
    if not isinstance(content, dict) or not isinstance(content.get("questions"), list):
        raise BankError(f"{name}: write `lesson:` and a list `questions:` at the top of the file.")
    lesson = content.get("lesson")
    if lesson != Path(path).stem:
        raise BankError(f"{name}: `lesson` is {lesson!r}. Write {Path(path).stem!r}, the file's own name.")
    questions = tuple(_question(lesson, name, number, raw) for number, raw in enumerate(content["questions"], 1))
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise BankError(f"{question.place}: this id is used twice. Give each question its own.")
        seen.add(question.id)
    return Bank(lesson, Path(path), questions)


# --- the schema ----------------------------------------------------------------------------------------------------


class _Check:
    """Collects the place, so that each rule below is one line."""

    def __init__(self, place: str):
        self.place = place

    def at(self, part: str) -> _Check:
        return _Check(f"{self.place}, {part}")

    def fail(self, text: str):
        raise BankError(f"{self.place}: {text}")

    def mapping(self, value, allowed: set[str]) -> dict:
        if not isinstance(value, dict):
            self.fail("this should be a mapping with named fields, such as `text: ...`.")
        for key in value:
            if key not in allowed:
                self.fail(f"unknown field `{key}`. Use {', '.join(f'`{name}`' for name in sorted(allowed))}.")
        return value

    def text(self, raw: dict, key: str, why: str) -> None:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            self.fail(f"no {key}. {why}" if key not in raw else f"`{key}` should be text in quotes. {why}")

    def words(self, raw: dict, key: str, why: str) -> None:
        """A short text; numbers and yes/no are accepted, as YAML reads `2024` and `yes` that way."""
        if raw.get(key) is None or isinstance(raw[key], (list, dict)):
            self.fail(f"no {key}. {why}")
        raw[key] = str(raw[key])

    def list(self, raw: dict, key: str, least: int, why: str) -> list:
        value = raw.get(key)
        if not isinstance(value, list) or len(value) < least:
            self.fail(f"`{key}` should be a list of at least {least}. {why}")
        return value

    def choice(self, raw: dict, key: str, allowed) -> None:
        if raw.get(key) not in allowed:
            self.fail(f"`{key}` is {raw.get(key)!r}. Use one of {', '.join(allowed)}.")

    def number(self, raw: dict, key: str, why: str) -> None:
        if isinstance(raw.get(key), bool) or not isinstance(raw.get(key), (int, float)):
            self.fail(f"`{key}` should be a number. {why}")


FEEDBACK = "Say in one sentence what a student who gives this answer should know."
MISCONCEPTION = "Say in one sentence what a student who picks it has misunderstood."


def _question(lesson: str, name: str, number: int, raw) -> Question:
    label = raw.get("id") if isinstance(raw, dict) and raw.get("id") else number
    check = _Check(f"{name}, question `{label}`")
    if not isinstance(raw, dict):
        check.fail("this should be a mapping with `id:`, `kind:` and so on.")
    check.words(raw, "id", "Give the question a short name, unique over all banks.")
    check.choice(raw, "kind", KINDS)
    check.mapping(raw, COMMON | OWN[raw["kind"]])
    check.words(raw, "objective", "Name an id from notebooks/objectives.yaml, such as `D3`.")
    check.text(raw, "text", "Write the question.")
    check.list(raw, "use", 1, f"Use one or more of {', '.join(USES)}.")
    for use in raw["use"]:
        if use not in USES:
            check.fail(f"`use` holds {use!r}. Use {', '.join(USES)}.")
    if "level" in raw:
        check.choice(raw, "level", LEVELS)
    if "hint" in raw:
        check.text(raw, "hint", "Leave the field out if there is no hint.")
    if raw.get("source") is not None and not all(isinstance(s, str) for s in check.list(raw, "source", 0, "")):
        check.fail("`source` should be a list of fact ids or `table:name`.")
    if {"pre", "post"} & set(raw["use"]):
        check.words(raw, "pair", "The two parallel questions of the pre-test and post-test carry the same pair name.")
    _RULES[raw["kind"]](check, raw)
    return Question(lesson, check.place, raw)


def _options(check: _Check, raw: dict) -> None:
    options = check.list(
        raw, "options", 2, "Give the right one and at least one that a thoughtful student might choose."
    )
    right = 0
    for number, option in enumerate(options, 1):
        here = check.at(f"option {number}")
        here.mapping(option, {"text", "correct", "feedback", "misconception", "id"})
        here.words(option, "text", "Write what the student reads.")
        here.text(option, "feedback", FEEDBACK if option.get("correct") else MISCONCEPTION)
        right += option.get("correct") is True
    if raw["kind"] == "single" and right != 1:
        check.fail(f"{right} options are marked `correct: true`. A single-choice question has exactly one.")
    if right == 0:
        check.fail("no option is marked `correct: true`.")
    _distinct(check, [option["text"] for option in options], "options")


def _numeric(check: _Check, raw: dict) -> None:
    if ("answer" in raw) == ("answer_fact" in raw):
        check.fail("write either `answer` (a number) or `answer_fact` (an id of data/facts.csv).")
    if "answer" in raw:
        check.number(raw, "answer", "Write 0.787, not text.")
    check.number(raw, "tolerance", "Say how far off an answer may be, in the unit of the answer.")
    if not isinstance(raw.get("unit"), str):
        check.fail('no unit. Write the unit shown beside the box, or `unit: ""` if there is none.')
    check.text(raw, "feedback", FEEDBACK)
    check.text(raw, "otherwise", "Help a student whose number you did not foresee.")
    for number, slip in enumerate(raw.get("slips") or [], 1):
        here = check.at(f"slip {number}")
        here.mapping(slip, {"value", "min", "max", "tolerance", "misconception", "feedback"})
        if "value" in slip:
            here.number(slip, "value", "Write the number a student would give.")
        else:
            here.number(slip, "min", "A slip has a `value`, or both `min` and `max`.")
            here.number(slip, "max", "A slip has a `value`, or both `min` and `max`.")
        here.words(slip, "misconception", "Name the mistake, for example `percent-for-fraction`.")
        here.text(slip, "feedback", MISCONCEPTION)


def _order(check: _Check, raw: dict) -> None:
    ids = []
    for number, item in enumerate(check.list(raw, "items", 3, "Give the items in the right order."), 1):
        here = check.at(f"item {number}")
        here.mapping(item, {"id", "text"})
        here.words(item, "id", "Slips refer to items by id.")
        here.words(item, "text", "Write what the student reads.")
        ids.append(item["id"])
    _distinct(check, ids, "item ids")
    check.text(raw, "feedback", FEEDBACK)
    check.text(raw, "otherwise", "Help a student whose order you did not foresee.")
    for number, slip in enumerate(raw.get("slips") or [], 1):
        here = check.at(f"slip {number}")
        here.mapping(slip, {"before", "after", "misconception", "feedback"})
        for key in ("before", "after"):
            here.words(slip, key, "Name the item by its id.")
            if slip[key] not in ids:
                here.fail(f"`{key}` names {slip[key]!r}, which is no item. Items: {', '.join(ids)}.")
        if ids.index(slip["before"]) < ids.index(slip["after"]):
            here.fail(f"{slip['before']!r} before {slip['after']!r} is the right order. A slip is a wrong one.")
        here.words(slip, "misconception", "Name the mistake.")
        here.text(slip, "feedback", MISCONCEPTION)


def _match(check: _Check, raw: dict) -> None:
    pairs = check.list(raw, "pairs", 2, "Give `left`, `right` and `feedback` for each.")
    for number, pair in enumerate(pairs, 1):
        here = check.at(f"pair {number}")
        here.mapping(pair, {"left", "right", "feedback"})
        here.words(pair, "left", "Write what is to be matched.")
        here.words(pair, "right", "Write what it belongs to.")
        here.text(pair, "feedback", FEEDBACK)
    raw["distractors"] = [str(text) for text in raw.get("distractors") or []]
    lefts = [pair["left"] for pair in pairs]
    rights = list(dict.fromkeys([pair["right"] for pair in pairs])) + raw["distractors"]
    _distinct(check, lefts, "left-hand texts")
    _distinct(check, rights, "right-hand texts and distractors")
    check.text(raw, "otherwise", "Help a student whose match you did not foresee.")
    for number, slip in enumerate(raw.get("slips") or [], 1):
        here = check.at(f"slip {number}")
        here.mapping(slip, {"left", "right", "misconception", "feedback"})
        for key, known in (("left", lefts), ("right", rights)):
            here.words(slip, key, "Repeat the text of the pair.")
            if slip[key] not in known:
                here.fail(f"`{key}` is {slip[key]!r}, which is not among the texts of the pairs.")
        here.words(slip, "misconception", "Name the mistake.")
        here.text(slip, "feedback", MISCONCEPTION)


def _classify(check: _Check, raw: dict) -> None:
    bins = raw["bins"] = [str(name) for name in check.list(raw, "bins", 2, "Name the bins.")]
    _distinct(check, bins, "bins")
    cards = check.list(raw, "cards", 2, "Give `text`, `bins` and `feedback` for each card.")
    for number, card in enumerate(cards, 1):
        here = check.at(f"card {number}")
        here.mapping(card, {"text", "bins", "feedback", "slips"})
        here.words(card, "text", "Write what is to be sorted.")
        here.text(card, "feedback", FEEDBACK)
        card["bins"] = [str(name) for name in here.list(card, "bins", 1, "Name every bin that can be defended.")]
        _known(here, card["bins"], bins)
        for count, slip in enumerate(card.get("slips") or [], 1):
            there = here.at(f"slip {count}")
            there.mapping(slip, {"bin", "misconception", "feedback"})
            there.words(slip, "bin", "Name the wrong bin.")
            _known(there, [slip["bin"]], bins)
            if slip["bin"] in card["bins"]:
                there.fail(f"{slip['bin']!r} is accepted for this card. A slip names a wrong bin.")
            there.words(slip, "misconception", "Name the mistake.")
            there.text(slip, "feedback", MISCONCEPTION)
    _distinct(check, [card["text"] for card in cards], "cards")
    check.text(raw, "otherwise", "Help a student whose bin you did not foresee.")


def _known(check: _Check, names: list[str], bins: list[str]) -> None:
    for name in names:
        if name not in bins:
            check.fail(f"{name!r} is no bin. Bins: {', '.join(bins)}.")


def _distinct(check: _Check, texts: list[str], what: str) -> None:
    if len(set(texts)) < len(texts):
        check.fail(f"two {what} are the same. Change one.")


_RULES = {
    "single": _options,
    "multiple": _options,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "classify": _classify,
}
