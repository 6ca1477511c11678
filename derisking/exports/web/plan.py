"""The teacher's build: beside each paragraph what the lesson plan says of it: clock, minutes, what to ask, what they may think.

The plans in docs/teaching/ are the one source; they name the sections, questions and predictions of their lesson by its own words,
which tests hold. Nothing of this is in a build for students: `checks.look` refuses a page with the MARK.
"""

import re
from collections import defaultdict

from derisking import lessons, places
from derisking.exports.web import words
from derisking.questions import bank

MARK = "dr-teach"  # the class of every note
FILES = ("teacher.css", "teacher.js")
SECTION = re.compile(r"^## +(.+)\n", re.MULTILINE)
MINUTES = re.compile(r"^\| ([^*|]+) \| (\d+) \| (.+) \|$", re.MULTILINE)
ASK = re.compile(r"^- \*(.+?)\* (.+)$", re.MULTILINE)
NUMBERED = re.compile(r"^(\d)\. (?:`([\w-]+)`: )?(.)(.+)$", re.MULTILINE)
THINK = re.compile(r"^\| (.+?) \(`(.+?)`\) \| (.+) \|$", re.MULTILINE)


def notes(lesson: str) -> dict[str, list[str]]:
    """Heading of a section, or id of a question or prediction -> notes in Markdown that stand there, from the lesson's plan."""
    text = (places.checkout("docs") / "docs" / "teaching" / f"{lesson}.md").read_text(encoding="utf-8")
    text = re.sub(r"\[([^\]]+)\]\((?!\.\./|https)[^)]*\)", r"\1", text.split("\n---\n")[0])  # other guides are not here
    _, *pieces = SECTION.split(text)
    parts, found, clock = dict(zip(pieces[::2], map(str.strip, pieces[1::2]), strict=True)), defaultdict(list), 0
    for section, minutes, who in MINUTES.findall(parts["Minutes"]):
        found[section].append(f"**{clock}–{clock + int(minutes)} min** {who}")
        clock += int(minutes)
    first, *_, last = found
    found[first].append(parts["Minutes"].rsplit("\n\n", 1)[1])
    for section, said in ASK.findall(parts["Say and ask"]):
        found[section].append(f"**Ask.** {said}")
    for number, id, start, said in NUMBERED.findall(parts["Predict first"]):
        section = next((name for name, told in found.items() if f"Prediction {number}" in told[0]), last)
        found[id or section].append(f"**Prediction {number}.** {start.upper()}{said}")
    rule = parts["Vote, talk, vote again"].split("\n\n")[0]
    for number, id, start, said in NUMBERED.findall(parts["Vote, talk, vote again"]):
        found[id].append(f"**Vote {number}.** {start.upper()}{said}\n\n{rule}")
    questions, asked = bank.load(lesson), next(one.asked for one in lessons.read_all() if one.name == lesson)
    for thought, name, helps in THINK.findall(parts["What they may think"]):
        place = next((id for id in asked if f"'{name}'" in str(questions[id].raw)), last)
        found[place].append(f"**They may think:** {thought}. **What helps:** {helps}")
    for title in ("The board at the end", "Homework"):
        found[last].append(f"**{title}**\n\n{parts[title]}")
    return found


def beside(book, lesson: str):
    """The notebook of a page with its notes: below the heading of a section, and before the cell that shows a question."""
    from nbformat.v4 import new_markdown_cell

    left, cells = notes(lesson), []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = SECTION.sub(lambda head: head[0] + _shown(left.pop(head[1].strip(), [])), cell.source)
        else:
            here = [note for id in re.findall(r'"([\w-]+)"', cell.source) for note in left.pop(id, [])]
            cells += [new_markdown_cell(_shown(here), id=f"{cell.id}-plan")] if here else []
        cells.append(cell)
    if left:
        raise ValueError(f"docs/teaching/{lesson}.md: its lesson shows nothing called {', '.join(left)}. Correct that.")
    book.cells = cells
    return book


def _shown(texts: list[str]) -> str:
    """Notes as blocks of MyST; "" for none. A board needs the width of the text."""
    shown = ""
    for kind, board in (("", False), (" dr-teach-board", True)):
        some = "\n\n".join(text for text in texts if ("```" in text) == board)
        shown += f"\n````{{container}} {MARK}{kind}\n{words.on_a_page(some)}\n````\n" if some else ""
    return shown
