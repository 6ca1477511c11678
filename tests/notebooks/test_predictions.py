"""Commit first, then look: nothing on a lesson's page gives a prediction's answer away before its reveal.

A lesson's code runs here once with `widgets.predict` replaced, so that the truth compared is the one that students meet. The
page is all prose and all code, with the texts of its charts, from the title to the end of the prediction's section; it must
hold neither the number nor words that tell the direction.
"""

import re

import pytest
from support import lesson_code, lints

# Words that would give the direction away, by prediction; they stand in its own reveal.
DIRECTIONS = {
    "silicon-leader": r"Norway",
    "days-chips-act": r"took longest|is slow",
    "claims-accurate": r"mistakes are rare|largest group is",
    "magnets-china-2024": r"nearly all its imported magnets|higher number fits",
    "gallium-russia-2024": r"Canada sold|Russia's share rose",
    "density-16-to-12": r"hardly moved|more transistors on the same",
    "cost-of-big-die": r"more than its size|times the cost",
    "eu-japan-majority": r"rules the chain|nearly the \[37\]",
    "called-an-answer": r'Washington "acts"',
    "gallium-price-2023": r"price fell|cheaper",
    "rare-earths-japan": r"share fell",
    "ledger-delivered": r"were delivered under",
    "store-filled-once": r"ranking turns round|On average the alliance",
}

# The same of the sentences of lesson 1's story: what the record says of them comes with each verdict, not before.
STORY = r"first meeting|nothing was left|some areas|materials|photoresist|8 March|30 June|May 2022|\*\*(?:accurate|imprecise|wrong)\*\*"


def written(number):
    """A pattern for a number as a text may have it: 89, 88.6, 1,234, nine."""
    whole = f"{number:,.0f}"
    forms = {whole, whole.replace(",", ""), f"{number:.1f}"}
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    forms |= {words[round(number)]} if round(number) < len(words) else set()
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    return r"(?<![\w.,-])(?:" + "|".join(sorted(map(re.escape, forms))) + rf")(?![\w-]|[.,]\d| (?:{months}))"


def around(book, place):
    """The texts of the page up to the end of a prediction's section, without the prediction itself."""
    cells = book["cells"]
    heads = [
        n
        for n, cell in enumerate(cells)
        if cell["cell_type"] == "markdown" and re.search(r"^## ", lints.text(cell), re.M)
    ]
    last = min([n for n in heads if n > place], default=len(cells))
    own = {place} | {n for n in range(place) if cells[n].get("id", "").endswith("-data")}
    return [lints.text(cells[n]) for n in range(last) if n not in own]


def story_told(book):
    """Sentences about what the page of lesson 1 tells of its story before a verdict was given; an empty list is a pass."""
    (place,) = (n for n, cell in enumerate(book["cells"]) if cell.get("id") == "the-story")
    hits = [re.search(STORY, text) for text in around(book, place)]
    return [f"the-story: {hit[0]!r} in {hit.string[:80]!r}" for hit in hits if hit]


def given_away(book, found):
    """Sentences about what a page tells too early; an empty list is a pass."""
    problems = []
    for place, id, truth in found:
        number = written(truth) if not isinstance(truth, str) else re.escape(truth)
        for text in around(book, place):
            bare = re.sub(r"\]\([^)]*\)|\*\d+ minutes[^*]*\*", "]", text)  # neither addresses nor minutes
            hit = re.search(number, bare) or re.search(DIRECTIONS[id], bare)
            problems += [f"{id}: {hit[0]!r} in {text[max(0, hit.start() - 40) : hit.end() + 40]!r}"] if hit else []
    return problems


@pytest.fixture(scope="module")
def lessons():
    """Lesson -> (notebook, [(place of the cell, id, truth) of each prediction])."""
    runs = {lesson: lesson_code.run(lesson) for lesson in lesson_code.LESSONS}
    return {
        name: (book, [(place, one.id, one.truth) for place, one in asked]) for name, (book, asked, _) in runs.items()
    }


def test_every_prediction_has_its_words(lessons):
    assert {id for _, found in lessons.values() for _, id, _ in found} == set(DIRECTIONS)


def test_nothing_is_given_away(lessons):
    problems = [f"{name}: {problem}" for name, pair in lessons.items() for problem in given_away(*pair)]
    problems += story_told(lessons["01-reading-the-news"][0])
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "leak", ["It was 89 % in the end.", "It was [88.6 %](https://x.org).", "So the higher number fits."]
)
def test_canary_of_what_is_given_away(leak, lessons):
    book, found = lessons["02-de-risking"]
    place = next(place for place, id, _ in found if id == "magnets-china-2024")
    spoilt = {"cells": [*book["cells"]]}
    spoilt["cells"][place + 1] = {"cell_type": "markdown", "source": leak, "metadata": {}, "id": "leak"}
    assert given_away(spoilt, found)


def test_canary_of_the_story(lessons):
    book, _ = lessons["01-reading-the-news"]
    early = {
        "cell_type": "markdown",
        "source": "The council held its first meeting that day.",
        "metadata": {},
        "id": "leak",
    }
    assert story_told({"cells": [book["cells"][0], early, *book["cells"][1:]]})
