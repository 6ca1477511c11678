"""Texts that read otherwise in the web edition: links between pages, and the few cells about running a notebook."""

import json
import re

import yaml

from derisking import cards, data, lessons, markdown, places, sources
from derisking.authoring import dictionary
from derisking.exports import lesson
from derisking.exports.web import scripts
from derisking.learner import card
from derisking.questions import bank

OTHERWISE = "web-words.yaml"


def otherwise() -> dict[str, dict[str, str]]:
    """Lesson -> cell id -> its text in the web edition; "" for a cell that is left out. From docs/web-words.yaml."""
    return yaml.safe_load((places.checkout("docs") / "docs" / OTHERWISE).read_text(encoding="utf-8"))


def for_web(book, lesson: str):
    """The notebook with links between pages of the web edition, and with its own words where running cells is the subject.

    Raises ValueError for a cell id of docs/web-words.yaml that the lesson does not have, or a sentence that it lacks.
    """
    changed = dict(otherwise().get(lesson) or {})
    kept = []
    for cell in book.cells:
        wish = changed.pop(cell.id, None)
        if wish == "":
            continue
        if wish is not None:
            cell.source = wish
        if cell.cell_type == "markdown":
            cell.source = on_a_page(lessons.for_students(cell.source))
        kept.append(cell)
    if changed:
        lost = ", ".join(changed)
        raise ValueError(f"docs/{OTHERWISE}, {lesson}: there is no cell {lost} in the lesson. Correct the id.")
    book.cells = kept
    return book


def on_a_page(text: str) -> str:
    """Markdown with links to pages in the place of those to files of the repository, and no line that ends before a unit."""
    text = re.sub(r"\]\(\.\./exercises/([^/)]+)/[^)]*\.ipynb\)", r"](exercise-\1.ipynb)", text)
    text = re.sub(r"\]\((?:\.\./)+data/README\.md#", "](table:", text)  # docs/conf.py says where that is
    return cards.tied_markdown(re.sub(r"\]\((?:\.\./)+notebooks/([^)]+\.ipynb)", r"](\1", text))


def terms() -> list[dict[str, str]]:
    """The glossary's rows: term, abbreviation, dutch, definition, lesson."""
    return data.load("glossary").astype(object).fillna("").astype(str).to_dict("records")


def glossary() -> str:
    """The page of all terms, in Markdown with HTML: each with the section of its lesson, but for its goals, that says it first."""
    listed, told = [], {}
    for one in lessons.read_all():  # questions stand in their sections too; what is taken away was said before
        parts = lesson.sections(one.name) + [(head, str(bank.load(one.name)[id].raw)) for id, head in one.asked.items()]
        before = ("", (places.checkout("notebooks") / one.page).read_text(encoding="utf-8").partition("## ")[0])
        told[one.name] = [before, *sorted(parts, key=lambda part: ("Discuss" in part[0], "take away" in part[0]))]
    for row in sorted((row for row in terms() if row["lesson"] in told), key=lambda row: row["term"].casefold()):
        names = "|".join(re.escape(name) for name in (row["term"].split(" (")[0], row["abbreviation"]) if len(name) > 2)
        said = re.compile(rf"(?<![\w-])(?:{names})", re.I)
        (_, opened), (_, goals), *saying = [(head, said.search(text)) for head, text in told[row["lesson"]]]
        head, word = next(((head, word[0]) for head, word in saying if word), ("", ""))
        listed.append(row | {"letter": row["term"][0].upper(), "head": head, "word": "" if opened or goals else word})
    return cards.render("exports/templates/glossary.md.jinja", terms=listed, anchor=scripts.anchor) + "\n"


def bibliography() -> str:
    """The page of all sources, in Markdown with HTML: lesson by lesson, each with the other lessons that rest on it."""
    listed, others = [], {}
    for one in [one for one in lessons.read_all() if one.name in sources.lessons()]:  # the others quote nothing
        entries = sources.entries(one.name)
        listed.append({"lesson": one, "entries": entries})
        for entry in entries:
            others.setdefault(entry.citation if entry.source_class == "computed" else entry.url, []).append(one.number)
    told = {"listed": listed, "others": others, "written": sources.written}
    return cards.render("exports/templates/sources.md.jinja", **told) + "\n"


