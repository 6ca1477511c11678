"""What the web edition adds to Sphinx: formulas as MathML, and terms of the glossary that explain themselves."""

import html
import re

from docutils import nodes

from derisking import markdown
from derisking.exports.web import words

NOT_IN = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.caption)

OPTIONAL = re.compile(
    r'(<section id="(?:optional|in-class|at-home)-[^>]*>)\s*(<h3>.*?</h3>)(.*?)(?=</section>)', re.DOTALL
)
FOLD = r'\1<details class="dr-optional"><summary>\2</summary>\3</details>'  # of a section that not everybody needs
# An apostrophe of a word as it is typed, where Markdown has not curled it; before it what is no running text.
TYPED = re.compile(
    r"""(<(script|style|code|pre|textarea)\b.*?</\2>|<(?:"[^"]*"|'[^']*'|[^'">])*>)"""
    r"""|(?:(?<=\w)(?:'|&#x27;|&#39;)(?=\w)|(?<=s)(?:'|&#x27;|&#39;)(?= \w))""",
    re.DOTALL,
)
PLAIN = re.compile(r'<span class="(?!(?:c1|sd|k|kn|ow)")\w{1,2}">([^<]*)</span>')  # code that web.css gives no look


def setup(app) -> dict:
    """Sphinx calls this once."""
    app.add_html_math_renderer("mathml_text", (_inline, None), (_block, None))
    app.connect("doctree-resolved", explain_terms)
    app.connect("html-page-context", head_columns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def head_columns(app, page: str, template: str, context: dict, doctree) -> None:
    """Say of what each head of a table is the head, and to each cell its head, which a phone shows beside it; fold what is optional; curl apostrophes; slim code."""
    body = re.sub(r"<table.*?</table>", _headed, PLAIN.sub(r"\1", context.get("body", "")), flags=re.DOTALL)
    context["body"] = TYPED.sub(lambda found: found[1] or "’", OPTIONAL.sub(FOLD, body))


def _headed(table: re.Match) -> str:
    text = table[0].replace('<th class="head">', '<th scope="col" class="head">')
    head, _, body = text.partition("</thead>")
    heads = [re.sub(r"<[^>]*>", "", one).strip() for one in re.findall(r"<th scope.*?</th>", head, re.DOTALL)]
    if not heads or not body or "dataframe" in head:
        return text

    def row(found: re.Match) -> str:
        cells = iter(heads[1:])  # the first says what the row is about
        named = found[0]
        if 'scope="row"' not in named:  # an explorer's table says it already
            named = re.sub(r"<td(.*?)</td>", r'<th scope="row" data-head=""\1</th>', named, count=1, flags=re.DOTALL)
        return re.sub(r"<td", lambda _: f'<td data-head="{next(cells, "")}"', named)

    return head + "</thead>" + re.sub(r"<tr.*?</tr>", row, body, flags=re.DOTALL)


def _inline(self, node) -> None:
    self.body.append(markdown.formula(node.astext()))
    raise nodes.SkipNode


def _block(self, node) -> None:
    shown = markdown.formula(node.astext()).replace("<math ", '<math display="block" ', 1)
    self.body.append(f'<div class="dr-formula">{shown}</div>')
    raise nodes.SkipNode


def explain_terms(app, doctree, page: str) -> None:
    """Mark each term of the glossary where a lesson first uses it."""
    if not re.match(r"\d\d-|exercise-", page):
        return
    known = _known()
    longest_first = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])({longest_first})(?![\w-])", re.I)
    seen: set[str] = set()
    for text in list(doctree.findall(nodes.Text)):
        if not _in_prose(text):
            continue
        parts = _marked(text.astext(), pattern, known, seen)
        if len(parts) > 1:
            text.parent.replace(text, parts)


def _known() -> dict[str, dict]:
    """Lower-case word -> row of the glossary, for terms and abbreviations."""
    known = {}
    for row in words.terms():
        for name in (row["term"], row["abbreviation"]):
            if len(name) > 2:
                known.setdefault(name.casefold(), row)
    return known


def _in_prose(text) -> bool:
    """Whether a text stands in a paragraph, and not in a heading, link, code or output."""
    above, node = [], text.parent
    while node is not None:
        above.append(node)
        node = node.parent
    held = any(isinstance(one, NOT_IN) or {"cell_output", "dr-teach"} & {*one.get("classes", [])} for one in above)
    return not held and any(isinstance(one, nodes.paragraph) for one in above)


def _marked(text: str, pattern, known: dict, seen: set[str]) -> list:
    parts, end = [], 0
    for found in pattern.finditer(text):
        row = known[found[0].casefold()]
        if row["term"] in seen:
            continue
        seen.add(row["term"])
        parts += [nodes.Text(text[end : found.start()]), nodes.raw("", _term(found[0], row, len(seen)), format="html")]
        end = found.end()
    return [*parts, nodes.Text(text[end:])]


def _term(word: str, row: dict, number: int) -> str:
    """A word with its explanation; style alone shows it on hover and focus, so it works without JavaScript.

    A real button would let a line end between the word and the comma after it.
    """
    said = html.escape(row["definition"])
    dutch = f' (Dutch: <span lang="nl">{html.escape(row["dutch"])}</span>)' if row["dutch"] else ""
    return (
        f'<span class="dr-term"><span role="button" tabindex="0" aria-describedby="dr-term-{number}">{html.escape(word)}</span>'
        f'<span class="dr-said" role="tooltip" id="dr-term-{number}"><strong>{html.escape(row["term"])}</strong>{dutch}: {said}</span></span>'
    )
