"""Text of banks to safe HTML: Markdown with HTML off, links to http(s) and to our tables only, formulas between dollar signs."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from derisking import cards, edition

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

WEB = re.compile(r"(?:https?://[^\s<>\"]+|\.\./data/README\.md#[a-z_0-9]+)$", re.IGNORECASE)
FORMULA = re.compile(r"\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)")  # no space just inside the signs, no digit just after


def parser(math: str = "mathml") -> MarkdownIt:
    """A Markdown parser of one's own, to add rules to: HTML off, no pictures, tables, links to the web only. math: as in `block`."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "typographer": True})
    made.enable(["table", "smartquotes"]).disable("image")
    made.validateLink = lambda url: bool(WEB.match(url))  # type: ignore[method-assign]
    made.inline.ruler.before("escape", "formula", _formula)
    made.add_render_rule("formula", _tex if math == "tex" else _mathml)
    made.add_render_rule("link_open", _link)
    made.add_render_rule("text", _text)
    return made


_parser = cache(parser)


def _formula(state: StateInline, silent: bool) -> bool:
    """Inline rule for $...$, by which prices stay prices."""
    found = FORMULA.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("formula", "math", 0).content = found[1]
    state.pos = found.end()
    return True


def _mathml(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    try:
        return formula(tokens[index].content)
    except ValueError:  # the lint reports it to the author
        return f"<code>{html.escape(tokens[index].content)}</code>"


def _tex(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return html.escape(f"${tokens[index].content}$")


def _link(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return str(self.renderToken(tokens, index, options, env))


def _text(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    from markdown_it.common.utils import escapeHtml

    return escapeHtml(cards.tied(tokens[index].content))


MATHML = "http://www.w3.org/1998/Math/MathML"
# Elements that only draw, and attributes that only say how.
_ELEMENTS = """
math mrow mi mn mo mtext ms mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd
mstyle mpadded mphantom menclose mmultiscripts mprescripts none mfenced
"""
_ATTRIBUTES = """
display mathvariant stretchy fence form accent lspace rspace minsize maxsize width height depth linethickness
columnalign rowspacing columnspacing columnlines rowlines notation displaystyle scriptlevel mathsize mathcolor
separator symmetric largeop movablelimits accentunder voffset
"""
DRAWING, HARMLESS = set(_ELEMENTS.split()), set(_ATTRIBUTES.split())


@cache
def formula(tex: str) -> str:
    """MathML of a LaTeX formula. Raises ValueError when it cannot be read or holds anything but drawing elements.

    The converter passes markup inside \\text{...} and links of \\href through, so its result is checked here.
    """
    from xml.etree import ElementTree

    from latex2mathml.converter import convert

    try:
        tree = ElementTree.fromstring(convert(tex))
    except Exception as error:  # the converter has many error types of its own
        raise ValueError(f"the formula ${tex}$ cannot be read ({type(error).__name__})") from error
    for element in tree.iter():
        name = element.tag.removeprefix(f"{{{MATHML}}}")
        if name not in DRAWING:
            raise ValueError(f"the formula ${tex}$ holds <{name}>, which is not part of a formula")
        element.tag = name
        element.attrib = {key: value for key, value in element.attrib.items() if key in HARMLESS}
    tree.set("xmlns", MATHML)
    return ElementTree.tostring(tree, encoding="unicode")


def block(text: str, math: str = "mathml") -> str:
    """HTML paragraphs. math: "mathml" for the running widget, "tex" where JupyterLab's sanitiser removes MathML; a page shows it."""
    return _headed(str(_parser("mathml" if edition.page else math).render(str(text).strip())))


def _headed(made: str) -> str:
    """Tables in which each column and each row has its head."""
    named = re.sub(r"<tr>\n<td>(.*?)</td>", r'<tr>\n<th scope="row">\1</th>', made)
    return named.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')


def inline(text: str, math: str = "mathml") -> str:
    """HTML without a paragraph around it."""
    return str(_parser("mathml" if edition.page else math).renderInline(str(text).strip()))


def plain(text: str) -> str:
    """The words alone, for a drop-down list or a record."""
    bare = re.sub(r"<[^>]+>", "", inline(text, "tex"))
    return html.unescape(bare).replace("\n", " ")
