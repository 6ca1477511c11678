"""Load question banks (notebooks/quizzes/*.yaml) and tasks, and say exactly what is wrong with one that cannot be used."""

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from derisking.errors import UserError
from derisking.questions import draw, ids, kinds, schema, story
from derisking.questions.kinds.base import TEXT
from derisking.questions.question import Question

MOST_VALUES = 200_000  # in one file; ours have a few thousand
LARGEST = 1e300


class BankError(UserError, ValueError):
    """A bank breaks the format; the text names file, question and field, and the remedy."""


@dataclass(frozen=True)
class Primary:
    """The primary text of a lesson: a law, a notice. Students open it at its official address; it is never reprinted.

    part: which articles or paragraphs; minutes: for the text and its questions.
    """

    title: str
    part: str
    address: str
    language: str
    minutes: int


@dataclass(frozen=True)
class Bank:
    """All questions of one lesson, in file order. primary: the text that those with the use `primary` are about, if there is one."""

    lesson: str
    path: Path
    questions: tuple[Question, ...]
    primary: Primary | None = None

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


def called(word: str) -> str:
    """The lesson that somebody means by "02", "2" or its name. Raises UserError."""
    known = lessons()
    found = [name for name in known if word in (name, name[:2], str(int(name[:2])))]
    if not found:
        raise UserError(f"There is no lesson {word!r}: write one of {', '.join(known)}.")
    return found[0]


def load(lesson: str) -> Bank:
    """The bank of a lesson, e.g. "02-de-risking". Read again only when the file has changed. Raises BankError."""
    path = folder() / f"{lesson}.yaml"
    if not path.is_file():
        raise BankError(f"There is no bank {name_of(path)}. Known lessons: {', '.join(lessons()) or 'none'}.")
    state = path.stat()
    return _read_once(path, (state.st_mtime_ns, state.st_size), draw.secret())


@functools.cache
def _read_once(path: Path, stamp: tuple[int, int], secret: str) -> Bank:
    """A bank as it is at one time. stamp: of the file then."""
    whole = read(path)
    return replace(whole, questions=tuple(drawn(one, secret) for one in whole.questions))


def drawn(question: Question, secret: str) -> Question:
    """A question as a secret draws it for a class: which slips of a text to be reviewed are planted; all others are as written."""
    if secret == draw.EXAMPLE or question.rules.shape != TEXT:
        return question
    return question.with_(**question.rules.deal(question, draw.dice(secret, question.lesson, question.id, 0)))


def used_for(use: str, before: str = "99") -> list[Question]:
    """The questions of all banks with this use, in order. before: only of lessons that come before this one."""
    return [q for lesson in lessons() if lesson < before for q in load(lesson).used_for(use)]


def yaml_of(path: Path) -> Any:
    """The content of a YAML file. Raises BankError with file and line for one that cannot be read."""
    import yaml

    name = name_of(path)
    try:
        with Path(path).open(encoding="utf-8") as file:
            return _bounded(name, yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except BankError:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise BankError(f"{name}{line}: not valid YAML ({problem}). Check indentation, colons and quotes.") from None
    except UnicodeDecodeError:
        raise BankError(f"{name}: not saved as UTF-8. Save the file again with that encoding.") from None
    except ValueError as error:  # a date or a number that Python cannot hold
        raise BankError(
            f"{name}: a value cannot be read ({str(error)[:60]}). Put it in quotes, or shorten it."
        ) from None


def _bounded(name: str, content: object) -> object:
    """The content of a file, if it is as large as it looks and its numbers are numbers. Raises BankError."""
    waiting, count = [(content, "")], 0
    while waiting:
        value, place = waiting.pop()
        count += 1
        if count > MOST_VALUES:
            text = f"it holds more than {MOST_VALUES} values, perhaps by aliases (`*name`) of aliases. Write them out."
            raise BankError(f"{name}: {text}")
        if isinstance(value, dict):
            place = f", `{value['id']}`" if isinstance(value.get("id"), (str, int)) else place
            waiting += [(one, place) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, place) for one in value]
        elif isinstance(value, (int, float)) and not abs(value) <= LARGEST:
            raise BankError(f"{name}{place}: {str(value)[:20]} is not a number to compute with. Write an ordinary one.")
    return content


def read(path: Path) -> Bank:
    """Read and check one bank file. Raises BankError for the first thing that is wrong."""
    name, content = name_of(path), yaml_of(path)
    if not isinstance(content, dict) or not isinstance(content.get("questions"), list):
        raise BankError(f"{name}: write `lesson:` and a list `questions:` at the top of the file.")
    lesson = content.get("lesson")
    if lesson != Path(path).stem:
        raise BankError(f"{name}: `lesson` is {lesson!r}. Write {Path(path).stem!r}, the file's own name.")
    primary = _primary(name, content["primary"]) if "primary" in content else None
    questions = records(lesson, name, content["questions"], "question")
    alone = next((one for one in questions if "primary" in one.use), None)
    if alone and not primary:
        said = "it asks about a primary text. Name the text in `primary:` at the top of the file."
        raise BankError(f"{alone.place}: {said}")
    return Bank(lesson, Path(path), questions, primary)


def _primary(name: str, raw: Any) -> Primary:
    trouble = schema.primary_problem(raw)
    if trouble:
        raise BankError(f"{name}, `primary`: {trouble}")
    return Primary(**raw)


def records(lesson: str, name: str, raws: list[Any], record: str) -> tuple[Question, ...]:
    """The questions or tasks of a file, each checked. record: "question" or "task". Raises BankError."""
    checked = tuple(_checked(lesson, name, number, raw, record) for number, raw in enumerate(raws, 1))
    seen: set[str] = set()
    for question in checked:
        if question.id in seen:
            raise BankError(f"{question.place}: this id is used twice. Give each {record} its own.")
        seen.add(question.id)
    return checked


def _checked(lesson: str, name: str, number: int, raw: Any, record: str) -> Question:
    label = raw.get("id") if isinstance(raw, dict) else None
    label = label if label and isinstance(label, (str, int)) else number
    place = f"{name}, {record} `{label}`"

    def fail(part: str, text: str) -> None:
        raise BankError(f"{place}{', ' * bool(part)}{part}: {text}")

    if isinstance(raw, dict):
        raw = ids.filled(story.filled(words(raw), lambda owner, id: load(owner)[id].written, fail))
    if isinstance(raw, dict) and raw.get("sealed"):  # as `release` wrote it
        return Question(lesson, place, raw, kinds.get(raw["kind"]))
    trouble = schema.problem(raw, record)
    if trouble:
        fail(*trouble)
    question = Question(lesson, place, raw, kinds.get(raw["kind"]))
    question.rules.check(raw, fail)
    return question


# Fields that are texts, though YAML reads `2024` as a number and `yes` as true.
_TEXTS = {"id", "text", "left", "right", "objective", "before", "after", "bin", "misconception", "pair", "unit"}
_LISTS = {"bins", "distractors"}


def words(part: Any, key: str = "") -> Any:
    """The record with numbers and yes/no turned into texts where a text is meant."""
    if isinstance(part, dict):
        return {name: words(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [words(value, "text" if key in _LISTS and not isinstance(value, dict) else "") for value in part]
    return str(part) if key in _TEXTS and isinstance(part, (bool, int, float)) else part
