"""The lesson plans as pages that print: one sheet of A4 for each lesson.

The plans are Markdown files in docs/teaching/; `write` makes each a page of its own, with nothing to load from elsewhere.
Other texts of that folder, such as the role play, become pages too. No sheet is promised for those.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Iterable
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from derisking import data
from derisking.classroom.errors import ClassroomError

FOLDER = Path("plans")
PLAN = re.compile(r"\d\d-")
REMEDY = "They are in docs/teaching of the teachers' copy; the students' copy has none. Run the command in the teachers' copy."

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #f1f1ee; --line: #9a9a94; --link: #0b4f8a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --soft: #262626; --line: #7c7c7c; --link: #9ccbff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 58rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; line-height: 1.2; margin: 1.4rem 0 .4rem; }
p, ul, ol, table, pre { margin: 0 0 .6rem; }
ul, ol { padding-left: 1.4rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th { background: var(--soft); }
pre { padding: .5rem .7rem; border: 1px solid var(--line); background: var(--soft); overflow-x: auto; line-height: 1.3; }
code { font: .95em/1.3 "DejaVu Sans Mono", "Liberation Mono", Consolas, Menlo, monospace; }
td code, li code, p code { overflow-wrap: anywhere; }
@page { size: A4; margin: 9mm 12mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #fff; --line: #777; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.17; }
  h1 { font-size: 14pt; margin: 0 0 1mm; }
  h2 { font-size: 11pt; margin: 2mm 0 .6mm; break-after: avoid; }
  p, ul, ol, table, pre { margin: 0 0 1mm; }
  ul, ol { padding-left: 4.5mm; }
  th, td { padding: .25mm 1.5mm; }
  tr, pre, li { break-inside: avoid; }
  pre { padding: .7mm 2mm; line-height: 1.15; }
  pre code { font-size: 10pt; line-height: 1.15; }
  td code, li code, p code { font: inherit; font-style: italic; }
  td:first-child:nth-last-child(3) { width: 48.5mm; }
  td:nth-child(2):nth-last-child(2) { width: 9mm; }
  a { text-decoration: none; }
  hr { break-before: page; visibility: hidden; margin: 0; height: 0; border: 0; }
  nav { display: none; }
}
"""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
{foot}</body>
</html>
"""


def write(out: Path, sources: Path | None = None) -> list[Path]:
    """Write one page per text of `sources`, and index.html; returns their paths, the index first.

    out: folder for the pages, made if need be; pages of the same name are replaced.
    sources: folder with Markdown files; docs/teaching of the project by default. Names of plans begin with two digits.
    Raises ClassroomError when there are no plans, when a text cannot be read or has no title, and when `out` cannot be
    written. All pages are made before the first is written.
    """
    sources = sources if sources is not None else _teaching()
    texts = {path.stem: _read(path) for path in sorted(sources.glob("*.md"))}
    if not any(PLAN.match(name) for name in texts):
        raise ClassroomError(f"{sources}: there are no lesson plans here. {REMEDY}")
    made = {name: _page(name, text, texts) for name, text in texts.items()}
    pages = {"index": _index(made)} | {name: page for name, (_, page) in made.items()}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            (out / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ClassroomError(
            f"{out}: the plans cannot be written there ({error.strerror}). Name another folder."
        ) from error
    return [out / f"{name}.html" for name in pages]


def _teaching() -> Path:
    """docs/teaching beside the tables of a checkout, else below the folder in which the command runs."""
    places = [root / "docs" / "teaching" for root in (data.folder().parent, Path.cwd())]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise ClassroomError(f"{places[0]}: there is no such folder, so there are no lesson plans. {REMEDY}")
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClassroomError(f"{path}: this plan cannot be read as UTF-8 text. Save it again as UTF-8.") from error


def _page(name: str, text: str, known: Iterable[str]) -> tuple[str, str]:
    """Title and whole page of one text; `known` are the names to which a link between texts may lead."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    first = next((i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"), None)
    if first is None:
        raise ClassroomError(
            f"{name}.md: the plan has no title. Begin it with a line such as '# Lesson 2: De-risking'."
        )
    title = "".join(token.content for token in tokens[first + 1].children or [])
    for token in tokens:
        token.children = _own_links(token.children or [], known) if token.type == "inline" else token.children
    body = markdown.renderer.render(tokens, markdown.options, {})
    foot = '<nav aria-label="Plans"><a href="index.html">All plans</a></nav>\n'
    return title, PAGE.format(title=html.escape(title), style=STYLE, body=body, foot=foot)


def _own_links(tokens: list[Token], known: Iterable[str]) -> list[Token]:
    """Links to other texts lead to their pages; links to files that do not travel with the pages become plain words."""
    kept: list[Token] = []
    stays: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            path, mark, place = str(token.attrs["href"]).partition("#")
            own = path.endswith(".md") and path[:-3] in known
            if own:
                token.attrs["href"] = f"{path[:-3]}.html{mark}{place}"
            stays.append(own or path.startswith(("https://", "http://")))
        if token.type not in ("link_open", "link_close") or (stays[-1] if token.type == "link_open" else stays.pop()):
            kept.append(token)
    return kept


def _index(pages: dict[str, tuple[str, str]]) -> str:
    """The page that lists all others: the plans, then what else there is."""

    def listed(names: Iterable[str]) -> str:
        lines = (f'<li><a href="{html.escape(name)}.html">{html.escape(pages[name][0])}</a></li>\n' for name in names)
        return f"<ul>\n{''.join(lines)}</ul>\n"

    others = [name for name in pages if not PLAN.match(name)]
    body = "<h1>Lesson plans</h1>\n<p>Each prints on one sheet of A4; lesson 2 has a second page for a room without laptops.</p>\n"
    body += listed(name for name in pages if PLAN.match(name))
    body += f"<h2>More for teachers</h2>\n{listed(others)}" if others else ""
    return PAGE.format(title="Lesson plans", style=STYLE, body=body, foot="")


def main(arguments: list[str]) -> int:
    """`derisking plans [--out FOLDER]`; returns 0. Raises ClassroomError as `write` does."""
    parser = argparse.ArgumentParser(
        prog="derisking plans", description="Write the lesson plans as pages that print, one sheet of A4 per lesson."
    )
    parser.add_argument(
        "--out", metavar="FOLDER", type=Path, default=FOLDER, help="folder for the pages (default: plans)"
    )
    index = write(parser.parse_args(arguments).out)[0]
    print(f"The lesson plans are in {index.parent}: open {index} in a browser and print what you need.")
    return 0
