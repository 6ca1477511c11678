"""The one card in which the module shows something as HTML, and the one place where templates are filled in.

A notebook that is reopened untrusted keeps inline styles and literal colours and loses ids, classes' rules and variables;
therefore each style is written out on its element, and the card is light in both themes. Jinja is loaded on first display.
"""

import functools
import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ACCENT = "#1f6391"
# A space that is no place to break a line: within 10 000, and between a number and its unit.
_TIED = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d)|[%‰]|(?:nm|µm|mm|cm|km|kg|MW|GW|TWh|million|billion|trillion|euros?|dollars?|per cent|points?)\b)"
)
# What in Markdown is no running text: headings (links lead there by their words), programs, formulas, addresses, markup.
_NO_TEXT = re.compile(r"^#[^\n]*|^```.*?^```|`[^`\n]*`|\$[^$\n]+\$|\]\([^)]*\)|<[^>]*>", re.MULTILINE | re.DOTALL)
# A quotation mark in what is left: one that opens, and any other, which closes or is an apostrophe.
_QUOTE = re.compile(rf"(?P<kept>{_NO_TEXT.pattern})|(?P<opens>(?<![^\s(\[*])[\"'](?=[\w*\[$]))|[\"']", _NO_TEXT.flags)


class Panel:
    """A text for people: HTML in a notebook, plain words elsewhere."""

    def __init__(self, markup: str, words: str):
        self._markup, self._words = markup, words

    def _repr_html_(self) -> str:
        return self._markup

    def __str__(self) -> str:
        return self._words

    __repr__ = __str__


@functools.cache
def _environment():
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PACKAGE, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["tied"] = tied
    return environment


def headed(text: str) -> str:
    """Tables as pandas writes them, with heads that say what they head; the empty corner heads nothing."""
    rows = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    text = rows.sub(lambda body: body[0].replace("<th>", '<th scope="row">'), text.replace("<th></th>", "<td></td>"))
    return text.replace("<th>", '<th scope="col">')


def tied(text: str) -> str:
    """A text in which no line ends between a number and its unit, or within 10 000."""
    return type(text)(_TIED.sub("\u00a0", text))  # what is safe stays safe


def tied_markdown(text: str) -> str:
    """The same for Markdown as somebody else will render it, with quotation marks as they are printed."""
    text = _QUOTE.sub(lambda one: one["kept"] or {'"': "“”", "'": "‘’"}[one[0]][not one["opens"]], text)
    parts, end = [], 0
    for found in _NO_TEXT.finditer(text):
        parts += [tied(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, tied(text[end:])])


def safe(markup: str):
    """HTML that is ours and goes into a template as it is; everything else is escaped there."""
    from markupsafe import Markup

    return Markup(markup)


def render(template: str, **values: object) -> str:
    """A template of the package filled in. template: its path in the package, e.g. "progress/summary.html.jinja"."""
    return _environment().get_template(template).render(**values).strip()


def card(body: str, *, accent: str = _ACCENT, paper: bool = True, width: str = "46rem") -> str:
    """A framed card around HTML.

    body: safe HTML. accent: colour of the left edge. paper: light, whatever the theme; False leaves the theme's colours,
    for a card that holds live controls. width: the widest it becomes, a CSS length.
    """
    macros = _environment().get_template("cards.html.jinja").module
    return str(macros.card(accent=accent, paper=paper, width=width, caller=lambda: safe(body))).strip()


class Table(Panel):
    """A frame of pandas as a task shows it: one row of heads, the index named in it, numbers to the right with the digits that they need."""

    def __init__(self, frame):
        super().__init__("", frame.to_string())
        self.frame = frame

    def said(self):
        """The frame with its numbers as texts, for pages that have styles of their own."""
        return self.frame.apply(lambda column: _texts(column)[1])

    def _repr_html_(self) -> str:
        frame = self.frame
        rows = (frame.index.name or "", "left", [str(name) for name in frame.index])
        columns = [rows, *((str(name), *_texts(frame[name])) for name in frame.columns)]
        return str(_environment().get_template("cards.html.jinja").module.frame(columns)).strip()


def _texts(column) -> tuple[str, list[str]]:
    """On which side the texts of a column stand, and the texts: a dash for a gap, and no line that ends at a plus-minus sign."""
    from pandas.api import types

    if not types.is_numeric_dtype(column):
        texts = [str(value).replace(" ± ", "\u00a0±\u00a0") for value in column]
        return "right" if all("±" in text for text in texts) else "left", texts
    digits = next((digits for digits in range(3) if column.round(digits).equals(column)), 3)
    comma = "," if column.abs().max() >= 10_000 else ""  # a year has none
    return "right", ["–" if value != value else f"{value:{comma}.{digits}f}" for value in column]
