"""Commit first, then look: nothing that a student has met before gives a prediction's answer, or an explorer's goal, away.
Met before is what README says, and each earlier lesson with its questions, explanations, reveals and charts; of the page itself
all that can be seen on it, above and below, and what has been opened above. A leak is the number with its unit or noun,
"x of n", or its per cent, a count turned into per cent too. In the section of a prediction it is the bare number, in its programs
too, and words that tell the direction."""

import random
import re
from functools import cache
from typing import NamedTuple

import pytest
from support import lesson_code, lints
from support.explored import at
from support.told import cases

from derisking import data, forecasts
from derisking.questions import bank

CASES = cases(__file__, "predictions.yaml")
KINDS = "counted", "directions", "accidental", "goals", "outcomes", "leaks"
COUNTED, DIRECTIONS, ACCIDENTAL, GOALS, OUTCOMES, LEAKS = map(CASES.get, KINDS)


class Piece(NamedTuple):
    """A text of a lesson. place: of its cell; seen: as soon as the page is open, else only after what comes before it is done."""

    place: int
    seen: bool
    text: str


WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS += ["thirteen", "fourteen", "fifteen"]


def written(number):
    """A pattern for a number as a text may have it: 89, 88.6, 1,234, nine."""
    whole = f"{number:,.0f}"
    forms = {whole, whole.replace(",", ""), f"{number:.1f}"}
    forms |= {WORDS[round(number)]} if round(number) < len(WORDS) else set()
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    return r"(?<![\w.,-])(?:" + "|".join(sorted(map(re.escape, forms))) + rf")(?![\w-]|[.,]\d| (?:{months}))"


def told(one):
    """A pattern for the ways in which a text tells a prediction's truth anywhere."""
    if isinstance(one.truth, str):
        return DIRECTIONS[one.id]
    noun, whole = COUNTED[one.id]
    number, per_cent = written(float(one.truth)), r"\s*(?:%|per cent|percent)"
    ways = [number + per_cent] if one.unit == "%" else []
    ways += [rf"{number}(?:\s[\w-]+){{0,2}}\s(?:{noun})\b", rf"\b(?:{noun})\s{number}"] if noun else []
    if whole:
        ways += [rf"{number}(?:\s[\w-]+){{0,2}}\s(?:out of|of|from)(?:\s[\w-]+){{0,2}}\s{written(whole)}"]
        ways += [written(100 * float(one.truth) / whole) + per_cent]
    return "|".join(f"(?:{way})" for way in ways)


def plain(text):
    """A text without addresses, minutes and signs of Markdown."""
    return re.sub(r"[*_`\[]|\*\d+ minutes[^*]*\*", "", re.sub(r"\]\([^)]*\)", "", text))


def of_chart(chart):
    return " ".join([chart.title, chart.alt, chart.caption or ""])


def of_question(question):
    """What is seen of a question, and what is explained."""
    raw, parts = question.raw, question.rules.parts(question)
    intro, lines = question.rules.listed(question, random.Random(1))
    later = [raw.get("feedback") or "", *(f"{part.text}\n{part.feedback or ''}" for part in parts)]
    return "\n".join([raw["text"], raw.get("hint") or "", intro, *lines]), "\n".join(later)


def of_parts(parts):
    """What may be read later, as texts."""
    for one in parts:
        if isinstance(one, str):
            yield one
        elif hasattr(one, "words"):
            yield one.words
        else:
            yield of_chart(one)


def at_goals(explorer):
    """What is seen of an explorer at the start of each goal, before anything is moved."""
    for stage, goal in enumerate(explorer.goals):
        shown = at(explorer, stage)
        yield "\n".join([explorer.question, goal.ask, shown.line, of_chart(shown.chart)])


def forecasts_in(source):
    """Ids of the forecasts that a cell shows, in order."""
    return re.findall(r'"([a-z0-9-]+)"', " ".join(re.findall(r"quiz\.forecast\(([^)]*)\)", source)))


@cache
def pieces(lesson):
    """Every text of a lesson."""
    made, found = lesson_code.whole(lesson), []
    hidden = [part for _, one in made.asked for part in one.after] + [part for _, parts in made.later for part in parts]

    def add(place, seen, later=""):
        found.extend([Piece(place, True, seen), Piece(place, False, later)])

    for place, cell in enumerate(made.book["cells"]):
        source = lints.text(cell)
        if cell["cell_type"] == "markdown":
            add(place, source)
        for id in forecasts_in(source):
            one = forecasts.every()[id]
            add(place, f"{one.question}\n{one.known}", f"{one.settled}\n{one.base_how}")
        for call, ids in re.findall(r"quiz\.(ask|later)\(([^)]*)\)", source):
            for id in re.findall(r'"([\w-]+)"', ids):
                if id != lesson:
                    seen, later = of_question(bank.load(lesson)[id])
                    add(place, seen, later) if call == "ask" else add(place, "", seen + later)
    for place, chart in made.charts:
        if not any(chart is part for part in hidden):
            add(place, of_chart(chart))
    for place, explorer in made.explorers:
        first, *others = at_goals(explorer)
        done = [goal.done for goal in explorer.goals]
        add(place, first, "\n".join([*others, *done, *of_parts(explorer.later)]))
    for place, parts in made.later:
        add(place, "", "\n".join(of_parts(parts)))
    for place, one in [*made.asked, *made.quick]:
        reveal = of_chart(one.reveal(one.truth)) if one.reason else ""
        bars = [one.bar, *(f"{name} {value}" for name, value in one.known.items())]
        told = [*one.why, one.reason, *one.others, *one.others.values(), reveal, *of_parts(one.after)]
        add(place, "\n".join([one.question, *one.options, *bars]), "\n".join(told))
    if lesson == lesson_code.LESSONS[0]:
        for other in lesson_code.LESSONS:
            for question in bank.load(other).used_for("pre"):
                add(0, of_question(question)[0])
    return found


