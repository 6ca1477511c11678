"""Whether pages are valid HTML: the Nu validator of the W3C says so, where it is installed; this file knows what we ask beyond it."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import lxml.html

from support import readers

NU = readers.NPM / "node_modules/vnu-jar/build/dist/vnu.jar"
# A deep schema; a run too short to be worth more compiling.
JAVA = ("java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar")
NOT_OURS = {  # what it says of markup that others write, and why that may stay
    "Consider using the “h1” element as a top-level": "docutils puts the title of a page into its first section",
    "Article lacks heading": "that title is its heading",
    "The “border” attribute on the “table” element is obsolete": "pandas writes it",
    "Trailing slash on void elements": "docutils writes it, and it has no effect",
}
HEADINGS = {f"h{level}" for level in range(1, 7)}


def problems(pages: dict[str, str]) -> list[str]:
    """Sentences about what is not valid in pages (name -> text), each with its page; an empty list is a pass."""
    found = nu(pages)
    for name, text in pages.items():
        found += [f"{name}: {one}" for one in beyond(text)]
    return found


def beyond(text: str) -> list[str]:
    """What we ask of a page beyond the validator, which is quick."""
    tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return _buttons_and_heads(tree) + _forms(tree) + _outline(tree)


def ready() -> bool:
    """Whether the validator and a Java are there; a canary in tests/browser/test_web_reading.py says where they are not."""
    return NU.is_file() and shutil.which(JAVA[0]) is not None


def nu(pages: dict[str, str]) -> list[str]:
    """What the Nu validator says, errors and warnings; one start for all pages, since Java takes its time."""
    if not ready():
        return []
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(pages))]
        for file, text in zip(files, pages.values(), strict=True):
            file.write_text(text, encoding="utf-8")
        command = [*JAVA, str(NU), "--format", "json", "--exit-zero-always", *map(str, files)]
        said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stderr
    names = dict(zip((file.name for file in files), pages, strict=True))
    return [
        f"{names[one['url'].rpartition('/')[2]]}: line {one['lastLine']}: {one['message']} {one.get('extract', '')}"
        for one in json.loads(said)["messages"]
        if not any(one["message"].startswith(sign) for sign in NOT_OURS)
    ]


def _buttons_and_heads(tree) -> list[str]:
    """A button says what it does to its form, a head of what it is the head."""
    found = ["<button> without a type"] * len(tree.xpath("//button[not(@type)]"))
    scopes = [element.get("scope") for element in tree.iter("th")]
    return found + [f"<th> with the scope {one}" for one in scopes if one not in ("row", "col", "rowgroup", "colgroup")]


def _forms(tree) -> list[str]:
    """Each form has a name of its own, by which a list of them tells it from the others."""
    words = {element.get("id"): element.text_content().strip() for element in tree.xpath("//*[@id]")}
    names = [one.get("aria-label") or words.get(one.get("aria-labelledby"), "") for one in tree.iter("form")]
    return [f"<form> without a name of its own: {name!r}" for name in names if not name or names.count(name) > 1]


def _outline(tree) -> list[str]:
    """One title, and no level of headings left out. Headings of hidden parts count as well."""
    levels = [int(element.tag[1]) for element in tree.iter(*HEADINGS)]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} titles (h1)"]
    steps = zip([1, *levels], levels, strict=False)
    return found + [f"a heading of level {b} follows one of level {a}" for a, b in steps if b > a + 1]
