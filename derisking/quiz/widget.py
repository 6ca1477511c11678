"""The Quiz widget: JSON of questions out, answers in."""

from __future__ import annotations

from pathlib import Path

import traitlets

from derisking import progress
from derisking.widgets.live import Live, script, style

HERE = Path(__file__).parent
# How each kind of question is answered in the browser, for every widget that asks one.
FACES = (*(HERE / name for name in ("drag.js", "story.js", "faces.js")), *sorted((HERE / "kinds").glob("*.js")))


class Quiz(Live):
    """questions: list from view.data; states: id -> first and latest try; mode: practice or test; result: safe HTML.

    drafts: id -> a response that is not complete; earlier: id -> what another lesson holds to the same sentences.
    """

    _esm = script(*FACES, HERE / "quiz.js")
    _css = style(HERE / "quiz.css", HERE / "story.css")
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    drafts = traitlets.Dict().tag(sync=True)
    earlier = traitlets.Dict().tag(sync=True)
    mode = traitlets.Unicode("practice").tag(sync=True)
    result = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits):
        self.memory: dict[str, dict] = {}  # responses of this session, for when no record is kept
        super().__init__(**traits)

    def reply(self, id: str, ok: bool) -> None:
        """Tell the page whether an answer was kept, and once why not."""
        note = progress.message()
        self.send({"type": "saved", "id": id, "ok": ok, "note": note})
