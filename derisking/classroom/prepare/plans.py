"""The lesson plans as pages that print: one sheet of A4 for each lesson.

The plans are Markdown files in docs/teaching/; `write` makes each a page of its own, with nothing to load from elsewhere.
Other texts of that folder, such as the role play, become pages too. No sheet is promised for those.
"""

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from derisking import arguments, cards
from derisking.classroom import files
from derisking.classroom.course import checkout
from derisking.errors import UserError

PLAN = re.compile(r"\d\d-")
HEAD = ("heading_open", "h1")


def write(out: Path, sources: Path | None = None) -> list[Path]:
    """Write one page per text of `sources`, and index.html; returns their paths, the index first.

    out: folder for the pages, made if need be; pages of the same name are replaced.
    sources: folder with Markdown files; docs/teaching of the project by default. Names of plans begin with two digits.
    Raises UserError when there are no plans, when a text cannot be read or has no title, and when `out` cannot be
    written. All pages are made before the first is written.
    """
    sources = sources or checkout() / "docs" / "teaching"
    texts = {path.stem: _read(path) for path in sorted(sources.glob("*.md"))}
    if not any(PLAN.match(name) for name in texts):
        raise UserError(f"{sources}: there are no lesson plans here. Run the command in the teachers' copy.")
    made = {name: page(name, text, texts) for name, text in texts.items()}
    pages = {"index": _index(made)} | {name: text for name, (_, text) in made.items()}
    for name, text in pages.items():
        files.write(out / f"{name}.html", text)
    return [out / f"{name}.html" for name in pages]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: this plan cannot be read as UTF-8 text. Save it again as UTF-8.") from error


def page(name: str, text: str, known: Iterable[str], home: str = "All plans") -> tuple[str, str]:
    """Title and whole page of one text. known: names to which a link between texts may lead; home: how index.html is called, if it is there."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    heads = [after.children for token, after in itertools.pairwise(tokens) if (token.type, token.tag) == HEAD]
    if not heads:
        raise UserError(f"{name}.md: the plan has no title. Begin it with a line such as '# Lesson 2: De-risking'.")
    title = "".join(token.content for token in heads[0])
    for token in tokens:
        token.children = _own_links(token.children or [], known) if token.type == "inline" else token.children
    # Who has no mouse scrolls the picture of the board by the keyboard.
    body = markdown.renderer.render(tokens, markdown.options, {}).replace("<pre>", '<pre tabindex="0">')
    shown = {"title": title, "body": Markup(body.replace("<th>", '<th scope="col">')), "lists": [], "home": home}
    return title, cards.render("classroom/templates/plan.html.jinja", **shown)


def _own_links(tokens: list[Token], known: Iterable[str]) -> list[Token]:
    """Links to other texts lead to their pages; links to files that do not travel become plain words, and pictures stay behind."""
    kept: list[Token] = []
    stays: list[bool] = []
    for token in tokens:
        if token.type == "image":
            continue
        if token.type == "link_open":
            path, mark, place = str(token.attrs["href"]).partition("#")
            own = path.endswith(".md") and path[:-3] in known
            if own:
                token.attrs["href"] = f"{path[:-3]}.html{mark}{place}"
            stays.append(own or path.startswith(("https://", "http://")))
        if token.type not in ("link_open", "link_close") or (stays[-1] if token.type == "link_open" else stays.pop()):
            kept.append(token)
    return kept


def _index(made: dict[str, tuple[str, str]]) -> str:
    """The page that lists all others: the plans, then what else there is."""
    links = [(name, title) for name, (title, _) in made.items()]
    plans = [link for link in links if PLAN.match(link[0])]
    lists = [("", plans), ("More for teachers", [link for link in links if link not in plans])]
    title, words = "Lesson plans", "Each prints on one sheet of A4; a second page is for a room without laptops."
    body = Markup("<h1>{}</h1>\n<p>{}</p>\n").format(title, words)
    shown = {"title": title, "body": body, "lists": [one for one in lists if one[1]], "home": ""}
    return cards.render("classroom/templates/plan.html.jinja", **shown)


def main(words: list[str]) -> int:
    """`derisking plans [--out FOLDER]`; returns 0. Raises UserError as `write` does."""
    index = write(arguments.parser("plans").parse_args(words).out)[0]
    print(f"The lesson plans are in {index.parent}: open {index} in a browser and print what you need.")
    return 0
