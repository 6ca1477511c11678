"""Show questions in a notebook: practice, recall, and the two tests."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

from derisking import cards, progress
from derisking.questions import bank
from derisking.questions.bank import BankError
from derisking.questions.question import Question
from derisking.quiz.tries import drafts, earlier, keep_draft, latest, states


def ask(lesson: str, *ids: str) -> None:
    """Show these questions of a lesson's bank, e.g. ask("02-de-risking", "denominator-magnets"); feedback at once.

    Answers go into the learner's record. Raises BankError for an unknown lesson or id, or a bank that breaks the format.
    """
    later(lesson, *ids).show()


def later(lesson: str, *ids: str) -> Practice:
    """The same questions as a part of something that is shown later: `after` of a prediction, `then` of an explorer."""
    if not ids:
        raise BankError(f'quiz.ask("{lesson}"): name at least one question of that bank.')
    questions = bank.load(lesson)
    return _practice([questions[id] for id in ids], "practice")


def recall(lesson: str, n: int = 3) -> None:
    """Show n recall questions from the banks of earlier lessons, first of all on objectives that went badly.

    The choice is kept in the record, so that the reopened notebook shows the same questions.
    """
    chosen = _chosen_for_recall(lesson, n)
    if chosen:
        _practice(chosen, "recall").show()
        return
    from IPython.display import HTML, display

    display(HTML("<p>There are no questions from earlier lessons yet.</p>"))


@dataclasses.dataclass(frozen=True)
class Practice:
    """Questions that are answered at once. widget: where it runs; static: their plain HTML; words: their texts."""

    widget: object
    static: str
    words: str

    def show(self) -> None:
        """Display them in the cell that runs."""
        self.widget.show(self.static, self.words)

    def _repr_html_(self) -> str:
        return self.widget.place(self.static)

    def still(self) -> str:
        """Plain HTML for a place where nothing comes alive."""
        return self.static


def _practice(questions: list[Question], mode: str) -> Practice:
    from derisking.quiz import view, widget

    seed = progress.seed()
    kept = {"states": states(questions), "drafts": drafts(questions), "earlier": earlier(questions)}
    quiz = widget.Quiz(questions=[view.data(q, seed) for q in questions], mode="practice", **kept)
    by_id = {question.id: question for question in questions}

    def receive(content: dict) -> None:
        question = by_id.get(content.get("id"))
        if content.get("type") == "answer" and question:
            quiz.reply(question.id, keep(question, content.get("response"), mode))
        if content.get("type") == "draft" and question:
            quiz.reply(question.id, keep_draft(question, content.get("response")))

    quiz.listen(receive)
    static = "".join(view.static(question, seed) for question in questions)
    return Practice(quiz, view.paper() + static, "\n\n".join(view.text.plain(question.text) for question in questions))


def keep(question: Question, response, mode: str) -> bool:
    """Judge a response and put it into the record. mode: practice, recall, pre or post. True when it is kept."""
    share, picks = question.share(response), question.picks(response) or []
    return progress.record(
        "answer",
        question.lesson,
        question.id,
        objective=question.objective,
        mode=mode,
        correct=int(share >= 1),
        score=round(share, 6),
        response=response,
        misconceptions=[part.misconception for part in picks if part.misconception],
    )


# --- recall --------------------------------------------------------------------------------------------------------


def _chosen_for_recall(lesson: str, n: int) -> list[Question]:
    pool = {question.id: question for question in bank.used_for("recall", before=lesson)}
    kept = (progress.note(f"recall:{lesson}:{n}") or "").split()
    if len(kept) == min(n, len(pool)) and all(id in pool for id in kept):
        return [pool[id] for id in kept]
    trouble = progress.trouble()
    dice = random.Random(f"{progress.seed()}|{lesson}")
    order = sorted(pool.values(), key=lambda q: (-trouble.get(q.objective, 0.5), dice.random()))
    chosen = _spread(order, n)
    if chosen:
        progress.keep(f"recall:{lesson}:{n}", " ".join(question.id for question in chosen))
    return chosen


def _spread(order: list[Question], n: int) -> list[Question]:
    """The first n, but one per objective as long as there are objectives left."""
    seen: Counter[str] = Counter()
    ranked = []
    for question in order:
        seen[question.objective] += 1
        ranked.append((seen[question.objective], question))
    return [question for _, question in sorted(ranked, key=lambda entry: entry[0])[:n]]


# --- the two tests ---------------------------------------------------------------------------------------------------


def test(name: str) -> None:
    """Show the pre-test ("pre") or the post-test ("post"): two questions per lesson, and no verdict.

    Handing in the post-test releases the explanations of both. Raises BankError for another name or when no bank has
    questions for it.
    """
    if name not in ("pre", "post"):
        raise BankError(f'quiz.test({name!r}): write quiz.test("pre") or quiz.test("post").')
    questions = bank.used_for(name)
    if not questions:
        raise BankError(f"No bank has a question with `use: [{name}]`.")
    from derisking.quiz import results, view, widget

    seed = progress.seed()
    asked = [view.data(question, seed, keys=False) for question in questions]
    done = handed_in("post") or (name == "pre" and handed_in("pre"))
    quiz = widget.Quiz(
        questions=asked, states=states(questions, name), mode="test", result=_result(name) if done else ""
    )
    quiz.listen(lambda content: _receive(quiz, name, questions, content))
    static = "".join(view.static(question, seed, keys=False) for question in questions)
    later = results.later()
    quiz.show(cards.card(_result(name)) if done else static + later, f"{len(questions)} questions")


test.__test__ = False  # a function of the course, not a test for pytest to collect


def _receive(quiz, name: str, questions: list[Question], content: dict) -> None:
    if content.get("type") == "finish":
        _finish(quiz, name, questions)
        return
    question = next((q for q in questions if q.id == content.get("id")), None)
    if content.get("type") == "answer" and question and not handed_in(name):
        quiz.memory[question.id] = content.get("response")
        quiz.reply(question.id, keep(question, content.get("response"), name))


def _finish(quiz, name: str, questions: list[Question]) -> None:
    """Keep the raw score per lesson, then show what may be shown."""
    from derisking.quiz import results

    responses = latest(questions, name) | quiz.memory
    for lesson in sorted({question.lesson for question in questions}):
        own = [question for question in questions if question.lesson == lesson]
        score = sum(question.share(responses.get(question.id)) for question in own)
        progress.record("score", lesson, name, score=round(score, 6), maximum=len(own))
    quiz.result = results.explained(responses) if name == "post" else results.thanks()


def handed_in(name: str) -> bool:
    """Whether the test ("pre" or "post") was handed in, according to the record."""
    return any(row["item"] == name for row in progress.rows("score"))


def _result(name: str) -> str:
    """What a test that was handed in shows: thanks before the post-test, all explanations after it."""
    from derisking.quiz import results

    if not handed_in("post"):
        return results.thanks()
    return results.explained(latest(bank.used_for("post"), "post"))
