"""Show questions: practice, recall, the two tests, and the course's last page. What a learner does with them is the runtime's (`learner/src`)."""

import dataclasses

from derisking import cards, forecasts, lessons
from derisking.learner import card, store
from derisking.learner.card import Part
from derisking.questions import bank
from derisking.questions.bank import BankError
from derisking.quiz import forecasting, items


def ask(lesson: str, *ids: str) -> None:
    """Show these questions of a lesson's bank, e.g. ask("02-de-risking", "denominator-magnets"); feedback at once.

    Answers go into the learner's record. Raises BankError for an unknown lesson or id, or a bank that breaks the format.
    """
    later(lesson, *ids).show()


def later(lesson: str, *ids: str) -> Part:
    """The same questions as a part of something that is shown later: `after` of a prediction, `then` of an explorer."""
    if not ids:
        raise BankError(f'quiz.ask("{lesson}"): name at least one question of that bank.')
    questions = bank.load(lesson)
    return items.part("practice", [questions[id] for id in ids])


def primary(lesson: str) -> None:
    """Show the lesson's primary text, by its official address, and the questions that only the text answers: homework for who likes.

    They are kept like others, and do not count among the questions of the lesson. Raises BankError where the bank has no such text.
    """
    from IPython.display import HTML, display

    whole = bank.load(lesson)
    if whole.primary is None:
        raise BankError(f'quiz.primary("{lesson}"): the bank names no primary text. Add `primary:` at its top.')
    questions = whole.used_for("primary")
    display(HTML(cards.render("quiz/primary.html.jinja", one=whole.primary, count=len(questions))))
    items.part("practice", questions).show()


def recall(lesson: str, n: int = 3) -> None:
    """Show n recall questions from the banks of earlier lessons, first of all on objectives that went badly.

    The page holds all that may come, of many every second or fourth, so that no two lessons in a row ask the same. It keeps its
    choice in the record, so that who comes back meets the same questions.
    """
    pool = bank.used_for("recall", before=lesson)
    step = 4 if len(pool) > 20 else 2 if len(pool) > 8 else 1
    items.part("recall", pool[int(lesson[:2]) % step :: step], shown=n, lesson=lesson, n=n).show()


def test(name: str) -> None:
    """Show the pre-test ("pre") or the post-test ("post"): two questions per lesson, no verdict, and no keys in the page.

    Handing in the post-test releases the explanations of both. Raises BankError for another name or when no bank has
    questions for it.
    """
    if name not in ("pre", "post"):
        raise BankError(f'quiz.test({name!r}): write quiz.test("pre") or quiz.test("post").')
    questions = bank.used_for(name)
    if not questions:
        raise BankError(f"No bank has a question with `use: [{name}]`.")
    tests = lessons.facts().tests
    number = tests["post"].number
    shown = items.part("test", questions, keys=False, test=name, now=tests[name].now, explained=number)
    room = "dr-as-test dr-as-folded" if tests[name].now else "dr-as-test"  # a fold with those for home
    then = f"<p class='{room}'>Explanations come at the end of lesson {number}.</p>"
    dataclasses.replace(shown, static=shown.static + then, words=f"{len(questions)} questions").show()


test.__test__ = False  # type: ignore[attr-defined]  # a function of the course, not a test for pytest to collect
store.answers["explained"] = items.told


def forecast(lesson: str, *ids: str) -> None:
    """Show forecasts from the record, one after the other: a probability, then what came and its Brier score.

    lesson: of the page. Raises KeyError for an id that `data/forecasts.csv` does not have.
    """
    forecasting.part(lesson, *ids).show()


# --- the last page ---------------------------------------------------------------------------------------------------


TITLE, WAKE = "Your course on one page", "Run this cell (Shift+Enter) to see it and to print it."


def ending() -> None:
    """Show the end of the course on one page, to be printed: plan, decade and guesses, both tests by topic, the verdicts on the story, one's own sentences."""
    lesson, id = lessons.facts().story
    titles = {one.name: one.heading for one in lessons.read_all()}
    whole = items.asked(bank.load(lesson)[id])
    places = [part["key"] for part in whole["parts"]]  # the story's order; no reply is given here
    story: dict = {key: whole[key] for key in ("id", "lesson", "again")}
    rows = sorted(whole["rows"], key=lambda row: places.index(row["key"]))
    story["rows"] = [{key: value for key, value in row.items() if key != "says"} for row in rows]
    data = {"kind": "ending", "story": story, "titles": titles, "forecasts": forecasts.outcomes()}
    room = '<p class="dr-as-ending" style="display:none"></p>'
    still = f'<p>{TITLE}</p>{room}<p class="dr-invite"><span>{card.wake(WAKE)}</span></p>'  # as those of other cards
    card.emit(data, cards.card(still), f"{TITLE}. {WAKE}")