def met(lesson, place):
    """(where, text) of everything that a student of a lesson has met before the cell at a place is done."""
    yield "README", (lesson_code.ROOT / "README.md").read_text(encoding="utf-8")
    for earlier in lesson_code.LESSONS[: lesson_code.LESSONS.index(lesson)]:
        yield from ((earlier, piece.text) for piece in pieces(earlier))
        for question in bank.load(earlier).questions:  # for recall and at home
            if question.use != ["post"]:
                yield from ((f"bank {earlier}", text) for text in of_question(question))
    for piece in pieces(lesson):
        if piece.seen or piece.place < place:
            yield lesson, piece.text


def hits(pattern, texts):
    """[(where, the hit in its text)]."""
    for where, text in texts:
        bare = plain(text)
        for hit in re.finditer(pattern, bare, re.IGNORECASE):
            yield where, " ".join(bare[max(0, hit.start() - 60) : hit.end() + 60].split())


def leaks(one, texts):
    """Sentences about texts that tell a prediction's truth; an empty list is a pass."""
    known = ACCIDENTAL.get(one.id, {})
    found = hits(told(one), texts)
    return [f"{one.id}, {where}: ... {words} ..." for where, words in found if not any(part in words for part in known)]


def shown_forecasts():
    """(lesson, place of its cell, Forecast) of each back-test, where a page first asks it."""
    for lesson in lesson_code.LESSONS:
        for place, cell in enumerate(lesson_code.whole(lesson).book["cells"]):
            for id in forecasts_in(lints.text(cell)):
                yield lesson, place, forecasts.every()[id]


def met_on_paper(lesson):
    """(where, text) of the exercises before a lesson."""
    for earlier in lesson_code.LESSONS[1 : lesson_code.LESSONS.index(lesson)]:
        tasks = lesson_code.ROOT / "solutions" / earlier / "tasks.yaml"
        yield f"exercise {earlier}", tasks.read_text(encoding="utf-8")


def outcome_told(one, texts):
    """Sentences about texts that tell what came of a forecast; an empty list is a pass."""
    texts, row = [(where, text) for where, text in texts if one.question not in text], one.settled_by
    linked = [f"{one.id}, {where}: a link to {row}" for where, text in texts if f"{row.replace(':', ': ')} " in text]
    return linked + [f"{one.id}, {where}: ... {words} ..." for where, words in hits(OUTCOMES[one.id], texts)]


def test_no_earlier_page_tells_what_came_of_a_forecast():
    assert sorted(one.id for *_, one in shown_forecasts()) == sorted(forecasts.every()), "each is asked once"
    tested = [(lesson, place, one) for lesson, place, one in shown_forecasts() if not one.live]
    assert {one.id for *_, one in tested} == OUTCOMES.keys()
    number, problems = lesson_code.LESSONS.index, []
    for lesson, place, one in tested:
        assert number(lesson) == min(number(one.lesson) + (one.place == "recall"), 7), f"{one.id} is asked elsewhere"
        problems += outcome_told(one, [*met(lesson, place), *met_on_paper(lesson)])
    assert not problems, "\n".join(problems)


def test_canary_of_an_outcome():
    rows = data.load("policy_events").set_index("event_id").astype(object).fillna("")
    for one in forecasts.every().values():
        if not one.live:
            row = rows.loc[one.settled_by[6:]] if one.settled_by.startswith("event:") else None
            told = f"{one.settled} {'' if row is None else f'{row.title} {row.summary}'}"
            assert outcome_told(one, [("somewhere", told)]), one.id
            assert outcome_told(one, [("a link", f'[so](https://x.org "{one.settled_by.replace(":", ": ")} · X")')])
            assert not outcome_told(one, [("somewhere", "Nothing is said here of any of them.")])


def around(book, place):
    """The texts of the page up to the end of a prediction's section, without the prediction itself."""
    cells = book["cells"]
    heads = [n - 1 for n, cell in lints.cells(book, "markdown") if re.search(r"^## ", lints.text(cell), re.M)]
    last = min([n for n in heads if n > place], default=len(cells))
    own = {place} | {n for n in range(place) if cells[n].get("id", "").endswith("-data")}
    return [lints.text(cells[n]) for n in range(last) if n not in own]


