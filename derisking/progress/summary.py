"""What the record means: objectives that went well or badly, and the learner's own panel."""

from __future__ import annotations

from derisking import cards, objectives
from derisking.progress import store

COUNTS = ("answered", "first", "repeat")


def trouble() -> dict[str, float]:
    """Objective id -> how badly it went, 0 (all right at the latest try) to 1; first tries count half.

    Only objectives with an answer in practice or recall appear.
    """
    points: dict[str, list[float]] = {}
    tries: dict[tuple, list[dict]] = {}
    for row in store.rows("answer"):
        if row["mode"] in ("practice", "recall"):
            tries.setdefault((row["item"], row["objective"]), []).append(row)
    for (_, objective), entries in tries.items():
        points.setdefault(objective, []).append(1 - (entries[0]["score"] + entries[-1]["score"]) / 2)
    return {objective: sum(values) / len(values) for objective, values in points.items()}


def by_objective() -> list[dict]:
    """One row per objective of the course: lesson, objective, text, answered, first (right at first try), repeat.

    answered, first and repeat count questions (practice and recall) and, for `checks`, exercise tasks with full points.
    """
    latest: dict[tuple, list[dict]] = {}
    for row in store.rows("answer"):
        if row["mode"] in ("practice", "recall"):
            latest.setdefault((row["objective"], row["item"]), []).append(row)
    table = []
    for objective in objectives.load():
        tries = [entries for (owner, _), entries in latest.items() if owner == objective.id]
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
    answered = [row for row in by_objective() if row["answered"]]
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
    return f"{entry[0]:g} of {entry[1]:g}" if entry else "not taken"


def _words(told: str, lessons: list) -> str:
    lines = [f"{lesson}: {a} answered, {f} right at first try, {r} to repeat" for lesson, a, f, r in lessons]
    return "\n".join([told] * bool(told) + (lines or ["Nothing is kept yet."]))
