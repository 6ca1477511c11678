"""Promises of the folder that can be read off its files: no other host, links that lead somewhere, size, no words of JupyterLab."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

MOST = 20.0  # megabytes
NOT_READ = ("script", "style", "pre", "code")
LOADS = ("src", "srcset", "poster", "data")  # attributes by which an element loads something
NOT_LOADED = {"canonical", "author", "license"}  # kinds of <link> that are for persons, as <a> is
# Words of JupyterLab: nobody can do there what they say ...
ELSEWHERE = re.compile(
    r"kernel|▶|\bcells?\b|\bnotebooks?\b|JupyterLab|Run All|Shift \+ Enter|Ctrl\+S|Traceback|not connected|still starting",
    re.I,
)
# ... and what may be said all the same.
MEANT = re.compile(
    "|".join(
        (
            r"download the notebook|the notebook itself",  # is handed in
            r"(?:in|What is only in) JupyterLab",  # where code runs, said by the pages that have no code
            r"solar cells|An empty cell is missing",  # of the sun, of a table
            r"▶ Play",  # of a picture
            r"\.jp-Cell.*",  # where a script looks
            r"\$\{[^{}`]*\}",  # what a script works out
        )
    )
)
OURS = re.compile(r"(?:widgets|explained|explorer-.*)\.js")
# A comment or a regular expression of a script, which nobody sees; or a text.
LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|(?<=[(,=:?&|!>])\s?/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/"""
    r"""|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL,
)
STYLED = re.compile(r"""\\u003c[a-z][^<>]* style=""")
MARKUP = re.compile(r"</?[a-z]+(?: [a-z-]+=[^>]*)?>")
IN_STYLES = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)")
IN_SCRIPTS = re.compile(r"(?:import\s*\(|fetch\(|\.src\s*=|importScripts\()\s*['\"`]((?:https?:)?//[^'\"`]+)")


class _Page(HTMLParser):
    """What a page loads, where it links, which places it has, its words, the texts in the data of its parts, and faults."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.loads, self.links, self.ids, self.words, self.data = [], [], set(), [], []
        self.faults, self._in = [], []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        if tag == "script" and not {"src", "type"} & given.keys():
            self.faults.append("has a script in the page, which a strict policy forbids: put it into a file")
        if tag == "style" or "style" in given:
            self.faults.append("has a style in the page, which a strict policy forbids: put it into the sheet")
        if tag in NOT_READ:
            self._in.append(given.get("class") or tag)
        self.words += [given[key] for key in ("alt", "title", "aria-label") if given.get(key)]
        self.ids |= {given[key] for key in ("id", "name") if given.get(key)}
        self.loads += [given[key] for key in LOADS if given.get(key)]
        kinds = set((given.get("rel") or "").split())
        if tag in ("link", "image") and given.get("href") and not kinds & NOT_LOADED:
            self.loads.append(given["href"])
        if given.get("style"):
            self.loads += IN_STYLES.findall(given["style"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_READ and self._in:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if not self._in:
            self.words.append(data)
        elif self._in[-1] == "dr-data":
            self.data += texts(json.loads(data))
            if STYLED.search(data):
                self.faults.append("has a style in the data of a part, which a strict policy forbids")
        else:
            self.loads += IN_STYLES.findall(data) + IN_SCRIPTS.findall(data)


def texts(data: object) -> Iterator[str]:
    """All texts in plain JSON, but for the notebook that is handed in: it is read in JupyterLab."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        data = [value for key, value in data.items() if key != "notebook"]
    for one in data if isinstance(data, list) else ():
        yield from texts(one)


def said(script: str) -> Iterator[str]:
    """The texts of a script, which it can show."""
    return (found[1] for found in LITERAL.finditer(script) if found[1])


def misplaced(words: str) -> list[str]:
    """What in a text of the pages nobody can do there."""
    return [f"says “{around}”, which nobody can do there" for around in _around(ELSEWHERE, MEANT.sub("", words))]


def _around(pattern: re.Pattern, text: str) -> Iterator[str]:
    """Each thing found, with what stands around it."""
    for found in pattern.finditer(text):
        yield " ".join(text[max(0, found.start() - 40) : found.end() + 40].split())


def foreign(address: str) -> bool:
    """Whether an address belongs to another host."""
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ftp", "ws", "wss")


def look(folder: Path, teacher: bool = False) -> list[str]:
    """Sentences about broken promises, each with its file; an empty list is a pass. teacher: notes for teachers may be there."""
    pages = {file.name: _Page(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.html"))}
    if not pages:
        return [f"{folder}: there is no page. Make the web edition first."]
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: loads {address} from another host" for address in page.loads if foreign(address)]
        local = [address for address in page.loads if not foreign(address) and not address.startswith(("data:", "#"))]
        lost = [address for address in local if not (folder / unquote(urlsplit(address).path)).is_file()]
        faults += [f"{name}: loads {address}, which is not in the folder" for address in lost]
        faults += [problem for link in page.links if (problem := _broken(folder, pages, name, link))]
        words = " ".join(page.words)
        faults += [f"{name}: {fault}" for fault in page.faults]
        faults += [f"{name}: {fault}" for fault in misplaced(" ".join([words, *page.data])) if not teacher]
        faults += [f"{name}: shows markup as text: {around}" for around in _around(MARKUP, words)]
    for file in [*folder.rglob("*.css"), *folder.rglob("*.js")]:
        text, where = file.read_text(encoding="utf-8"), file.relative_to(folder).as_posix()
        pattern = IN_STYLES if file.suffix == ".css" else IN_SCRIPTS
        faults += [f"{where}: loads {address} from another host" for address in pattern.findall(text)]
        if OURS.fullmatch(file.name):
            faults += [f"{where}: {fault}" for words in said(text) for fault in misplaced(words)]
    for file in [] if teacher else sorted(file for file in folder.rglob("*") if file.is_file()):
        if b"dr-teach" in file.read_bytes():
            faults.append(f"{file.relative_to(folder)}: holds notes for teachers; make it again, without --teacher")
    size = megabytes(folder)
    return faults + ([f"{folder}: {size:.1f} MB, more than {MOST:.0f}"] if size > MOST else [])


def _broken(folder: Path, pages: dict, name: str, link: str) -> str:
    """A sentence about a link inside the folder that leads nowhere, or ""."""
    parts = urlsplit(link)
    if foreign(link) or parts.scheme:
        return ""
    target = unquote(parts.path) or name
    if not (folder / target).is_file():
        return f"{name}: the link {link} leads to no file"
    spot = unquote(parts.fragment.partition(":~:")[0])  # what follows is a word to mark
    if spot and target in pages and spot not in pages[target].ids:
        return f"{name}: the link {link} leads to a place that {target} does not have"
    return ""


def megabytes(folder: Path) -> float:
    """The size of all files, in millions of bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
