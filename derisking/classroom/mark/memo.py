"""A memo as a page may show it: Markdown with HTML off, its figures marked by what the registry says of them.

A figure is followed by a small button with a sign; on hover, focus or click its note names the row. Pictures become links.
"""

import dataclasses
import functools
import html
import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from derisking import markdown
from derisking.classroom.mark import compare
from derisking.exercises.form_answers import MEMO_HEADING, TEXT_STUB

ROW = re.compile(r"fact:\s*([a-z0-9-]+)")
SIGNS = {compare.AGREES: "✓", compare.DIFFERS: "≠", compare.UNKNOWN: "?"}
SAYS = {
    compare.AGREES: "agrees with the registry",
    compare.DIFFERS: "differs from the registry",
    compare.UNKNOWN: "not in the registry",
}
LONGEST = 100_000  # characters; a memo has a few thousand


@dataclasses.dataclass(frozen=True)
class Shown:
    """html: safe to put into a page. words: of the text, without its heading. counts: how many figures of each verdict; figures: all."""

    html: Markup
    words: int
    counts: dict[str, int]
    figures: tuple[compare.Figure, ...] = ()


@functools.lru_cache(maxsize=64)
def shown(source: str, lesson: str = "") -> Shown:
    """A memo's Markdown for the desk. lesson: such as "02-de-risking", whose figures are meant first."""
    text = source.strip().removeprefix(MEMO_HEADING).strip().removeprefix(TEXT_STUB)[:LONGEST]
    env: dict[str, Any] = {"lesson": lesson, "memo": text, "figures": [], "words": 0}
    rendered = _parser().render(text, env)
    counts = {verdict: sum(one.verdict == verdict for one in env["figures"]) for verdict in SIGNS}
    return Shown(Markup(rendered), env["words"], counts, tuple(env["figures"]))


@functools.cache
def _parser():
    made = markdown.parser()
    made.validateLink = lambda url: True  # what leads elsewhere than to the web loses its address below
    made.core.ruler.push("figures", _mark_figures)
    made.add_render_rule("figure", _figure)
    made.add_render_rule("figure_note", _note)
    return made


def _mark_figures(state) -> None:
    """Rule over all tokens: headings become lines of the memo, not of the page; figures are found block by block."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting > 0:
                token.attrSet("class", "heading")
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "inline" and token.children:
            text, links = _plain(token.children)
            state.env["words"] += len(re.findall(r"\w[\w.,'’%-]*", text))
            figures = compare.in_text(text, state.env["lesson"], state.env["memo"], links)
            token.children = list(_cut(token.children, figures, len(state.env["figures"])))
            state.env["figures"] += figures


def _plain(tokens: list[Token]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a block, and where links that name a row of the registry stand in it. Links to no web page are marked to go."""
    text, links, opened, dropped = "", [], None, False
    for token in tokens:
        if token.type == "link_open":
            row = ROW.match(str(token.attrGet("title") or ""))
            opened = (len(text), row[1]) if row else None
            dropped = not markdown.WEB.match(str(token.attrGet("href")))
        elif token.type == "link_close" and opened:
            links.append((opened[0], len(text), opened[1]))
        if token.type in ("link_open", "link_close"):
            token.meta["dropped"] = dropped
        text += _written(token)
    return text, links


def _written(token: Token) -> str:
    breaks = token.type in ("softbreak", "hardbreak")
    return token.content if token.type == "text" else " " if breaks else " " * len(token.content)


def _cut(tokens: list[Token], figures: list[compare.Figure], first: int) -> Iterator[Token]:
    """The tokens of a block, with figures as tokens of their own and a note behind each, but never inside a link."""
    place, notes, linked = 0, [], 0
    for token in tokens:
        length = len(_written(token))
        if token.type == "text":
            for piece, number in _pieces(token.content, place, figures):
                inner = Token("figure" if number is not None else "text", "", 0, content=piece)
                if number is not None:
                    inner.meta = {"figure": figures[number]}
                    if place <= figures[number].end <= place + length:
                        about = {"figure": figures[number], "number": first + number}
                        notes.append(Token("figure_note", "", 0, meta=about))
                yield inner
                if not linked:
                    yield from notes
                    notes = []
        elif not token.meta.get("dropped"):
            yield token
        linked += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if not linked:
            yield from notes
            notes = []
        place += length


def _pieces(text: str, place: int, figures: list[compare.Figure]) -> Iterator[tuple[str, int | None]]:
    """A text that starts at a place of its block, cut at the figures: (piece, number of the figure or None)."""
    at = 0
    for number, one in enumerate(figures):
        start, end = max(one.start - place, 0), min(one.end - place, len(text))
        if start >= end:
            continue
        if start > at:
            yield text[at:start], None
        yield text[start:end], number
        at = end
    if at < len(text):
        yield text[at:], None


def _figure(self, tokens, index, options, env) -> str:
    token = tokens[index]
    return f'<mark class="{token.meta["figure"].verdict}">{html.escape(token.content)}</mark>'


def _note(self, tokens, index, options, env) -> str:
    figure, number = tokens[index].meta["figure"], tokens[index].meta["number"]
    says = SAYS[figure.verdict]
    lines = "".join(f"<span>{html.escape(_row(row))}</span>" for row in figure.rows)
    return (
        f'<span class="noted"><button type="button" class="note {figure.verdict}" aria-label="{html.escape(figure.seen)}: {says}" '
        f'aria-describedby="figure-{number}">{SIGNS[figure.verdict]}</button>'
        f'<span class="tip" role="tooltip" id="figure-{number}"><span><b>{html.escape(figure.seen)}</b> {says}.</span>{lines}</span></span>'
    )


def _row(row: dict) -> str:
    unit = "" if row["unit"] in ("count", "ratio", "unit") else f" {row['unit']}"
    return f"{row['id']}: {row['value']}{unit}, {row['year']}. {row['definition']} ({row['source']})"
