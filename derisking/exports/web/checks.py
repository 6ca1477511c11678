"""Promises of the folder that can be read off its files: no other host, links that lead somewhere, size, no words of a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

MOST = 20.0  # megabytes
LOADS = ("src", "srcset", "poster", "data")  # attributes by which an element loads something
NOT_LOADED = {"canonical", "author", "license"}  # kinds of <link> that are for persons, as <a> is
NOTEBOOK_WORDS = ("Run All Cells", "Run this cell", "Shift + Enter", "Traceback (most recent call last)")
IN_STYLES = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)")
IN_SCRIPTS = re.compile(r"(?:import\s*\(|fetch\(|\.src\s*=|importScripts\()\s*['\"`]((?:https?:)?//[^'\"`]+)")


class _Page(HTMLParser):
    """What a page loads, where it links, which places it has, and its words."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.loads, self.links, self.ids, self.words, self._hidden = [], [], set(), [], 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        self._hidden += tag in ("script", "style")
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
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            self.loads += IN_STYLES.findall(data) + IN_SCRIPTS.findall(data)
        else:
            self.words.append(data)


def foreign(address: str) -> bool:
    """Whether an address belongs to another host."""
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ftp", "ws", "wss")


def look(folder: Path) -> list[str]:
    """Sentences about broken promises, each with its file; an empty list is a pass."""
    pages = {file.name: _Page(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.html"))}
    if not pages:
        return [f"{folder}: there is no page. Make the web edition first."]
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: loads {address} from another host" for address in page.loads if foreign(address)]
        local = [address for address in page.loads if not foreign(address) and not address.startswith(("data:", "#"))]
        faults += [
            f"{name}: loads {address}, which is not in the folder"
            for address in local
            if not _file(folder, address).is_file()
        ]
        faults += [problem for link in page.links if (problem := _broken(folder, pages, name, link))]
        text = " ".join(page.words)
        faults += [f"{name}: says “{words}”, which nobody can do there" for words in NOTEBOOK_WORDS if words in text]
    for file in [*folder.rglob("*.css"), *folder.rglob("*.js")]:
        text, where = file.read_text(encoding="utf-8"), file.relative_to(folder).as_posix()
        pattern = IN_STYLES if file.suffix == ".css" else IN_SCRIPTS
        faults += [f"{where}: loads {address} from another host" for address in pattern.findall(text)]
    size = megabytes(folder)
    return faults + ([f"{folder}: {size:.1f} MB, more than {MOST:.0f}"] if size > MOST else [])


def _file(folder: Path, address: str) -> Path:
    return folder / unquote(urlsplit(address).path)


def _broken(folder: Path, pages: dict, name: str, link: str) -> str:
    """A sentence about a link inside the folder that leads nowhere, or ""."""
    parts = urlsplit(link)
    if foreign(link) or parts.scheme:
        return ""
    target = unquote(parts.path) or name
    if not (folder / target).is_file():
        return f"{name}: the link {link} leads to no file"
    spot = unquote(parts.fragment)
    if spot and target in pages and spot not in pages[target].ids:
        return f"{name}: the link {link} leads to a place that {target} does not have"
    return ""


def megabytes(folder: Path) -> float:
    """The size of all files, in millions of bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
