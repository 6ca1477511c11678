"""What the record means: objectives that went well or badly, and the learner's own panel."""

from __future__ import annotations

from derisking import cards, objectives
from derisking.progress import store

COUNTS = ("answered", "first", "repeat")


def trouble() -> dict[str, float]:
    """Objective id -> how badly it went, 0 (all right at the latest try) to 1; first tries count half.

    Only objectives with an answer in practice or recall appear.
    """
    points = {
        objective: [1 - (entries[0]["score"] + entries[-1]["score"]) / 2 for entries in tries]
        for objective, tries in _practised().items()
    }
    return {objective: sum(values) / len(values) for objective, values in points.items()}


def _practised() -> dict[str, list[list[dict]]]:
    """Objective id -> for each of its questions all answers in practice and recall, oldest first."""
    rows_of: dict[str, dict[str, list[dict]]] = {}
    for row in store.rows("answer"):
        if row["mode"] in ("practice", "recall"):
            rows_of.setdefault(row["objective"], {}).setdefault(row["item"], []).append(row)
    return {objective: list(items.values()) for objective, items in rows_of.items()}


def _by_objective() -> list[dict]:
    """One row per objective that has an answer: lesson, objective, text, and how many of its questions are
    answered, were right at the first try (first), and were wrong at the latest (repeat).
    """
    practised, table = _practised(), []
    for objective in objectives.load():
        tries = practised.get(objective.id)
        if not tries:
            continue
        table.append(
            {
                "lesson": objective.lesson,
                "objective": objective.id,
                "text": objective.text,
                "answered": len(tries),
                "first": sum(bool(entries[0]["correct"]) for entries in tries),
                "repeat": sum(not entries[-1]["correct"] for entries in tries),
            }
        )
    return table


def tests() -> dict[str, dict[str, tuple[float, float]]]:
    """Lesson -> {"pre": (score, maximum), "post": ...}: raw results of the two tests, latest hand-in. Empty before the post-test."""
    scores: dict[str, dict] = {}
    for row in store.rows("score"):
        if row["item"] in ("pre", "post"):
            scores.setdefault(row["lesson"], {})[row["item"]] = (row["score"], row["maximum"])
    released = any("post" in entry for entry in scores.values())
    return scores if released else {}


def show() -> cards.Panel:
    """The learner's panel: per lesson and objective what is answered, what was right at the first try, what to repeat."""
    told = store.message()
    place = store.location()
    if place is None or not place.exists():
        off = "The record is switched off."
        why = "Nothing is kept yet. Answer a question, then come back." if store.is_on() else off
        return said(f"{told} {why}".strip())
    answered = _by_objective()
    lessons = []
    for lesson in dict.fromkeys(row["lesson"] for row in answered):
        own = [row for row in answered if row["lesson"] == lesson]
        lessons.append([lesson, *(sum(row[key] for row in own) for key in COUNTS)])
    markup = cards.render(
        "progress/summary.html.jinja",
        told=told,
        lessons=lessons,
        objectives=[[row["objective"], row["text"], *(row[key] for key in COUNTS)] for row in answered],
        repeat=[row for row in answered if row["repeat"]],
        tests=[
            [lesson, *(_points(taken.get(name)) for name in ("pre", "post"))]
            for lesson, taken in sorted(tests().items())
        ],
    )
    return cards.Panel(markup, _words(told, lessons))


def said(words: str) -> cards.Panel:
    """One sentence as a panel."""
    return cards.Panel(cards.render("progress/said.html.jinja", words=words, content=None), words)


def _points(entry) -> str:
    return f"{round(entry[0], 2):g} of {entry[1]:g}" if entry else "not taken"


def _words(told: str, lessons: list) -> str:
    lines = [f"{lesson}: {a} answered, {f} right at first try, {r} to repeat" for lesson, a, f, r in lessons]
    return "\n".join([told] * bool(told) + (lines or ["Nothing is kept yet."]))
