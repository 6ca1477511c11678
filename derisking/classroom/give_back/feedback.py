"""The page that a student gets back: points, explanations, their own answers, the teacher's words. Nothing else.

nbgrader's gradebook gives the points and the comments; the explanations come from the judge, which repeats neither hidden
inputs nor what a run put out (`derisking.questions.answers.reserved`). The page stands alone: no script, no address.
"""

import functools

from markupsafe import Markup

from derisking import cards, exercises
from derisking.classroom.gradebook import Work
from derisking.exercises.form_answers import MEMO
from derisking.exercises.panels import text
from derisking.exercises.results import HEADINGS, number
from derisking.questions.verdict import NOT_ATTEMPTED, OUTCOMES, RIGHT

MAX_ANSWER = 20_000  # characters of an answer that the page repeats
SIGNS = {RIGHT: "✓", NOT_ATTEMPTED: "○"}


def page(lesson: str, name: str, notebook: dict, work: Work, share: str) -> str:
    """The page as HTML. notebook: the graded notebook as plain JSON; work: what the gradebook says of it; share: what lateness takes is a part of."""
    definition = _definition(lesson)
    kept = notebook.get("metadata", {}).get("derisking", {}).get("results", [])
    results = {result["task"]: result for result in kept}
    sources = {cell.get("id"): _shortened(cell["source"]) for cell in notebook["cells"] if cell.get("source")}
    tasks = [_task(task, results.get(task.id), sources, work) for task in definition.tasks]
    return cards.render(
        "classroom/templates/feedback.html.jinja",
        title=definition.title,
        name=name,
        parts=[("A", [task for task in tasks if task["part"] == "A"]), ("B", [t for t in tasks if t["part"] == "B"])],
        routes=Markup(text(results.get("part-b", {}).get("explanation", ""))),
        checks=number(work.checks),
        checks_of=number(sum(cell.maximum for key, cell in work.cells.items() if key != MEMO)),
        other=any(f"{key}".startswith("answer-") for key in {*sources} - {f"answer-{t.id}" for t in definition.tasks}),
        memo=_memo(work, sources),
        penalty=number(work.penalty) if work.penalty else "",
        share=share,
        total=None if work.points is None else number(work.points),
        total_of=number(work.maximum),
    )


_definition = functools.cache(exercises.definition)  # a class has many pages of one exercise


def _task(task, result: dict | None, sources: dict, work: Work) -> dict:
    outcome = result["outcome"] if result and result["outcome"] in OUTCOMES else NOT_ATTEMPTED
    answer, cell = sources.get(f"answer-{task.id}", ""), work.cells.get(f"check-{task.id}")
    points = cell.score if cell and cell.maximum else result["points"] if result else 0.0
    return {
        "part": task.part,
        "route": task.route,
        "title": task.title,
        "heading": HEADINGS[outcome],
        "sign": SIGNS.get(outcome, "▲"),
        "kind": "right" if outcome == RIGHT else "open" if outcome == NOT_ATTEMPTED else "other",
        "points": number(points),
        "of": number(task.points),
        "explanation": Markup(text(result["explanation"] if result else "")),
        "answer": answer,
        "comment": work.cells[f"answer-{task.id}"].comment if f"answer-{task.id}" in work.cells else "",
    }


def _memo(work: Work, sources: dict) -> dict | None:
    if work.memo is None:
        return None
    return {
        "waits": work.memo.waits,
        "points": number(work.memo.score),
        "of": number(work.memo.maximum),
        "text": sources.get(MEMO, ""),
        "comment": work.memo.comment,
        "rows": work.memo.rows,
    }


def _shortened(source: object) -> str:
    plain = "".join(source) if isinstance(source, list) else str(source)
    return plain if len(plain) <= MAX_ANSWER else plain[:MAX_ANSWER] + "\n… (shortened)"
