"""What a student arrives at: a working copy of the course in JupyterLab, with a home page and a page of one's own progress.

`start` opens JupyterLab on it with the settings of `settings/` and the extension of `labextensions/`. Meanwhile `worker`, a process of
its own, lets `copy` make the working copy and keep it up to date; `execute` fills its pages. `contents` makes whoever opens a page
wait until `preparation` says that it is ready. The cells of the two pages call `show_home()` and `show_my_progress()`.
"""

import importlib

_HOMES = {"show_home": "home", "show_my_progress": "record"}
__all__ = list(_HOMES)


def __getattr__(name: str):
    """Load a page on first use: whoever starts JupyterLab needs none of them."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"derisking.lab.{_HOMES[name]}"), name)
    raise AttributeError(f"derisking.lab has no {name!r}. It has {', '.join(_HOMES)}.")
