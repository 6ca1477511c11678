"""Pages for teachers and students: one Jinja environment, one frame, one card; the templates lie beside this file, the desk's in `mark/`."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2


def render(template: str, **words: object) -> str:
    """A page as text; everything that is put in is escaped, unless it is Markup, and nothing may be missing."""
    return _frame().get_template(template).render(**words)


@functools.cache
def _frame() -> jinja2.Environment:
    here = Path(__file__).resolve().parent
    folder = jinja2.FileSystemLoader([here / "templates", here / "mark"], encoding="utf-8")
    return jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
