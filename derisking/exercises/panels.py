"""What a check looks like: light cards with literal colours and inline styles, since JupyterLab's sanitiser keeps no more."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from derisking.exercises.results import HEADINGS, Result, number
from derisking.exercises.task import Definition, Task
from derisking.questions.verdict import NOT_ATTEMPTED, RIGHT


_CARD = "background:#ffffff;color:#1a1a1a;border:1px solid #b0b0b0;border-left:6px solid {};border-radius:6px;padding:8px 14px;margin:4px 0;max-width:760px;line-height:1.45"
_COLOURS = {RIGHT: ("#1b7837", "✓"), NOT_ATTEMPTED: ("#5a5a5a", "○")}
_OTHER = ("#b35806", "▲")
_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"


_CODE_OR_EMPHASIS = re.compile(r"`([^`]+)`|(?<![\w*])\*([^\s*][^*\n]*)\*(?![\w*])")


def text(markdown: str) -> str:
    """Plain text to HTML; `code` and *emphasis* become elements and nothing else is interpreted."""

    def element(match: re.Match[str]) -> str:
        return f"<code>{match[1]}</code>" if match[1] else f"<em>{match[2]}</em>"

    return _CODE_OR_EMPHASIS.sub(element, html.escape(markdown, quote=False))


def card(colour: str, body: str) -> str:
    """A framed light card around HTML."""
    return f'<div style="{_CARD.format(colour)}">{body}</div>'


def result_panel(result: Result) -> str:
    """Heading, points and explanation of one result, and of its parts if it has some."""
    colour, sign = _COLOURS.get(result.outcome, _OTHER)
    points = f"{number(result.points)} of {number(result.max_points)} points"
    head = f'<p style="margin:0"><strong>{sign} {HEADINGS[result.outcome]}</strong> · {html.escape(result.title)} · {points}</p>'
    body = f'<p style="margin:4px 0 0 0">{text(result.explanation)}</p>'
    rows = "".join(_row(part) for part in result.parts)
    table = (
        f'<table style="color:#1a1a1a;background:#ffffff"><thead>{_HEAD}</thead><tbody>{rows}</tbody></table>'
        if rows
        else ""
    )
    return card(colour, head + body + table)


_HEAD = f'<tr><th style="{_CELL}">Task</th><th style="{_CELL}">So far</th><th style="{_CELL}">Points</th></tr>'


def _row(result: Result) -> str:
    points = f"{number(result.points)} of {number(result.max_points)}"
    cells = (html.escape(result.title), HEADINGS[result.outcome], points)
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def hint_panel(title: str, step: int, steps: int, hint: str) -> str:
    """One hint, with how many there are."""
    head = f'<p style="margin:0"><strong>Hint {step} of {steps}</strong> · {html.escape(title)}</p>'
    return card("#2166ac", head + f'<p style="margin:4px 0 0 0">{text(hint)}</p>')


def overview_panel(definition: Definition, results: Mapping[str, Result], summary: str) -> str:
    """All tasks with points and what a check said last."""
    rows = "".join(_overview_row(results.get(task.id), task) for task in definition.tasks)
    columns = ("Part", "Task", "Name for `check` and `hint`", "Objective", "Points", "So far")
    head = "".join(f'<th style="{_CELL}">{text(column)}</th>' for column in columns)
    total = f'<p style="margin:6px 0 0 0">{text(summary)}</p>'
    table = (
        f'<table style="color:#1a1a1a;background:#ffffff"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
    title = f'<p style="margin:0"><strong>{html.escape(definition.title)}</strong></p>'
    return card("#2166ac", title + table + total)


def _overview_row(last: Result | None, task: Task) -> str:
    state = f"{HEADINGS[last.outcome]}, {number(last.points)}" if last else HEADINGS[NOT_ATTEMPTED]
    part = task.part + (f", {task.route}" if task.route else "")
    cells = (part, html.escape(task.title), f"<code>{task.id}</code>", task.objective, number(task.points), state)
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"
