"""An explorer in a page: its declaration as data, its model and picture as a script, and the still version.

The script is a file of its own that a page asks for when the explorer comes near; everything in it is made of the explorer's
declaration, so there is nothing to write here for a new one.
"""

from __future__ import annotations

import dataclasses
import html
import json
from pathlib import Path

from derisking import cards
from derisking.explore.base import Explorer
from derisking.exports.web import twin

SCRIPTS = "_static"
WAKE = "This is the picture at its start. Moving the controls needs JavaScript, which this browser has switched off."


def address(explorer: Explorer) -> str:
    """Where the explorer's script lies in the folder."""
    return f"{SCRIPTS}/explorer-{explorer.name}.js"


def data(explorer: Explorer, source: str) -> dict:
    """The declaration for the page. source: as HTML."""
    budget, memory = explorer.budget, explorer.memory
    return {
        "kind": "explorer",
        "name": explorer.name,
        "question": cards.tied(explorer.question),
        "source": source,
        "script": address(explorer),
        "controls": [control(name, one) for name, one in explorer.controls.items()],
        "start": explorer.start,
        "when": {name: [*rule, explorer.reason(name)] for name, rule in explorer.when.items()},
        "goals": [
            dataclasses.asdict(goal) | {"ask": cards.tied(goal.ask), "done": cards.tied(goal.done)}
            for goal in explorer.goals
        ],
        "budget": budget and dataclasses.asdict(budget),
        "memory": memory and dataclasses.asdict(memory),
    }


def control(name: str, one) -> dict:
    """A control's traits, as its script reads them."""
    if hasattr(one, "step"):
        kind = {"kind": "range", "min": one.min, "max": one.max, "step": one.step, "unit": one.unit}
    else:
        kind = {"kind": "select", "labels": one.labels, "values": one.values, "walk": one.walk, "picks": one.picks}
    return {"name": name, "label": one.label, **kind}


def script(explorer: Explorer) -> str:
    """The explorer's file: tables, model and picture, ready to be called. Raises TwinError."""
    tables = explorer.tables
    if tables and "by_change" in tables:
        tables = {**tables, "by_change": tables["by_change"].whole()}
    numbers = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    functions = twin.script(explorer.state, explorer.picture)
    names = f"state: {explorer.state.__name__}, picture: {explorer.picture.__name__}"
    return (
        f"(globalThis.deriskingTwins ??= {{}})[{json.dumps(explorer.name)}] = ($) => {{\n"
        f'"use strict";\nconst tables = {numbers};\n{functions}return {{ {names}, tables }};\n}};\n'
    )


def write(explorer: Explorer, folder: Path) -> None:
    """Put the explorer's script into a folder, once."""
    file = folder / address(explorer)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script(explorer), encoding="utf-8")


def static(explorer: Explorer, card: str) -> str:
    """The explorer without JavaScript. card: that of its chart."""
    settings = "; ".join(html.escape(one.words()) for one in explorer.controls.values())
    asks = "".join(f"<li>{html.escape(goal.ask)}</li>" for goal in explorer.goals)
    head = f'<p class="dr-ask">{html.escape(explorer.question)}</p><ol>{asks}</ol><p>{settings}.</p>'
    return cards.tied(f'{head}<p class="dr-still">{WAKE}</p><p>{html.escape(explorer.line)}</p>') + card
