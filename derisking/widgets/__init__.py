"""Accessible controls: `Range`, `Choice`, and `predict` (commit to a guess, then look)."""

from __future__ import annotations

import importlib

__all__ = ["Choice", "Range", "predict", "show"]
_HOMES = {"Range": "range", "Choice": "range", "show": "range", "predict": "prediction"}


def __getattr__(name: str):
    """Load the widget classes on first use, so that `import derisking.widgets` stays quick."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"derisking.widgets.{_HOMES[name]}"), name)
    raise AttributeError(f"derisking.widgets has no {name!r}. It has {', '.join(__all__)}.")
