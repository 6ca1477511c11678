"""The line of proof: who says what a sentence claims. One table per lesson, `docs/proof/<lesson>.csv`.

Every sentence of a lesson and of a text to be reviewed, and every explanation of its bank and of its exercise's tasks, has a line: its place, a hash of its
plain words, its first words, and then what a person has filled in: `kind` (law, physics, history, cause, or none for a sentence
that claims nothing of the sort), `source` (`fact:id`, `event:id`, or a citation with its address), `page` (article, section,
page), `how` it was looked at (primary: the text itself; summary; row: the registry's row) and the day, `looked_at`.

`python3 run.py build` adds lines for new sentences, with an empty kind, and drops a line whose sentence has changed: it must be
looked at again. A sentence that only gives numbers of the registry gets the kind `number` by itself. Links and marks may change.

    python3 run.py proof       renew the tables; says how much is open
    python3 run.py proof 02    list what nobody has looked at in lesson 2, each sentence in full
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from derisking import data
from derisking.authoring import links
from derisking.authoring.prose import prose
from derisking.authoring.quotations import known, lessons
from derisking.questions.bank import yaml_of

COLUMNS = ("place", "hash", "begins", "kind", "source", "page", "how", "looked_at")
KINDS, HOWS = ("law", "physics", "history", "cause", "number", "none"), ("primary", "summary", "row")
EXPLAINS = ("feedback", "otherwise", "evidence")
SHORT = 3  # what has fewer words claims nothing by itself
MINUTES = re.compile(r"\d+ minutes( · .*)?$")
END = re.compile(r"[.?!][\"”’»)]*\s+(?=[\"“‘«(]?[A-Z0-9])")
ABBREVIATED = re.compile(r"\b(No|Nos|[Aa]rt|Mr|Ms|Dr|St|vs|e\.g|i\.e|U\.S|Inc|Corp|Ltd|Co)\.$")
LINKED = re.compile(r"(fact|event): ([a-z0-9-]+)")
# A sentence with one of these may claim more than its numbers: somebody has to look.
MORE = re.compile(
    r"\b(because|since|so|therefore|thus|after|before|until|when|if|but|while|though|caus\w+|led|leads?|due|results?|reasons?|forc\w+"
    r"|mak\w+|made|laws?|rules?|acts?|must|may|can\w*|could|would|only|alone|first|never|always|all|every|no|not|none|most|ban\w*"
    r"|licen\w+|courts?|dut\w+|rights?|require[sd]?|allow\w*|forbid\w*|decid\w+|agree\w*|sign\w*|publish\w*|adopt\w*|promise[sd]?"
    r"|lack|sa(?:id|ys?)|wrote|found|finds?|count\w*|reported|still|already|again|than|should|want\w*|need\w*)\b|[;:?]",
    re.IGNORECASE,
)
WORDS = 25

Said = tuple[str, str, tuple[str, ...]]  # place, plain words, the rows that they link to


def file_of(root: Path, lesson: str) -> Path:
    """The table of one lesson."""
    return root / "docs" / "proof" / f"{lesson}.csv"


# --- what is said -----------------------------------------------------------------------------------------------------


def _blocks(markdown: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each paragraph, heading, list item or table cell as plain words, and where in it a row of the registry is linked."""
    from markdown_it import MarkdownIt

    plain = re.sub(rf"</?[a-z][^>]*>|{links.MARK}(?=\])", "", markdown)
    for token in MarkdownIt("commonmark").enable("table").parse(plain):
        words, rows = "", []
        for child in token.children or []:
            linked = LINKED.match(str(child.attrGet("title") or "")) if child.type == "link_open" else None
            if linked:
                rows.append((len(words), f"{linked[1]}:{linked[2]}"))
            words += " " if child.type in ("softbreak", "hardbreak") else child.content if child.type != "image" else ""
        if token.type == "inline":
            yield words, rows


