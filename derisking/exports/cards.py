"""An Anki deck: the glossary in English and Dutch, the ideas to take away, and the usual mistakes with their answers.

Names never change: a note is found again by what it is about, not by how it is worded. So a second import adds nothing,
and a better wording replaces the old one while the learner's own history stays.
"""

import html
import tempfile
from collections.abc import Iterator
from pathlib import Path

import genanki
import yaml

from derisking import data, markdown
from derisking.exports import items, lesson
from derisking.questions.kinds.base import OPTIONS

FILE = "derisking.apkg"
ABOUT = yaml.safe_load(Path(__file__).with_name("templates").joinpath("anki.yaml").read_text(encoding="utf-8"))


def _model(name: str) -> genanki.Model:
    """A kind of note, as templates/anki.yaml has it."""
    kind, line = ABOUT["kinds"][name], "{{FrontSide}}<hr id=answer>"
    made = [{"name": one["name"], "qfmt": one["front"], "afmt": line + one["back"]} for one in kind["cards"]]
    fields = [{"name": field} for field in kind["fields"]]
    return genanki.Model(kind["number"], f"De-risking: {name}", fields=fields, templates=made, css=ABOUT["style"])


TERM, IDEA, MISTAKE = map(_model, ABOUT["kinds"])


def package(lessons: list[str]) -> tuple[bytes, dict[str, int]]:
    """The deck as the bytes of an .apkg, and how many notes each part of it has."""
    decks = {name: genanki.Deck(number, f"De-risking and chips::{name}") for name, number in ABOUT["decks"].items()}
    for deck, notes in zip(decks.values(), (_terms, _ideas, usual_mistakes), strict=True):
        for note in notes(lessons):
            deck.add_note(note)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / FILE
        genanki.Package(list(decks.values())).write_to_file(str(file))
        return file.read_bytes(), {name: len(deck.notes) for name, deck in decks.items()}


def _note(model: genanki.Model, name: str, fields: list[str], of: str) -> genanki.Note:
    return genanki.Note(model, fields, guid=genanki.guid_for("derisking", name), tags=[f"lesson-{of[:2]}"])


def _terms(lessons: list[str]) -> Iterator[genanki.Note]:
    for row in data.load("glossary").fillna("").to_dict("records"):
        if row["lesson"] in lessons:
            fields = [row["term"], row["abbreviation"], row["dutch"], row["definition"]]
            yield _note(TERM, f"term/{row['term']}", [html.escape(field) for field in fields], row["lesson"])


def _ideas(lessons: list[str]) -> Iterator[genanki.Note]:
    for name in lessons:
        for place, idea in enumerate(lesson.ideas(name), 1):
            fields = [html.escape(lesson.title(name)), html.escape(beginning(idea)), markdown.inline(idea)]
            yield _note(IDEA, f"idea/{name}/{place}", fields, name)


def beginning(idea: str) -> str:
    """The first words of an idea: up to five, and never all of it."""
    words = markdown.plain(idea).split()
    return " ".join(words[: min(5, max(2, len(words) // 2))])


def usual_mistakes(lessons: list[str]) -> Iterator[genanki.Note]:
    """Wrong options of practice questions; those of the two tests stay unseen."""
    for name in lessons:
        for item in items.of(name):
            if item.chapter != items.CHAPTERS[0] or item.shape != OPTIONS or item.several:
                continue
            options = item.question.rules.options(item.question)
            right = "; ".join(markdown.inline(option["text"]) for option in options if option.get("correct"))
            for option in options:
                if option.get("misconception"):
                    reply = markdown.block(option["feedback"])
                    fields = [markdown.block(item.question.text), markdown.inline(option["text"]), reply, right]
                    yield _note(MISTAKE, f"slip/{item.stable}/{option['misconception']}", fields, name)
