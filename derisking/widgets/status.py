"""A live region: what changed, for people who do not see the picture change."""

from __future__ import annotations

import traitlets

from derisking.widgets.live import HERE, Live, script


class Status(Live):
    """A screen reader says its `text` when it changes; nobody sees it (the picture shows the words)."""

    _esm = script(HERE / "status.js")
    text = traitlets.Unicode().tag(sync=True)
