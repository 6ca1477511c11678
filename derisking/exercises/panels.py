"""What a check looks like: light cards with literal colours and inline styles, since JupyterLab's sanitiser keeps no more."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from derisking import cards
from derisking.exercises.results import HEADINGS, Result, number
from derisking.exercises.task import Definition, Task
from derisking.questions.verdict import NOT_ATTEMPTED, RIGHT, SEALED

_COLOURS = {RIGHT: ("#1b7837", "✓"), NOT_ATTEMPTED: ("#5a5a5a", "○"), SEALED: ("#2b5797", "●")}
_OTHER = ("#b35806", "▲")
_TEMPLATE = "exercises/panels.html.jinja"
_CODE_OR_EMPHASIS = re.compile(r"`([^`]+)`|(?<![\w*])\*([^\s*][^*\n]*)\*(?![\w*])")


def text(markdown: str):
    """Plain text to HTML; `code`, *emphasis* and lines that begin with "- " become elements, nothing else is interpreted."""

    def element(match: re.Match[str]) -> str:
        return f"<code>{match[1]}</code>" if match[1] else f"<em>{match[2]}</em>"

    said, *rows = _CODE_OR_EMPHASIS.sub(element, html.escape(markdown, quote=False)).split("\n- ")
    return cards.safe(said + (f"<ul><li>{'</li><li>'.join(rows)}</li></ul>" if rows else ""))


def worth(result: Result) -> str:
    """The points of a result for readers: "1.5 of 2 points"."""
    return f"{result.earned} {'point' if result.max_points == 1 else 'points'}"


def result_panel(result: Result) -> str:
    """Heading, points and explanation of one result, and of its parts if it has some."""
    colour, sign = _COLOURS.get(result.outcome, _OTHER)
    rows = [(one.title, HEADINGS[one.outcome], one.earned) for one in result.parts]
    values = {"colour": colour, "sign": sign, "heading": HEADINGS[result.outcome], "title": result.title}
    values |= {"points": worth(result), "explanation": text(result.explanation)}
    return cards.render(_TEMPLATE, kind="result", values=values | {"heads": ("Task", "So far", "Points"), "rows": rows})


def said(result: Result) -> dict:
    """A result as the form shows it, in the words of the panel of `check`; points in tenths, rounded as JavaScript rounds them."""
    return {
        "heading": HEADINGS[result.outcome],
        "outcome": result.outcome,
        "points": worth(Result(**vars(result) | {"points": (10 * result.points + 0.5) // 1 / 10})),
        "html": str(text(result.explanation)),
        "share": result.points / result.max_points,
    }


def hint_panel(title: str, step: int, steps: int, hint: str) -> str:
    """One hint, with how many there are."""
    values = {"title": title, "step": step, "steps": steps, "words": text(hint)}
    return cards.render(_TEMPLATE, kind="hint", values=values)


def overview_panel(
    definition: Definition, results: Mapping[str, Result], states: Mapping[str, str], summary: str
) -> str:
    """All tasks with points and what a check said last or, where there was none, what their forms hold."""
    columns = ("Part", "Task", "Objective", "Points", "So far")
    values = {
        "title": definition.title,
        "heads": columns,
        "rows": [_overview_row(results.get(task.id), states.get(task.id, ""), task) for task in definition.tasks],
        "summary": text(summary),
    }
    return cards.render(_TEMPLATE, kind="overview", values=values)


def _overview_row(last: Result | None, state: str, task: Task) -> tuple:
    if last:
        state = f"{HEADINGS[last.outcome]}, {last.earned if last.outcome == SEALED else number(last.points)}"
    part = task.part + (f", {task.route}" if task.route else "")
    return part, task.title, task.objective, number(task.points), state
