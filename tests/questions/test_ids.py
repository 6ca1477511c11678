"""Ids of options, cards and lines: no corrected text orphans an answer, and those of the first release are still there."""

import json
import random
import re
from pathlib import Path

import pytest
import yaml
from support import told
from support.banks import DEMO, content, write

from derisking.authoring import lint, part_ids
from derisking.questions import bank, ids
from derisking.quiz import view

FIRST = json.loads((Path(__file__).with_name("first_ids.json")).read_text(encoding="utf-8"))
# Question -> ids that were taken away on purpose, since what they named is no longer asked.
GONE: dict[str, str] = told.cases(__file__, "gone.yaml")["gone"]


def known(question) -> set[str]:
    """Every id that a response to the question may hold."""
    rules = question.rules
    shown = [[part.key for part in rules.parts(question)], rules.page(question, random.Random(1))]
    return set(re.findall(r"k[0-9a-f]{8}", json.dumps(shown)))


def lost(first: dict[str, str]) -> list[str]:
    found = []
    for name, frozen in first.items():
        lesson, _, id = name.partition("/")
        there = known(bank.load(lesson)[id]) if id in {q.id for q in bank.load(lesson).questions} else set()
        found += [f"{name}: {one}" for one in sorted(set(frozen.split()) - there - set(GONE.get(name, "").split()))]
    return found


def test_answers_kept_since_the_first_release_can_be_read_and_the_canary():
    assert lost(FIRST) == []
    name = next(iter(FIRST))
    assert lost({name: FIRST[name] + " k00000000"}) == [f"{name}: k00000000"]


def reworded(part: object) -> object:
    """Every text of a question said otherwise, and nothing else changed."""
    if isinstance(part, list):
        return [reworded(one) for one in part]
    if not isinstance(part, dict):
        return part
    texts = ("text", "left", "right")
    return {key: f"{value} (corrected)" if key in texts else reworded(value) for key, value in part.items()}


@pytest.mark.parametrize("id", ["demo-single", "demo-multiple", "demo-order", "demo-match", "demo-classify"])
def test_correcting_texts_changes_no_answer_no_order_and_no_mark(tmp_path, id):
    raw = next(one for one in content()["questions"] if one["id"] == id)
    file = {"lesson": "90-demo", "questions": [reworded(raw)]}
    before, after = bank.read(DEMO)[id], bank.read(write(tmp_path, file))[id]
    pages = [json.dumps(view.data(question, 3)) for question in (before, after)]
    first, second = (re.findall(r"k[0-9a-f]{8}", page) for page in pages)
    assert first == second and pages[0] != pages[1]
    for part in before.rules.parts(before):
        response = {"choice": part.key, "choices": [part.key], **_rows(part.key)}
        assert after.share(response) == before.share(response)
        names = [[one.misconception for one in question.picks(response) or ()] for question in (before, after)]
        assert names[0] == names[1]


def _rows(key: str) -> dict:
    line, _, choice = key.partition(">")
    return {"pairs": {line: choice}, "bins": {line: [choice]}}


def test_missing_ids_are_written_once_and_nothing_else_changes(tmp_path):
    """Also in flow style, for a distractor that is a plain text, and for two ids of one pair."""
    text = DEMO.read_text(encoding="utf-8")
    bare = re.sub(r"\b(right_)?id: k[0-9a-f]{8}(, |\n +)?", "", text).replace(", }", "}")
    written = part_ids.written(bare)
    assert yaml.safe_load(written) == yaml.safe_load(text) and part_ids.written(written) == written
    assert yaml.safe_load(bare) != yaml.safe_load(text), "the canary: something was missing"


def test_the_lint_demands_ids(tmp_path):
    file = content()
    del next(one for one in file["questions"] if one["id"] == "demo-single")["options"][0]["id"]
    found = [one for one in lint.lint([bank.read(write(tmp_path, file))], {}, lambda _: True) if "has no `id`" in one]
    assert len(found) == 1 and "Run python3 run.py build" in found[0]


def test_a_bank_without_ids_still_works():
    raw = {"id": "q", "options": [{"text": "a"}, {"text": "b", "id": "kept"}], "distractors": ["c"]}
    filled = ids.filled(raw)
    assert [one["id"] for one in filled["options"]] == [ids.made_of("q", "a"), "kept"]
    assert filled["distractors"] == [{"text": "c", "id": ids.made_of("q", "c")}] and "id" not in raw["options"][0]