def _sentences(markdown: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for words, rows in _blocks(markdown):
        ends = [one.end() for one in END.finditer(words) if not ABBREVIATED.search(words[: one.start() + 1])]
        for start, end in zip([0, *ends], [*ends, len(words)], strict=True):
            sentence = " ".join(words[start:end].split())
            if len(re.findall(r"\w+", sentence)) >= SHORT and not MINUTES.match(sentence):
                yield sentence, tuple(row for at, row in rows if start <= at < end)


def _explanations(part: object, place: str) -> Iterator[Said]:
    """Each explanation of a question or task as a whole, with the ids that lead to it."""
    if isinstance(part, list):
        for number, one in enumerate(part, 1):
            name = (one.get("id") or one.get("bin") or number) if isinstance(one, dict) else number
            yield from _explanations(one, f"{place}/{name}")
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in EXPLAINS and isinstance(value, str):
                blocks = list(_blocks(value))
                words = " ".join(" ".join(text for text, _ in blocks).split())
                yield place, words, tuple(row for _, rows in blocks for _, row in rows)
            else:
                yield from _explanations(value, f"{place}/{key}" if key in EXPLAINS else place)
                if key == "sentences":  # of a text to be reviewed, as they should read
                    yield from _explanations([{"id": one["id"], "feedback": one["text"]} for one in value], place)


def said(root: Path, lesson: str) -> dict[str, Said]:
    """Hash -> what a lesson says; what it says twice stands once, with the first place. root: the checkout."""
    found: list[Said] = []
    book = json.loads((root / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    for cell in book["cells"]:
        found += [(f"cell {cell['id']}", *one) for one in _sentences(prose(cell))]
    for path, field, word in (
        (root / "notebooks" / "quizzes" / f"{lesson}.yaml", "questions", "question"),
        (root / "solutions" / lesson / "tasks.yaml", "tasks", "task"),
    ):
        for one in yaml_of(path)[field] if path.is_file() else []:
            found += _explanations(one, f"{word} {one['id']}")
    first: dict[str, Said] = {}
    for one in found:
        first.setdefault(hashed(one[1]), one)
    return first


STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def hashed(words: str) -> str:
    """Eight letters for a sentence's plain words, however its quotation marks are drawn."""
    return hashlib.sha256(words.translate(STRAIGHT).encode()).hexdigest()[:8]


# --- the lines --------------------------------------------------------------------------------------------------------


def read(path: Path) -> list[dict[str, str]]:
    """The lines of one table; none where there is no file."""
    if not path.is_file():
        return []
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")


def renewed(lines: list[dict[str, str]], now: dict[str, Said]) -> list[dict[str, str]]:
    """The lines for what is said now, in its order: those that fit are kept, new ones are empty or, for numbers alone, filled.

    A line of kind `number` fits while its sentence links the same rows."""
    linked = {key: "; ".join(rows) for key, (_, _, rows) in now.items()}
    fit = [line for line in lines if line["kind"] != "number" or line["source"] == linked.get(line["hash"])]
    kept = {line["hash"]: line for line in fit}
    made = []
    for key, (place, words, rows) in now.items():
        line = dict.fromkeys(COLUMNS, "") | (kept.get(key) or _numbers(words, rows))
        made.append(line | {"place": place, "hash": key, "begins": " ".join(words.split()[:8])})
    return made


def _numbers(words: str, rows: tuple[str, ...]) -> dict[str, str]:
    """How a sentence is filled in that gives linked numbers and claims nothing else; {} for any other."""
    only = rows and all(row.startswith("fact:") for row in rows) and not MORE.search(words) and not END.search(words)
    if not only or len(words.split()) > WORDS:
        return {}
    return {"kind": "number", "source": "; ".join(rows), "how": "row"}


def faults(line: dict[str, str]) -> list[str]:
    """What is wrong with a line that somebody has filled in, as sentences; an empty kind is the first."""
    kind, rest = line["kind"], [line[name] for name in COLUMNS[4:]]
    if kind not in KINDS:
        return [f"kind {kind!r} is not one of {', '.join(KINDS)}" if kind else "nobody has looked at it: kind is empty"]
    if kind == "none":
        return ["a sentence that claims nothing has no source"] if any(rest) else []
    rows, wrong = known(), []
    for one in line["source"].split("; "):
        named = re.match(r"(fact|event):([a-z0-9-]+)$", one)
        if named and rows.get(named[2]) != named[1]:
            wrong.append(f"the registry has no {one}")
        if not named and "https://" not in one:
            wrong.append(f"{one!r} is neither fact:id nor event:id nor a citation with its address")
    if line["how"] not in HOWS:
        wrong.append(f"how is not one of {', '.join(HOWS)}")
    if line["how"] == "primary" and not line["page"]:
        wrong.append("say which article, section or page of the text")
    if kind != "number" and not _day(line["looked_at"]):
        wrong.append("looked_at is not a day such as 2026-11-28")
    return wrong


def _day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text) <= datetime.date.today()
    except ValueError:
        return False


def render(lines: list[dict[str, str]]) -> str:
    """The content of one table."""
    return pd.DataFrame(lines, columns=COLUMNS).to_csv(index=False, lineterminator="\n")


def _renew(root: Path, lesson: str, check: bool) -> int:
    """Renew one table and say what is open; 1 if a check finds it out of date."""
    path, now = file_of(root, lesson), said(root, lesson)
    old = read(path)
    new = renewed(old, now)
    for line in old:
        if line["hash"] not in now and line["kind"] not in ("", "number"):
            print(f"{path.name}: the sentence has changed, its proof is gone: {line['begins']} ... {line['source']}")
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(new), encoding="utf-8", newline="\n")
    unseen = sum(not line["kind"] for line in new)
    if unseen:
        print(f"docs/proof/{path.name}: nobody has looked at {unseen} of {len(new)} sentences and explanations.")
    return int(check and old != new)


def _show(root: Path, lesson: str) -> None:
    """The sentences that nobody has looked at, in full: hash, place, linked rows, words."""
    now = said(root, lesson)
    for line in renewed(read(file_of(root, lesson)), now):
        place, words, rows = now[line["hash"]]
        if not line["kind"]:
            print(line["hash"], place, "; ".join(rows) or "-", words, sep="\t")


def main(arguments: list[str], root: Path | None = None) -> int:
    """Renew every table; --check writes nothing and returns 1 if one is out of date. A lesson's number: list what is open in it."""
    root = root or data.folder().parent
    asked = [lesson for lesson in lessons(root) for word in arguments if lesson[:2] == word[:2]]
    for lesson in asked:
        _show(root, lesson)
    return 0 if asked else max(_renew(root, lesson, "--check" in arguments) for lesson in lessons(root))
