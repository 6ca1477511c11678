"""What a lesson notebook must look like, as functions from a notebook (a dict) to a list of problems (sentences).
An empty list is a pass. `LESSON` are the rules for notebooks/, `ANY` those for every notebook in the project. The canaries in
tests/canaries/ are small broken notebooks, one per rule; tests/notebooks/test_notebooks.py proves that each rule catches its own."""

import ast
import re
from pathlib import Path

from derisking.authoring.links import MARK as READ
from derisking.authoring.prose import prose as read

MAX_WORDS = 1800
MAX_LINES = 40
SECTION = re.compile(r"^\*(\d+) minutes(?: · ([A-Z]\d(?:, [A-Z]\d)*))?\*$")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
EMPTY_WORDS = {"here", "click here", "link", "this", "this link", "source", "read more", "more"}


def text(cell):
    """The source of a cell as one string, whichever way the file stores it."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def tags(cell):
    return set(cell.get("metadata", {}).get("tags", []))


def cells(book, kind):
    """(number, cell) of one kind; numbers count from 1, as a reader would."""
    return [(n, cell) for n, cell in enumerate(book.get("cells", []), 1) if cell.get("cell_type") == kind]


def prose(source):
    """Markdown without fenced code, inline code and HTML comments."""
    source = re.sub(r"```.*?```|~~~.*?~~~", "", source, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->|`[^`\n]*`", "", source, flags=re.DOTALL)


def headings(book):
    """(cell number, level, text) of every Markdown heading."""
    found = []
    for number, cell in cells(book, "markdown"):
        for line in prose(text(cell)).splitlines():
            match = HEADING.match(line)
            if match:
                found.append((number, len(match[1]), match[2]))
    return found


# ------------------------------------------------------------------------------------------------- rules for any notebook
def clean_file(book):
    """Format 4.5, the plain kernel, unique cell ids."""
    problems = []
    if (book.get("nbformat"), book.get("nbformat_minor")) != (4, 5):
        problems.append("the notebook format is not 4.5: save it once with JupyterLab")
    if book.get("metadata", {}).get("kernelspec", {}).get("name") != "python3":
        problems.append("the kernelspec is not python3")
    ids = [cell.get("id") for cell in book.get("cells", [])]
    if len(set(ids)) != len(ids) or None in ids:
        problems.append("cell ids are missing or appear twice")
    return problems


def no_outputs(book):
    """No stored outputs, no execution counts, no widget state."""
    problems = []
    for number, cell in cells(book, "code"):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            problems.append(f"cell {number}: stored output or execution count; run nbstripout")
    if "widgets" in book.get("metadata", {}):
        problems.append("the notebook's metadata store widget state; run nbstripout")
    return problems


def one_h1(book):
    """Exactly one title, and it comes first."""
    levels = [level for _, level, _ in headings(book)]
    if levels.count(1) != 1:
        return [f"{levels.count(1)} headings of level 1; a notebook has exactly one title"]
    return [] if levels[0] == 1 else ["the first heading is not the title"]


def heading_order(book):
    """No level is skipped on the way down."""
    problems, last = [], 0
    for number, level, words in headings(book):
        if level > last + 1 and last:
            problems.append(f"cell {number}: heading '{words}' jumps from level {last} to {level}")
        last = level
    return problems


def links(book, folder=None):
    """Links have words that say where they lead, no plain http, no picture from elsewhere, no missing file.
    folder: where the notebook lies; relative links are only followed if it is given."""
    problems = []
    for number, cell in enumerate(book.get("cells", []), 1):
        source = prose(read(cell))
        for picture, words, address in LINK.findall(source):
            problems += [f"cell {number}: {problem}" for problem in _link(picture, words, address, folder)]
        if re.search(r"<(img|script|iframe|link)\b[^>]*(src|href)\s*=\s*['\"]?(https?:)?//", source, flags=re.I):
            problems.append(f"cell {number}: an HTML element loads something from the network")
        bare = re.sub(r"<https?://[^>]+>", "", LINK.sub("", source))
        if not cell.get("metadata", {}).get("nbgrader", {}).get("solution") and re.search(r"https?://\S+", bare):
            problems.append(f"cell {number}: a bare address; write [words](address)")
    return problems


def _link(picture, words, address, folder):
    if address.startswith("http://"):
        yield f"'{address}' is not https"
    if picture and "://" in address:
        yield "a picture is loaded from the network; put it into the project"
    if picture and not words.strip():
        yield f"the picture {address} has no alt text"
    if not picture and words.strip().lower().strip(".") in EMPTY_WORDS:
        yield f"the link text '{words}' does not say where it leads"
    local = not re.match(r"[a-z]+:|#", address)
    if local and folder is not None and not (Path(folder) / address.split("#")[0]).exists():
        yield f"the link leads to {address}, which does not exist"


def cell_functions(book):
    """No function in a cell, and no cell, is longer than a screen; what is longer belongs into the package."""
    problems = []
    for number, cell in cells(book, "code"):
        source = "".join("\n" if line.lstrip().startswith(("%", "!")) else line for line in text(cell).splitlines(True))
        if len(source.splitlines()) > MAX_LINES:
            problems.append(f"cell {number}: {len(source.splitlines())} lines; at most {MAX_LINES}")
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            problems.append(f"cell {number}: not Python ({error.msg}, line {error.lineno})")
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= MAX_LINES:
                problems.append(f"cell {number}: function {node.name} is longer than {MAX_LINES} lines")
    return problems


# -------------------------------------------------------------------------------------------------------- rules for lessons
def collapsed(book):
    """Readers see no code: every code cell starts collapsed, but for those that analysts edit (tag `analyst`)."""
    return [
        f"cell {number}: code is not collapsed; set metadata jupyter.source_hidden, or the tag `analyst`"
        for number, cell in cells(book, "code")
        if cell["metadata"].get("jupyter", {}).get("source_hidden") is not True and "analyst" not in tags(cell)
    ]


def code_is_folded(book):
    """Code to change stands under a heading that is folded, and a heading of the same or a higher level ends the fold."""
    problems, fold = [], 0
    for number, cell in enumerate(book.get("cells", []), 1):
        head = HEADING.match(text(cell).split("\n")[0]) if cell["cell_type"] == "markdown" else None
        if head and (not fold or len(head[1]) <= fold):
            fold = len(head[1]) if cell["metadata"].get("jp-MarkdownHeadingCollapsed") else 0
        if "analyst" in tags(cell) and not fold:
            problems.append(f"cell {number}: code to change is open; fold the heading above it")
    return problems + (["the last fold has no end: what follows it would be hidden"] if fold else [])


def sections(book):
    """(cell number, title, minutes or None, objective ids) of each H2; its next non-empty line holds minutes and ids."""
    found = []
    for number, cell in cells(book, "markdown"):
        lines = [line.strip() for line in text(cell).splitlines() if line.strip()]
        for position, line in enumerate(lines):
            match = HEADING.match(line)
            if match and len(match[1]) == 2:
                below = SECTION.match(lines[position + 1]) if position + 1 < len(lines) else None
                ids = tuple(re.split(r",\s*", below[2])) if below and below[2] else ()
                found.append((number, match[2], int(below[1]) if below else None, ids))
    return found


def title_minutes(book):
    """The minutes that the title cell promises, or None."""
    first = next((cell for _, cell in cells(book, "markdown")), None)
    match = re.search(r"(\d+)\s*minutes", text(first)) if first else None
    return int(match[1]) if match else None


def minutes(book):
    """Each section says its minutes; together they are what the title says."""
    found = sections(book)
    if not found:
        return ["no section (H2)"]
    problems = [
        f"cell {number}: below '{title}' there is no line like *10 minutes · D3*"
        for number, title, amount, _ in found
        if amount is None
    ]
    promised, total = title_minutes(book), sum(amount or 0 for _, _, amount, _ in found)
    if promised is None:
        problems.append("the title cell does not say how many minutes the lesson takes")
    elif promised != total:
        problems.append(f"the title promises {promised} minutes, the sections add up to {total}")
    return problems


def word_count(book):
    """Words a reader reads: prose outside optional boxes, links counted by their text, pictures not at all."""
    total = 0
    for cell in book.get("cells", []):
        if "optional" not in tags(cell):
            source = re.sub(rf"{READ}(?=\])", "", prose(read(cell, ("after",))))
            source = LINK.sub(lambda match: "" if match[1] else match[2], source)
            total += len(re.findall(r"\w[\w'’.,-]*", re.sub(r"<[^>]+>|\$[^$]*\$", " ", source)))
    return total


def words(book):
    """A lesson is short enough for a class."""
    total = word_count(book)
    return [f"{total} words; at most {MAX_WORDS}"] if total > MAX_WORDS else []


def known_objectives(book, ids):
    """Section lines name objectives that exist. ids: the ids of notebooks/objectives.yaml."""
    return [
        f"cell {number}: objective {one} is not in notebooks/objectives.yaml"
        for number, _, _, named in sections(book)
        for one in named
        if one not in ids
    ]


def one_forecast(book):
    """No two things to foretell in one card; what is optional may hold more."""
    asked = [(n, text(cell)) for n, cell in cells(book, "code") if "optional" not in tags(cell)]
    stacked = re.compile(r'quiz\.forecast\([^)]*"[^)]*",\s*"')
    return [f"cell {n}: two forecasts in one card" for n, source in asked if stacked.search(source)]


ANY = (clean_file, no_outputs, links, cell_functions)
LESSON = (*ANY, one_h1, heading_order, collapsed, code_is_folded, one_forecast, minutes, words)
