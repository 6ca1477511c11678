"""An Anki deck: the glossary in English and Dutch, the ideas to take away, and the usual mistakes with their answers.

Names never change: a note is found again by what it is about, not by how it is worded. So a second import adds nothing,
and a better wording replaces the old one while the learner's own history stays.
"""

import html
import tempfile
from collections.abc import Iterator
from pathlib import Path

import genanki

from derisking import data, markdown
from derisking.exports import items, lesson
from derisking.questions.kinds.base import OPTIONS

FILE = "derisking.apkg"
# Never change these numbers: Anki knows decks and kinds of notes by them.
DECKS = {"Glossary": 1730400001, "Ideas to take away": 1730400002, "Usual mistakes": 1730400003}

STYLE = """
.card { font: 20px/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; color: #1a1a1a; background: #ffffff;
  text-align: left; max-width: 34em; margin: 0 auto; padding: 0.5em; }
.card.nightMode { color: #ececec; background: #161616; }
.ask { color: #0b4f8a; font-weight: bold; }
.nightMode .ask, .nightMode a { color: #9ccbff; }
.small { font-size: 0.8em; }
"""


def _model(number: int, name: str, fields: str, *made: tuple[str, str, str]) -> genanki.Model:
    """A kind of note. made: its cards as (name, front, back)."""
    return genanki.Model(
        number,
        f"De-risking: {name}",
        fields=[{"name": field} for field in fields.split()],
        templates=[
            {"name": card, "qfmt": front, "afmt": f"{{{{FrontSide}}}}<hr id=answer>{back}"}
            for card, front, back in made
        ],
        css=STYLE,
    )


TERM = _model(
    1730400011,
    "term",
    "Term Short Dutch Meaning",
    (
        "What does it mean?",
        '<p class="ask">What does it mean?</p><p>{{Term}}{{#Short}} ({{Short}}){{/Short}}</p>',
        '<p>{{Meaning}}</p>{{#Dutch}}<p class="small">Dutch: <span lang="nl">{{Dutch}}</span></p>{{/Dutch}}',
    ),
    (
        "Dutch to English",
        '{{#Dutch}}<p class="ask">What is it in English?</p><p lang="nl">{{Dutch}}</p>{{/Dutch}}',
        "<p>{{Term}}{{#Short}} ({{Short}}){{/Short}}</p><p>{{Meaning}}</p>",
    ),
)
IDEA = _model(
    1730400012,
    "idea",
    "Lesson Beginning Idea",
    (
        "How does it go on?",
        '<p class="ask">{{Lesson}}: how does this idea go on?</p><p>{{Beginning}} …</p>',
        "<p>{{Idea}}</p>",
    ),
)
MISTAKE = _model(
    1730400013,
    "mistake",
    "Question Answer Reply Right",
    (
        "What is wrong with it?",
        '{{Question}}<p class="ask">Somebody answers as below. What is not right about it?</p><blockquote>{{Answer}}</blockquote>',
        '{{Reply}}<p class="small">Better: {{Right}}</p>',
    ),
)


def package(lessons: list[str]) -> tuple[bytes, dict[str, int]]:
    """The deck as the bytes of an .apkg, and how many notes each part of it has."""
    decks = {name: genanki.Deck(number, f"De-risking and chips::{name}") for name, number in DECKS.items()}
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