def tables() -> str:
    """The page of all tables, in Markdown with HTML: what each answers at once, what it cannot tell, how to cite it."""
    package = json.loads((data.folder() / "datapackage.json").read_text(encoding="utf-8"))
    wishes = yaml.safe_load((places.checkout("docs") / "docs" / "table-answers.yaml").read_text(encoding="utf-8"))
    told = {"tables": package["resources"], "figures": dictionary.computed_figures(data.folder()), "wishes": wishes}
    told |= {"cite": data.cite, "inline": lambda text: cards.safe(markdown.inline(text)), "answer": answer}
    told |= {"frames": {n: data.load(n) for n in data.names()}, "there": [one.name for one in lessons.read_all()]}
    told["short"] = lambda name: re.sub(r"_(meur|kusd|usd_bn|usd_m|pct|iso3|w|flop|bn)$", "", name).replace("_", " ")
    return cards.render("exports/templates/tables.md.jinja", **told) + "\n"


def answer(table: str, wish: dict) -> list[tuple[str, float]]:
    """(name, value) of up to six bars that answer a question by a table, as they are drawn, and of the rest of a whole. wish: of docs/table-answers.yaml."""
    rows = data.load(table).query(wish.get("where", "index >= 0")).assign(one=1)
    amounts, labels = (rows.eval(text, engine="python") for text in (wish.get("of", "one"), wish["by"]))
    values = amounts.groupby(labels.astype(str)).agg(wish.get("how", "sum"))
    values = values if "in_order" in wish else values.sort_values(ascending=False, kind="stable")
    names = data.load("countries").set_index("iso3")["name"].to_dict() | wish.get("names", {})
    others = [("Others", float(values[6:].sum()))] if wish["counts"].startswith("%") and len(values) > 6 else []
    return [(names.get(name, name), float(value)) for name, value in values.head(6).items()] + others


def abouts() -> dict[str, str]:
    """Page -> what it is about in a sentence, for search engines and for links in a chat; of any other page that of "index"."""
    about = "A course on Europe's de-risking strategy, chips and the alliance with Japan"
    told = {"index": f"{about}: {lessons.counted()} lessons, no programming needed."}
    for one in lessons.read_all():
        told[one.name] = f"{one.question} Lesson {one.number} of a course on de-risking, chips and Japan."
        told[f"exercise-{one.name}"] = f"The exercise of lesson {one.number}, {one.title}. {one.question}"
    return told


def with_guess(text: str, book, name: str) -> str:
    """A page of docs/ with a guess of a lesson's executed page in the place of GUESS, or in that of PROGRESS My progress with another."""
    guess, other = first_guess(book, name), first_guess(book, name, 2)
    asked = guess and card.in_page("drthome", guess, f"<p>{guess['ones'][0]['asked']['question']}</p>")
    own = {"kind": "progress", "first": other, "course": scripts.course()}
    still = "<p>Your progress is kept by this browser, and needs JavaScript.</p>"
    return text.replace("GUESS", asked or "", 1).replace("PROGRESS", card.in_page("drtprogress", own, still), 1)


def cover(text: str) -> str:
    """The cover page with a card per lesson in the place of LESSONS: the next one dark."""
    listed = cards.render("exports/templates/lessons.md.jinja", lessons=lessons.read_all(), does=lessons.facts().does)
    return text.replace("COUNTED", lessons.counted().capitalize(), 1).replace("LESSONS", listed, 1)


def first_guess(book, name: str, place: int = 0) -> dict | None:
    """One of the quick guesses that the executed page of a lesson asks, by its place, as the data of a part; None where it asks fewer."""
    made = [str(one.get("data", {}).get("text/html", "")) for cell in book.cells for one in cell.get("outputs", [])]
    parts = re.findall(r'class="dr-data">(.*?)</script>', "\n".join(made), re.DOTALL)
    ones = next((data["ones"] for data in map(json.loads, parts) if data["kind"] == "five"), [])
    if len(ones) <= place:
        return None
    first = ones.pop(place)
    more = {"href": f"{name}.html", "words": "On to lesson 0", "rest": [one["id"] for one in ones]}
    return {"kind": "five", "lesson": name, "ones": [first], "more": more}
