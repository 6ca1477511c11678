"""HTML of ours to a tagged PDF (PDF/UA) on A4 or Letter: formulas as drawings with words, addresses as notes at the end."""

import base64
import functools
import html
import io
import re
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from derisking import cards, data, markdown
from derisking.errors import UserError

SIZES = ("A4", "Letter")
HERE = Path(__file__).parent
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
INNER = re.compile(r'<a href="(?!https?://)([^>]*)>(.*?)</a>', re.DOTALL)
FACT = re.compile(r'title="fact: ([a-z0-9-]+)')
READ = re.compile(r"\s\((?:abstract|summary) read\)$")
DRAWN = re.compile(r"<math\b.*?</math>", re.DOTALL)
SOURCE = re.compile(r"\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)")


def ready() -> None:
    """Make sure that PDFs can be made at all. Raises UserError where WeasyPrint does not find the Pango library."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        raise UserError(
            "WeasyPrint does not find the Pango library: install it (Debian and Ubuntu: libpango-1.0-0, libpangoft2-1.0-0 and "
            "libharfbuzz-subset0; a Mac: brew install pango) and try again."
        ) from None


def pdf(page: str, size: str) -> bytes:
    """A page as a tagged PDF. size: one of SIZES."""
    import weasyprint

    style = weasyprint.CSS(string=f"@page {{ size: {size} }}")
    return weasyprint.HTML(string=page, base_url=str(HERE)).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def block(text: str) -> Markup:
    """A text of a bank as HTML paragraphs for paper."""
    return Markup(_with_formulas(markdown.block(text), text))


def inline(text: str) -> Markup:
    """A text of a bank as one line of HTML for paper."""
    return Markup(_with_formulas(markdown.inline(text), text))


def page_text(text: str) -> Markup:
    """A text of the teachers' pages, which has tables, as HTML.

    A figure of our own tables leads to the producer of its data, other links within the module become plain words, and a
    run of underscores becomes a line to write on.
    """
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    made = INNER.sub(_outside, made)
    made = re.sub(r"_{30,}", '<span class="blank wide"></span>', made)
    made = re.sub(r"_{8,}", '<span class="blank long"></span>', made)
    return Markup(made.replace("<th>", '<th scope="col">'))


def _outside(found: re.Match) -> str:
    fact = FACT.search(found[1])
    if not fact:
        return found[2]
    return f'<a href="{html.escape(data.fact(fact[1]).url)}">{found[2]}</a>'


def _with_formulas(made: str, text: str) -> str:
    """Formulas as drawings: WeasyPrint draws no MathML."""
    sources = iter(SOURCE.findall(text))
    return DRAWN.sub(lambda _: formula(next(sources)), made)


@functools.cache
def formula(tex: str) -> str:
    """A formula as a picture with its source as alternative text."""
    from matplotlib import mathtext

    drawn = io.BytesIO()
    mathtext.math_to_image(f"${tex}$", drawn, format="svg", dpi=72)
    packed = base64.b64encode(drawn.getvalue()).decode("ascii")
    return f'<img class="formula" src="data:image/svg+xml;base64,{packed}" alt="{html.escape(spoken(tex))}">'


def spoken(tex: str) -> str:
    """A formula in words that a screen reader can say."""
    words = re.sub(r"\\text\{([^}]*)\}", r"\1", tex)
    for sign, word in ((r"\times", " times "), (r"\frac", " fraction "), ("^", " to the power of "), ("-", " minus ")):
        words = words.replace(sign, word)
    return " ".join(re.sub(r"[{}\\]", " ", words).split())


def with_notes(body: str) -> tuple[Markup, dict[str, str]]:
    """The body with a number behind each link to the web, and the addresses in order; the same address has one number.

    address -> what its links say of how it was read, such as " (abstract read)", or "".
    """
    notes: dict[str, str] = {}

    def numbered(found: re.Match) -> str:
        address = html.unescape(found[1])
        if not address.startswith("http"):
            return found[2]
        read = READ.search(found[2])
        notes.setdefault(address, read[0] if read else "")
        return f'<a href="{found[1]}">{found[2]}</a><sup>{list(notes).index(address) + 1}</sup>'

    return Markup(LINK.sub(numbered, body)), notes


def sheet(title: str, body: str, size: str, kind: str = "sheet") -> bytes:
    """A document with title, notes and page numbers as PDF. kind: a class for the style."""
    noted, notes = with_notes(body)
    style = Markup((HERE / "paper.css").read_text(encoding="utf-8"))
    shown = {"title": title, "body": noted, "notes": notes, "kind": kind, "style": style}
    return pdf(cards.render("exports/templates/page.html.jinja", **shown), size)
