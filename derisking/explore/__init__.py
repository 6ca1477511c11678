"""The engine of explorers. Each explorer is a module beside the lessons, in notebooks/explorers/: controls, a model, a chart.

`explore.screen()` and the others are loaded on first use; notebooks/course.yaml says which module holds which. A cell that ends with
such a call shows the explorer.
"""

import importlib

from derisking import lessons, places

__path__.append(str(places.explorers()))


def names() -> dict[str, str]:
    """Explorer -> its module."""
    return lessons.facts().explorers


def __getattr__(name: str):
    if name in names():
        return getattr(importlib.import_module(f"{__name__}.{names()[name]}"), name)
    raise AttributeError(f"derisking.explore has no {name!r}. It has {', '.join(sorted(names()))}.")
