"""What the record means: objectives that went well or badly, and the two tests."""

from __future__ import annotations

from derisking import cards
from derisking.progress import store


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


def tests() -> dict[str, dict[str, tuple[float, float]]]:
    """Lesson -> {"pre": (score, maximum), "post": ...}: raw results of the two tests, latest hand-in. Empty before the post-test."""
    scores: dict[str, dict] = {}
    for row in store.rows("score"):
        if row["item"] in ("pre", "post"):
            scores.setdefault(row["lesson"], {})[row["item"]] = (row["score"], row["maximum"])
    released = any("post" in entry for entry in scores.values())
    return scores if released else {}


def said(words: str) -> cards.Panel:
    """One sentence as a panel."""
    return cards.Panel(cards.render("progress/said.html.jinja", words=words, content=None), words)
