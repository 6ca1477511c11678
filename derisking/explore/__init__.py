"""Explorers, one module per lesson: controls, a model, a chart, and nothing else.

`explore.screen()` and the others are loaded on first use. A cell that ends with such a call shows the explorer.
"""

from __future__ import annotations

import importlib

# name of the explorer -> module; each lesson's module adds its own
_HOMES = {
    "screen": "de_risking",
    "timeline": "reading_news",
    "wafer": "chip_basics",
    "fab": "chip_basics",
    "walk": "chain_walk",
    "chain": "value_chain",
    "chain_map": "who_sells",
    "coalition": "export_controls",
    "rule_map": "chip_rule",
    "partners": "japan_alliance",
    "desk": "policy_lab",
    "assumptions": "policy_cases",
    "offers": "policy_cases",
}
__all__ = list(_HOMES)


def __getattr__(name: str):
    if name in _HOMES:
        return getattr(importlib.import_module(f"derisking.explore.{_HOMES[name]}"), name)
    raise AttributeError(f"derisking.explore has no {name!r}. It has {', '.join(sorted(_HOMES))}.")
