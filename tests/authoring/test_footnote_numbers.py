"""A number is its own footnote: the rule over every text, its exemptions, and canaries that must make it fail."""

import json
import re

from support import footnote_numbers as rule
from support import told

URL = "https://example.org/gallium"
CASES = told.cases(__file__, "footnotes.yaml")
FACTS = CASES["facts"]
EVENTS = {"cn-gallium": {"date": "2023-07-03"}, "jp-strategy": {"date": "2021-06"}}
FULL_FACTS, FULL_EVENTS = rule.registry()
FILES = rule.files()


def check(text, **options):
    return rule.check_text(text, "a.ipynb", "cell 1", facts=FACTS, events=EVENTS, **options)


def fact(seen, row_id):
    return f'China: [{seen}]({URL} "fact: {row_id}") of it.'


def test_every_number_has_its_source():
    """In TEACHING.md a number may be one of the module, so there the links alone are looked at."""
    rows = {"facts": FULL_FACTS, "events": FULL_EVENTS}
    problems = [str(one) for path in FILES for one in rule.check_file(path, **rows)]
    guide = (rule.ROOT / "TEACHING.md").read_text(encoding="utf-8")
    problems += map(str, rule.check_text(guide, "TEACHING.md", "the text", bare=False, **rows))
    assert not problems, "\n".join(problems)


def test_the_rule_sees_the_texts():
    assert {"tasks.yaml", "02-de-risking.yaml", "memos.md", "role-play.md"} <= {path.name for path in FILES}
    lessons = [path for path in FILES if path.suffix == ".ipynb" and path.parent.name == "notebooks"]
    links = [len(re.findall(r'\(\S+ \\"(?:fact|event): ', path.read_text(encoding="utf-8"))) for path in lessons]
    assert len(links) == 8 and min(links[1:]) >= 5, "hardly any links to facts and events"


def test_right_links_pass_and_the_unit_may_stand_once():
    for row_id, ways in CASES["right"].items():
        assert {seen: problems for seen in ways if (problems := check(fact(seen, row_id)))} == {}
    for seen in ("3 July 2023", "3 July", "July 2023", "2023", "2023-07-03", "3 Jul 2023", "the same day"):
        assert check(f'On [{seen}]({URL} "event: cn-gallium").') == [], seen
    assert check(f'In [June 2021]({URL} "event: jp-strategy").') == [], "a month is enough for a month"
    assert check(f'about [90 %]({URL} "fact: magnet-share")') == []
    assert check(f'more than [USD 16,000]({URL} "fact: wafer-price")') != []
    assert check(f'[71 %]({URL} "fact: gallium-share · SCMP, 2023 · opens the source")') == []
    assert check(f'[72 %]({URL} "fact: gallium-share · SCMP, 2023 · opens the source")') != []
    text = f'[16]({URL} "fact: time-low") to [18 weeks]({URL} "fact: time-high"), '
    text += f'[71]({URL} "fact: gallium-share") and [89 %]({URL} "fact: magnet-share")'
    assert check(text) == []
    assert check(text.replace("18 weeks]", "18]").replace('time-high")', 'time-high") weeks')) == []
    assert check(text.replace("18 weeks]", "18]")) != []


def test_canaries_fail_and_exemptions_end_where_they_should():
    for seen, row, says in CASES["canaries"]:
        text = f'[{seen}]({URL} "{row}")' if row else seen
        problems = list(map(str, check(text)))
        assert any(says in problem for problem in problems), (text, problems)
        assert "a.ipynb, cell 1" in problems[0]
    assert {text: problems for text in CASES["exempt"] if (problems := check(text))} == {}
    assert [text for text in CASES["not exempt"] if not check(text)] == []


def test_a_fault_names_file_and_place(tmp_path):
    cells = [{"cell_type": "code", "source": ["x = '71 %'"]}, {"cell_type": "markdown", "source": ["71 %."]}]
    contents = {
        "x.ipynb": (json.dumps({"cells": cells}), "cell 2"),
        "x.md": ("# Plan\n\n```\n71 % on the board\n```\n\n- The chart shows 71 %.\n", "the text"),
        "tasks.yaml": (json.dumps({"tasks": [question(text="China has 71 %. Why?")]}), "question q, text"),
    }
    for name, (content, place) in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        problems = rule.check_file(tmp_path / name, facts=FACTS, events=EVENTS)
        assert [(p.file, p.place, p.text) for p in problems] == [(name, place, "71 %")]


def question(**changes):
    right = {"text": "It counts weight", "correct": True, "feedback": "Yes, weight."}
    wrong = {"text": "It is 15 % of all", "misconception": "m", "feedback": "No, read it again."}
    base = {"id": "q", "kind": "single", "text": "Why?", "options": [right, wrong], "source": ["gallium-share"]}
    return base | changes


def check_question(**changes):
    return [str(p) for p in rule.check_question(question(**changes), "bank.yaml", facts=FACTS, events=EVENTS)]


def test_a_wrong_text_may_state_a_false_number_but_not_the_true_one():
    assert check_question() == check_question(distractors=["15 %"]) == []
    problems = check_question(options=[{"text": "It is 71 % of world output", "misconception": "m", "feedback": "No."}])
    assert any("wrong option states the true value of fact gallium-share" in p for p in problems)
    assert any("distractor 1" in p for p in check_question(distractors=["71 %"]))


def test_every_text_of_a_question_is_read():
    for place, changes in CASES["places"].items():
        problems = check_question(**changes)
        assert any(f"question q, {place.strip()}" in problem for problem in problems), (place, problems)


def test_tasks_with_numbers_of_their_own_and_anchored_objectives():
    assert check_question(kind="numeric", answer=9, text="Three firms have 50 %, 30 % and 20 %.", options=[]) == []
    assert check_question(text="Suppose three firms have 50 %, 30 % and 20 %.") == []
    assert check_question(kind="numeric", answer_fact="gallium-share", text="Two firms have 50 %.", options=[])
    assert any("so it is not invented" in p for p in check_question(text="Suppose a firm has 71 %."))

    def faults(**changes):
        row = {"id": "V4", "text": 'Assess the "at least 20 %" target.'} | changes
        return rule.check_objectives([row], "objectives.yaml", FULL_FACTS)

    assert faults() == [] and faults(text="Assess the 30 % target.") and faults(id="X1")
