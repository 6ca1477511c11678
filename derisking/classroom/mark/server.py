"""What one can ask at the desk: a function of the desk and the words of the question. `classroom.serving` has the walls."""

import functools
from collections.abc import Callable
from pathlib import Path

import sqlalchemy.exc

from derisking.classroom import serving
from derisking.classroom.mark.desk import SWITCHES, Desk, progress
from derisking.classroom.mark.rubric import Rubric
from derisking.classroom.mark.store import Changed
from derisking.classroom.serving import Refused

HERE = Path(__file__).resolve().parent
LONGEST = 20_000  # characters of a comment


def _answer(desk: Desk, ask: Callable[[Desk, dict], dict], words: dict) -> dict:
    """The answer to a question; nothing of it stays open."""
    try:
        return ask(desk, words)
    except Changed:
        raise Refused(409, "This memo changed meanwhile; here it is as it is now.") from None
    except (KeyError, TypeError, ValueError):
        raise Refused(400, "The desk does not know this memo, row or level: load the page again.") from None
    except sqlalchemy.exc.OperationalError:
        said = "The gradebook is busy, and this was not kept: wait until grading is done, then do it again."
        raise Refused(503, said) from None
    finally:
        desk.store.gradebook.db.rollback()  # nothing half-written, nothing remembered from before


def _show(desk: Desk, words: dict) -> dict:
    lesson = _lesson(desk, words)
    key = desk.next(lesson, str(words.get("after", ""))) if words.get("next") else str(words.get("key", ""))
    return {"page": desk.page(lesson, key)}


def _level(desk: Desk, words: dict) -> dict:
    points = words["points"]
    if not (points is None or type(points) is int):
        raise ValueError("no level")
    desk.store.set_level(*_whose(desk, words), str(words["row"]), points, str(words["memo"]))
    return _after(desk, words)


def _former(desk: Desk, words: dict) -> dict:
    desk.store.take_former(*_whose(desk, words), str(words["memo"]))
    return {"page": desk.page(words["lesson"], words["key"])}


def _confirm(desk: Desk, words: dict) -> dict:
    desk.store.confirm(*_whose(desk, words), str(words["memo"]))
    return _after(desk, words)


def _comment(desk: Desk, words: dict) -> dict:
    plan, student = _whose(desk, words)
    desk.store.set_comment(plan.lesson, student, str(words["comment"])[:LONGEST])
    return {}


def _phrase(desk: Desk, words: dict) -> dict:
    desk.store.keep_phrase(str(words["phrase"])[:LONGEST], bool(words["keep"]))
    return {"phrases": desk.store.phrases()}


def _switch(desk: Desk, words: dict) -> dict:
    if words["name"] not in SWITCHES:
        raise KeyError(words["name"])
    desk.store.set_setting(words["name"], "yes" if words["on"] else "no")
    return {"page": desk.page(_lesson(desk, words), str(words.get("key", "")))}


def _agreement(desk: Desk, words: dict) -> dict:
    return {"page": desk.agreement_page(_lesson(desk, words))}


def _lesson(desk: Desk, words: dict) -> str:
    lesson = str(words.get("lesson", ""))
    if lesson not in desk.rubrics:
        raise KeyError(lesson)
    return lesson


def _whose(desk: Desk, words: dict) -> tuple[Rubric, str]:
    """The rubric and the student."""
    lesson = _lesson(desk, words)
    return desk.rubrics[lesson], desk.student(lesson, str(words["key"]))


def _after(desk: Desk, words: dict) -> dict:
    """How the memo and the pile stand after a key press."""
    plan, student = _whose(desk, words)
    state = desk.state(plan.lesson, desk.store.memo(plan, words["key"], student))
    return {**state, "progress": progress(desk.waiting(plan.lesson))}


_ASKED = (_show, _level, _former, _confirm, _comment, _phrase, _switch, _agreement)
QUESTIONS = {function.__name__[1:]: function for function in _ASKED}


def serve(desk: Desk, listening: list, lesson: str, opened: Callable[[str], None]) -> None:
    """Answer until Ctrl+C. opened: gets the address with its token, once the server answers."""
    answers = {name: functools.partial(_answer, desk, ask) for name, ask in QUESTIONS.items()}
    shown = [HERE / "desk.js", HERE / "desk.css"]
    serving.serve(
        answers, "classroom/mark/desk.html.jinja", shown, listening, lambda address: opened(f"{address}/{lesson}")
    )
