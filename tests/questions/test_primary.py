"""Primary texts: four questions a lesson, each with its place; the lesson's own page answers none of them, and students' sheets do not say where."""

import json
import re

import pytest
from support.banks import content, write
from support.told import cases

from derisking import places
from derisking.authoring.prose import prose
from derisking.exports import items, sheets
from derisking.questions import bank
from derisking.quiz import items as shown

# Lesson 0 sets up and tests; it teaches nothing that a text could prove.
LESSONS = [name for name in bank.lessons() if name > "01"]
DROPPED = "Which sentence did the summary drop?"


def page_of(name: str) -> str:
    """The words of a lesson's page: its prose and what its other questions ask and explain."""
    book = json.loads((places.checkout("notebooks") / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    asked = [json.dumps(q.written, ensure_ascii=False) for q in bank.load(name).questions if "primary" not in q.use]
    return " ".join([*map(prose, book["cells"]), *asked]).casefold()


def faults(name: str, questions, page: str) -> list[str]:
    """What is wrong with the questions on a text; an empty list is a pass."""
    found = [] if len(questions) == 4 else [f"{len(questions)} questions"]
    found += [] if sum(DROPPED in q.text for q in questions) == 1 else ["not one dropped sentence"]
    for q in questions:
        place, words = (re.sub(r"[*]", "", q.written["find"][key]).casefold() for key in ("place", "words"))
        right = [part for part in q.rules.parts(q) if part.right]
        named = any(place in re.sub(r"[*]", "", part.feedback).casefold() for part in right)
        if not named and q.rules.several is False:
            told = " ".join(part.feedback for part in q.rules.parts(q)) + str(q.written.get("otherwise"))
            found += [] if place in told.casefold() else [f"{q.id}: no explanation names {place}"]
        found += [f"{q.id}: the question tells the place"] * (place in q.text.casefold())
        found += [f"{q.id}: the lesson says {words!r}"] * (words in page)
        answered = any(len(part.text) > 12 and part.text.casefold() in page for part in right)
        found += [f"{q.id}: the lesson answers"] * (q.kind == "single" and answered)
    return found


@pytest.mark.parametrize("name", LESSONS)
def test_four_questions_that_only_the_text_answers(name):
    whole, page = bank.load(name), page_of(name)
    questions = whole.used_for("primary")
    assert faults(name, questions, page) == []
    assert not any(set(q.use) - {"primary"} for q in questions), "they are asked nowhere else"
    plan = (places.checkout("docs") / "docs" / "teaching" / f"{name}.md").read_text(encoding="utf-8")
    assert re.search(r"\*The paper on the table:\*[^\n]*?\((\d+) minutes\)", plan)[1] == str(whole.primary.minutes)
    assert "find" not in shown.asked(questions[0]) and whole.primary.address in shown.asked(questions[0])["sources"]


def test_canaries():
    name = LESSONS[1]
    questions, page = bank.load(name).used_for("primary"), page_of(name)
    first, *rest = questions
    told = first.with_(text=first.text + first.written["find"]["place"])
    nowhere = first.with_(find={"place": "Article 99", "words": "x" * 40})
    assert "the question tells the place" in str(faults(name, [told, *rest], page))
    assert "no explanation names article 99" in str(faults(name, [nowhere, *rest], page))
    assert "the lesson says" in str(faults(name, questions, page + first.written["find"]["words"].casefold()))
    assert faults(name, rest[:-1], page)[:2] == ["2 questions", "not one dropped sentence"]


@pytest.mark.parametrize(("change", "said"), cases(__file__, "primary.yaml")["broken"])
def test_a_broken_bank_says_what_to_mend(tmp_path, change, said):
    whole = content()
    (whole if "primary" in change else whole["questions"][0]).update(change)
    with pytest.raises(bank.BankError, match=re.escape(said)):
        bank.read(write(tmp_path, whole))


def test_the_sheet_leads_to_the_text_and_only_the_key_to_the_place():
    name = LESSONS[1]
    title, body, printed = sheets.primary(name, items.of(name))
    _, key = sheets.key(title, {"the sheet": printed})
    assert len(printed) == 4 and 'alt="Code for the address' in body and bank.load(name).primary.address in body
    for one in printed:
        find = one.item.raw["find"]
        assert find["words"] not in body and find["words"] in key and find["place"] in key
    asked = sheets.exam_items({name: items.of(name)})
    assert not any("primary" in one.question.use for one in asked), "an exam has no text beside it"
    assert sheets.primary("00-start-here", items.of("00-start-here")) is None
    alone = next(one for one in items.of(name) if "primary" in one.question.use)
    assert bank.load(name).primary.address in alone.above, "on a platform the question brings the address along"
