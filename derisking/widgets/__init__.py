"""Accessible controls: `Range` and `Select`; `predict` (commit to a guess, then look); `five` (quick
guesses, then all against what is known); `guesses` (all of them against the truth); `write` (a sentence, then the authors');
`later` (a click, then what follows)."""

from __future__ import annotations

import importlib

_HOMES = {
    **dict.fromkeys(("Range", "Select"), "controls"),
    **dict.fromkeys(("predict", "quick", "five", "guesses"), "prediction"),
    **{"write": "writing", "later": "revealing"},
}
__all__ = list(_HOMES)


def __getattr__(name: str):
    """Load the widget classes on first use, so that `import derisking.widgets` stays quick."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"derisking.widgets.{_HOMES[name]}"), name)
    raise AttributeError(f"derisking.widgets has no {name!r}. It has {', '.join(_HOMES)}.")
