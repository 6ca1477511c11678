"""What makes the folder installable: a manifest, icons, and a service worker that keeps every file for later."""

import hashlib
import html
import json
import re
import shutil
from pathlib import Path

from derisking.exports.web import scripts

PAGE = Path(__file__).parent / "page"
# Classes that no rule of ours names; `hide` is one that a rule names.
RULELESS = r' class="(?:reference (?:in|ex)ternal|toctree-l1|row-\w+|(?:arabic )?simple|std std-doc|docutils align-default|highlight-\w+ notranslate)"|(?: tag_[\w-]+)*(?: docutils)? container(?=")| text_html(?=")| above-input(?=")'
# What others write, and what is better: only what may stand where it stands, and for readers.
BETTER = (
    (re.compile(r'<p class="((?:collapsed|expanded) admonition-title)">(.*?)</p>'), r'<span class="\1">\2</span>'),
    (re.compile(r'<th class="head">(?:<p></p>)?</th>'), "<td></td>"),
    # the name of a row of the registry helps authors; a reader who points at a number wants to know whose it is
    (re.compile(r'title=(\\?")(?:fact|event): [\w-]+ · '), r"title=\1"),
    (re.compile(RULELESS + "|noopener (?=noreferrer)"), ""),  # who gives no address gives no window either
)
STYLE = re.compile(r""" style=(\\?["'])(.*?)\1""")  # in a page, and in the data of its parts


def sheeted(text: str, rules: dict[str, int]) -> str:
    """A page whose inline styles stand in the style sheet, as a strict policy wants them. rules: style -> its number; grows."""

    def number(found: re.Match) -> str:
        place = rules.setdefault(html.unescape(found[2]).strip("; "), len(rules))
        return f" data-s={found[1]}{place}{found[1]}"

    return STYLE.sub(number, text)


def add(folder: Path) -> None:
    """Add manifest and service worker to a folder of pages. The worker's name is that of the folder's content."""
    shutil.copy(PAGE / "manifest.webmanifest", folder)
    rules: dict[str, int] = {}
    for page in sorted([*folder.glob("*.html"), *folder.glob("_static/explained.js")]):
        text = page.read_text(encoding="utf-8")
        for pattern, better in BETTER:
            text = pattern.sub(better, text)
        page.write_text(sheeted(text, rules), encoding="utf-8")
    sheet = folder / "_static" / scripts.SHEET
    if sheet.is_file():  # what stands in a page first, so that the sheet can say otherwise
        lines = [f':root [data-s="{place}"] {{ {style} }}' for style, place in rules.items()]
        sheet.write_text("\n".join([*lines, sheet.read_text(encoding="utf-8")]), encoding="utf-8")
    every = (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".csv")  # tables only on wish
    files = sorted(file.relative_to(folder).as_posix() for file in every)
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + (folder / name).read_bytes())
    worker = (PAGE / "service-worker.js").read_text(encoding="utf-8")
    name, order = f"course-{digest.hexdigest()[:16]}", in_order(folder, files)
    head = f"const EDITION = {json.dumps(name)};\nconst FILES = {json.dumps(order)};\n"
    (folder / "service-worker.js").write_text(head + worker, encoding="utf-8")


def in_order(folder: Path, files: list[str]) -> list[str]:
    """The files in the order in which they are to be kept: what no page names (fonts), then each page behind what it shows."""
    pages = sorted((name for name in files if name.endswith(".html")), key=lambda name: name != "index.html")
    texts = {page: (folder / page).read_text(encoding="utf-8") for page in pages}
    shown = {page: set(re.findall(r"_(?:static|images)/[\w./-]+", text)) & set(files) for page, text in texts.items()}
    others = set(files).difference(pages, *shown.values())
    return list(dict.fromkeys([*sorted(others), *(name for page in pages for name in [*sorted(shown[page]), page])]))
