"""What to find with an explorer: one goal after the other, and then everything free."""

from __future__ import annotations

from collections.abc import Sequence

import traitlets

from derisking.widgets.live import HERE, Live, script, style


class Goals(Live):
    """Shows a goal, says when it is reached, and leads on.

    asks: pairs of (task, what to say when it is reached); `.stage` is the number of the present one and as large as there are
    goals when all is free; `.reached` is set from outside.
    """

    _esm = script(HERE / "goals.js")
    _css = style(HERE / "explorer.css")
    asks = traitlets.List().tag(sync=True)
    stage = traitlets.Int(0).tag(sync=True)
    reached = traitlets.Bool(False).tag(sync=True)

    def __init__(self, asks: Sequence[tuple[str, str]], stage: int = 0):
        super().__init__(asks=[list(pair) for pair in asks], stage=stage)