def given_away(book, found):
    """Sentences about what a section tells too early; an empty list is a pass."""
    problems = []
    for place, one in found:
        number = re.escape(one.truth) if isinstance(one.truth, str) else written(float(one.truth))
        for text in around(book, place):
            bare = re.sub(r"\]\([^)]*\)|\*\d+ minutes[^*]*\*", "]", text)  # neither addresses nor minutes
            hit = re.search(number, bare) or re.search(DIRECTIONS[one.id], bare)
            problems += [f"{one.id}: {hit[0]!r} in {text[max(0, hit.start() - 40) : hit.end() + 40]!r}"] if hit else []
    return problems


@pytest.fixture(scope="module")
def asked():
    """[(lesson, place, Prediction)] of the course."""
    return [(lesson, place, one) for lesson in lesson_code.LESSONS for place, one in lesson_code.whole(lesson).asked]


@pytest.fixture(scope="module")
def quick():
    """The same of the five guesses with which the course begins."""
    return [(lesson, place, one) for lesson in lesson_code.LESSONS for place, one in lesson_code.whole(lesson).quick]


def test_every_prediction_has_its_words(asked, quick):
    every = [*asked, *quick]
    assert {one.id for *_, one in every} == set(DIRECTIONS) and len(DIRECTIONS) == len(every) == 19 + 5
    assert {one.id for *_, one in every if not isinstance(one.truth, str)} == set(COUNTED)
    assert [one.id for *_, one in asked if len(one.reasons()) != 3 or not (one.bar or one.options)] == []


def test_nothing_met_before_tells_a_truth(asked, quick):
    problems = [problem for lesson, place, one in [*asked, *quick] for problem in leaks(one, met(lesson, place))]
    assert not problems, "\n".join(problems)


def test_accidents_are_few_have_reasons_and_still_happen(asked, quick):
    """What a leak test passes over is listed; a line that stands nowhere any more would hide the next leak."""
    accidental = [each for each in [*asked, *quick] if each[2].id in ACCIDENTAL]
    found = {one.id: list(hits(told(one), met(lesson, place))) for lesson, place, one in accidental}

    def gone(listed):
        lines = [(id, words, why) for id, reasons in listed.items() for words, why in reasons.items()]
        return [one for one in lines if not one[2] or not any(one[1] in text for _, text in found[one[0]])]

    assert found.keys() == ACCIDENTAL.keys() and sum(map(len, ACCIDENTAL.values())) <= 10
    assert gone(ACCIDENTAL) == []
    assert len(gone({next(iter(found)): {"stands nowhere": "so it is gone"}})) == 1, "the canary"


@pytest.mark.parametrize("id, text", LEAKS.values(), ids=LEAKS.keys())
def test_canary_of_a_truth(id, text, asked, quick):
    one = next(one for *_, one in [*asked, *quick] if one.id == id)
    assert leaks(one, [("somewhere", text)]) and not leaks(one, [("somewhere", "It was 12 % of 34 inputs.")])


def test_a_section_gives_nothing_away(asked):
    books = map(lesson_code.whole, lesson_code.LESSONS)
    problems = [problem for made in books for problem in given_away(made.book, [*made.asked, *made.quick])]
    assert not problems, "\n".join(problems)


SAID = ["It was 89 in the end.", "It was [88.6](https://x.org).", "So the higher number fits."]


@pytest.mark.parametrize("leak", SAID)
def test_canary_of_a_section(leak):
    made = lesson_code.whole("02-de-risking")
    place = next(place for place, one in made.asked if one.id == "magnets-china-2024")
    spoilt = {"cells": [*made.book["cells"]]}
    spoilt["cells"][place + 1] = {"cell_type": "markdown", "source": leak, "metadata": {}, "id": "leak"}
    assert given_away(spoilt, made.asked)


def goals_told(name, explorer, seen):
    """Sentences about texts that answer a goal of an explorer: on its page, or its own before anything is moved."""
    texts = [("page", text) for text in seen] + [(f"goal {n}", text) for n, text in enumerate(at_goals(explorer), 1)]
    found = [hit for pattern in GOALS[name] for hit in hits(pattern, texts)]
    return [f"{name}, {where}: ... {words} ..." for where, words in found]


@pytest.mark.parametrize("name", GOALS)
def test_no_goals_answer_stands_on_the_page(name):
    runs = {lesson: lesson_code.whole(lesson).explorers for lesson in lesson_code.LESSONS}
    ((lesson, explorer),) = [(lesson, one) for lesson in runs for _, one in runs[lesson] if one.name == name]
    assert len(GOALS[name]) == len(explorer.goals)
    problems = goals_told(name, explorer, [piece.text for piece in pieces(lesson) if piece.seen])
    assert not problems, "\n".join(problems)
    read_later = "\n".join([at(explorer, len(explorer.goals)).line, *of_parts(explorer.later)])
    assert goals_told(name, explorer, [f"{goal.done} {read_later}" for goal in explorer.goals]), "nothing was sought"
