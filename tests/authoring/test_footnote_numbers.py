"""A number is its own footnote: the rule over every text, its exemptions, and canaries that must make it fail."""

import json

import pytest
import yaml
from support import footnote_numbers as rule

URL = "https://example.org/gallium"
FACTS = {
    "gallium-share": {"id": "gallium-share", "value": "71", "unit": "%", "url": URL, "second_url": URL + "-2"},
    "magnet-share": {"id": "magnet-share", "value": "88.6", "unit": "%", "url": URL, "second_url": ""},
    "leading-edge": {"id": "leading-edge", "value": "92", "unit": "%", "url": URL, "second_url": ""},
    "magnet-hhi": {"id": "magnet-hhi", "value": "0.787", "unit": "ratio", "url": URL, "second_url": ""},
    "products-passing": {"id": "products-passing", "value": "8", "unit": "count", "url": URL, "second_url": ""},
    "wafer-price": {"id": "wafer-price", "value": "16988", "unit": "USD", "url": URL, "second_url": ""},
    "jsr-offer": {"id": "jsr-offer", "value": "903.9", "unit": "JPY bn", "url": URL, "second_url": ""},
    "rapidus-aid": {"id": "rapidus-aid", "value": "1722.5", "unit": "JPY bn", "url": URL, "second_url": ""},
    "chips-money": {"id": "chips-money", "value": "43", "unit": "EUR bn", "url": URL, "second_url": ""},
    "tool-price": {"id": "tool-price", "value": "400", "unit": "USD m", "url": URL, "second_url": ""},
    "chip-sales": {"id": "chip-sales", "value": "1510", "unit": "USD bn", "url": URL, "second_url": ""},
    "market-fall": {"id": "market-fall", "value": "-8.1", "unit": "%", "url": URL, "second_url": ""},
    "wavelength": {"id": "wavelength", "value": "13.5", "unit": "nm", "url": URL, "second_url": ""},
    "transistors": {"id": "transistors", "value": "80000000000", "unit": "count", "url": URL, "second_url": ""},
    "compute": {"id": "compute", "value": "2.1e+25", "unit": "FLOP", "url": URL, "second_url": ""},
    "time-low": {"id": "time-low", "value": "16", "unit": "weeks", "url": URL, "second_url": ""},
    "time-high": {"id": "time-high", "value": "18", "unit": "weeks", "url": URL, "second_url": ""},
    "die-area": {"id": "die-area", "value": "814", "unit": "mm2", "url": URL, "second_url": ""},
    "doubling": {"id": "doubling", "value": "1.995", "unit": "years", "url": URL, "second_url": ""},
    "price": {"id": "price", "value": "4100", "unit": "USD/kg", "url": URL, "second_url": ""},
}
EVENTS = {
    "cn-gallium": {"event_id": "cn-gallium", "date": "2023-07-03", "url": URL, "second_url": ""},
    "jp-strategy": {"event_id": "jp-strategy", "date": "2021-06", "url": URL, "second_url": ""},
}
FULL_FACTS, FULL_EVENTS = rule.registry()
FILES = rule.files()


def check(text, **options):
    return rule.check_text(text, "a.ipynb", "cell 1", facts=FACTS, events=EVENTS, **options)


def fact(seen, row_id, url=URL):
    return f'China: [{seen}]({url} "fact: {row_id}") of it.'


# ----------------------------------------------------------------------------------------------------- the real texts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(rule.ROOT).as_posix())
def test_every_number_has_its_source(path):
    problems = rule.check_file(path, facts=FULL_FACTS, events=FULL_EVENTS)
    assert not problems, "\n".join(map(str, problems))


def test_the_rule_sees_the_texts():
    lessons = [path for path in FILES if path.suffix == ".ipynb" and path.parent.name == "notebooks"]
    assert FILES, "no text found"
    for path in lessons:
        if path.name.startswith("00"):
            continue
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        links = sum(len(rule.FACT.findall(text)) + len(rule.EVENT.findall(text)) for text in texts)
        assert links >= 5, f"{path.name}: hardly any links to facts and events"


# -------------------------------------------------------------------------------------------------------- right links


@pytest.mark.parametrize(
    ("seen", "row_id"),
    [
        ("71 %", "gallium-share"),
        ("71 per cent", "gallium-share"),
        ("**71 %**", "gallium-share"),
        ("seven in ten", "gallium-share"),
        ("7 of every 10", "gallium-share"),
        ("89 %", "magnet-share"),
        ("88.6 %", "magnet-share"),
        ("about 90 %", "magnet-share"),
        ("nine tenths", "magnet-share"),
        ("92 % below 10 nm", "leading-edge"),
        ("0.787", "magnet-hhi"),
        ("0.79", "magnet-hhi"),
        ("8 of 30", "products-passing"),
        ("8 of the 30 products", "products-passing"),
        ("eight", "products-passing"),
        ("USD 16,988", "wafer-price"),
        ("16 988 dollars", "wafer-price"),
        ("about 17,000 dollars", "wafer-price"),
        ("903.9 billion yen", "jsr-offer"),
        ("JPY 904 bn", "jsr-offer"),
        ("1.7 trillion yen", "rapidus-aid"),
        ("1,722.5 billion yen", "rapidus-aid"),
        ("EUR 43 billion", "chips-money"),
        ("€43bn", "chips-money"),
        ("USD 400 million", "tool-price"),
        ("USD 1.5 trillion", "chip-sales"),
        ("8.1 %", "market-fall"),
        ("-8.1 %", "market-fall"),
        ("13.5 nm", "wavelength"),
        ("13.5-nm light", "wavelength"),
        ("80 billion", "transistors"),
        ("2.1 × 10^25 FLOP", "compute"),
        ("2.1 × 10²⁵ calculations", "compute"),
        ("2.1e25 FLOP", "compute"),
        ("814 mm²", "die-area"),
        ("two years", "doubling"),
        ("2.0 years", "doubling"),
        ("USD 4,100 per kilogram", "price"),
    ],
)
def test_right_links_pass(seen, row_id):
    assert check(fact(seen, row_id)) == []


def test_about_may_stand_before_the_link():
    assert check(f'about [90 %]({URL} "fact: magnet-share")') == []
    assert check(f'more than [USD 16,000]({URL} "fact: wafer-price")') != []


def test_second_address_passes():
    assert check(fact("71 %", "gallium-share", URL + "-2")) == []


def test_a_title_may_say_who_says_so():
    assert check(f'[71 %]({URL} "fact: gallium-share · SCMP, 2023 · opens the source")') == []
    assert check(f'[72 %]({URL} "fact: gallium-share · SCMP, 2023 · opens the source")') != []


def test_a_computed_figure_leads_to_its_table():
    facts = {
        "m": {**FACTS["magnet-share"], "id": "m", "computed_by": "x.y", "source": "CEPII (from the table imports)"}
    }

    def problems(address, file):
        text = f'[89 %]({address} "fact: m")'
        return rule.check_text(text, file, "", facts=facts, events=EVENTS)

    assert problems("../data/README.md#imports", "notebooks/a.ipynb") == []
    assert problems("../../data/README.md#imports", "solutions/a/a.ipynb") == []
    assert problems(URL, "notebooks/quizzes/a.yaml") == []
    assert problems(URL, "notebooks/a.ipynb")
    assert problems("data/README.md#imports", "notebooks/a.ipynb")
    assert problems("../data/README.md#asml_sales", "notebooks/a.ipynb")
    assert problems("../data/README.md#imports", "notebooks/quizzes/a.yaml")


def test_a_list_may_name_the_unit_once():
    text = f'[16]({URL} "fact: time-low") to [18 weeks]({URL} "fact: time-high"), '
    text += f'[71]({URL} "fact: gallium-share") and [89 %]({URL} "fact: magnet-share")'
    assert check(text) == []
    assert check(text.replace("18 weeks]", "18]").replace('time-high")', 'time-high") weeks')) == []
    assert check(text.replace("18 weeks]", "18]")) != []


# ----------------------------------------------------------------------------------------------------------- canaries


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (fact("72 %", "gallium-share"), "the row says 71 %"),
        (fact("90 %", "magnet-share"), "the row says 88.6 %"),
        (fact("88.5 %", "magnet-share"), "the row says 88.6 %"),
        (fact("0.71", "gallium-share"), "the row says 71 %"),
        (fact("71", "gallium-share"), "write %"),
        (fact("78.7 %", "magnet-hhi"), "the row says 0.787"),
        (fact("EUR 903.9 billion", "jsr-offer"), "name that currency"),
        (fact("903.9 million yen", "jsr-offer"), "the row says 903.9 JPY bn"),
        (fact("8 %", "products-passing"), "no per cent sign"),
        (fact("13.5", "wavelength"), "write the unit"),
        (fact("nine", "products-passing"), "the row says 8"),
        (fact("two thirds", "magnet-share"), "the row says 88.6"),
        (fact("71 % and 94 %", "gallium-share"), "link each number on its own"),
        (fact("most", "gallium-share"), "link each number on its own"),
        (fact("71 %", "gallium-share", "https://example.org/other"), "the address is not the row's"),
        (fact("71 %", "galium-share"), "no fact 'galium-share'"),
        ("China: [71 %](fact:gallium-share).", "short form"),
        ("China supplies 71 % of it.", "needs its source"),
        ("China supplies 71 per cent of it.", "needs its source"),
        ("It costs USD 400 million.", "needs its source"),
        ("It costs $400m.", "needs its source"),
        ("It costs 400 euros.", "needs its source"),
        ("It costs €400.", "needs its source"),
        ("The light has 13.5 nm.", "needs its source"),
        ("It holds 80 billion transistors.", "needs its source"),
        ("Making one takes 16 weeks.", "needs its source"),
        ("China sold 94 tonnes.", "needs its source"),
        ("[71 %](https://example.org) is a share.", "needs its source"),
        ("Between 2-3 % were lost.", "needs its source"),
        (f'On [4 July 2023]({URL} "event: cn-gallium")', "the event's date is 2023-07-03"),
        (f'On [3 July]({URL} "event: jp-strategy")', "the event's date is 2021-06"),
        (f'In [2022]({URL} "event: cn-gallium")', "the event's date is 2023-07-03"),
        (f'On [3 August 2023]({URL} "event: cn-gallium")', "the event's date is 2023-07-03"),
        ('On [3 July 2023](https://example.org "event: cn-gallium")', "the address is not the row's"),
        (f'On [3 July 2023]({URL} "event: cn-galium")', "no event 'cn-galium'"),
    ],
)
def test_canaries_fail(text, says):
    problems = check(text)
    assert problems, f"not caught: {text}"
    assert any(says in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert "a.ipynb, cell 1" in str(problems[0])


@pytest.mark.parametrize(
    "seen", ["3 July 2023", "3 July", "July 2023", "2023", "2023-07-03", "3 Jul 2023", "the same day"]
)
def test_right_dates_pass(seen):
    assert check(f'On [{seen}]({URL} "event: cn-gallium").') == []


def test_a_month_is_enough_for_a_month():
    assert check(f'In [June 2021]({URL} "event: jp-strategy").') == []


# --------------------------------------------------------------------------------------------------------- exemptions


@pytest.mark.parametrize(
    "text",
    [
        "*12 minutes · D3* and 40 seconds.",
        "On 3 July 2023, in 1990, 23 items, three steps, two weeks, a third of it, Article 9, Regulation 2021/821.",
        "```python\nshare = 71  # 71 %\n```",
        "Type `share = 71 %`.",
        "The test is $s > 40 \\%$, and $$HHI = 71 \\%$$",
        "See <https://example.org/71%20%25> and [the page](https://example.org/40%x).",
        '<table style="width:50%"><tr><td>x</td></tr></table>',
        "A 5 nm chip, the 28 nm node, processes of 16/14 nm and below 10 nm.",
        "A 300 mm wafer and 200 mm wafers.",
        "Silicon of 99.99 % purity, 30 % of the mark.",
        "Set the threshold to 50 %. Suppose one firm sells 60 % of the wafers.",
        "- If you raise the share to 50 %, look again.",
        "These numbers are invented: A sells 60 %, B 40 %.\nA leads.",
    ],
)
def test_exemptions(text):
    assert check(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The half-pitch is 13 nm.",
        "A drop of 100 mm a year.",
        "These numbers are invented: A sells 60 %.\n\nChina sells 94 %.",
        "Set the slider. China sells 94 %.",
        "It has 94 % of the market.",
        "The price was $400 or so, not $300.",
    ],
)
def test_exemptions_end_where_they_should(text):
    assert check(text)


# --------------------------------------------------------------------------------------- notebooks, banks, objectives


def test_a_notebook_names_its_cell(tmp_path):
    cells = [
        {"cell_type": "code", "source": ["x = '71 %'"]},
        {"cell_type": "markdown", "source": ["China has ", "71 %."]},
    ]
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    problems = rule.check_notebook(path, facts=FACTS, events=EVENTS)
    assert [(p.file, p.place, p.text) for p in problems] == [("x.ipynb", "cell 2", "71 %")]


def test_a_text_for_teachers_is_read(tmp_path):
    assert any(path.parent.name == "teaching" and path.suffix == ".md" for path in FILES)
    path = tmp_path / "x.md"
    path.write_text("# Plan\n\n```\n71 % on the board\n```\n\n- The chart shows 71 %.\n", encoding="utf-8")
    problems = rule.check_file(path, facts=FACTS, events=EVENTS)
    assert [(p.file, p.place, p.text) for p in problems] == [("x.md", "the text", "71 %")]


def question(**changes):
    right = {"text": "It counts weight", "correct": True, "feedback": "Yes, weight."}
    wrong = {"text": "It is 15 % of all", "misconception": "m", "feedback": "No, read it again."}
    base = {"id": "q", "kind": "single", "text": "Why?", "options": [right, wrong], "source": ["gallium-share"]}
    return base | changes


def check_question(**changes):
    return [str(p) for p in rule.check_question(question(**changes), "bank.yaml", facts=FACTS, events=EVENTS)]


def test_a_wrong_option_may_state_a_false_number():
    assert check_question() == []


def test_a_wrong_option_may_not_state_the_true_number():
    problems = check_question(options=[{"text": "It is 71 % of world output", "misconception": "m", "feedback": "No."}])
    assert any("wrong option states the true value of fact gallium-share" in p for p in problems)


def test_an_unmatched_text_may_be_false_but_not_true():
    assert check_question(distractors=["15 %"]) == []
    assert any("distractor 1" in p for p in check_question(distractors=["71 %"]))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"text": "China has 71 %. Why?"}, "question q, text"),
        ({"hint": "It is 71 %."}, "question q, hint"),
        ({"otherwise": "It is 71 %."}, "question q, otherwise"),
        ({"options": [{"text": "71 %", "correct": True, "feedback": "Yes."}]}, "question q, option 1"),
        (
            {"options": [{"text": "no", "misconception": "m", "feedback": "It is 71 %."}]},
            "question q, option 1, feedback",
        ),
        ({"misconceptions": [{"value": 1, "feedback": "It is 71 %."}]}, "question q, misconception 1, feedback"),
        ({"hints": ["Think.", "It is 71 %."]}, "question q, hint 2"),
        ({"statements": [{"id": "P", "text": "It is 71 %."}]}, "question q, statement 1"),
        ({"otherwise": {"misconception": "m", "feedback": "It is 71 %."}}, "question q, otherwise"),
        ({"items": [{"id": "a", "text": "71 %"}]}, "question q, item 1"),
        ({"pairs": [{"left": "71 %", "right": "x", "feedback": "Yes."}]}, "question q, pair 1, left"),
        ({"cards": [{"text": "71 %", "bins": ["a"], "feedback": "Yes."}]}, "question q, card 1"),
        (
            {"cards": [{"text": "x", "misconceptions": [{"bin": "b", "feedback": "71 %"}]}]},
            "question q, card 1, misconception",
        ),
        ({"source": ["no-such-fact"]}, "no row of data/facts.csv"),
    ],
)
def test_every_text_of_a_question_is_read(changes, place):
    assert any(place in p for p in check_question(**changes)), check_question(**changes)


def test_a_task_with_numbers_of_its_own():
    assert check_question(kind="numeric", answer=9, text="Three firms have 50 %, 30 % and 20 %.", options=[]) == []
    assert check_question(text="Suppose three firms have 50 %, 30 % and 20 %.") == []
    assert check_question(kind="numeric", answer_fact="gallium-share", text="Two firms have 50 %.", options=[])
    assert any("so it is not invented" in p for p in check_question(text="Suppose a firm has 71 %."))


def test_a_bank_that_is_no_yaml_says_where(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("questions:\n  - id: a: b\n", encoding="utf-8")
    (problem,) = rule.check_bank(path, facts=FACTS, events=EVENTS)
    assert problem.place == "line 2"


def test_tasks_are_read_as_questions_are(tmp_path):
    import yaml

    path = tmp_path / "tasks.yaml"
    path.write_text(yaml.safe_dump({"tasks": [question(text="China has 71 %. Why?")]}), encoding="utf-8")
    assert any("question q, text" in str(p) for p in rule.check_bank(path, facts=FACTS, events=EVENTS))
    assert any(path.name == "tasks.yaml" for path in rule.files())


def test_objectives_are_anchored(tmp_path):
    rows = [{"id": "V4", "lesson": "04", "text": 'Assess the "at least 20 %" target.'}]
    path = tmp_path / "objectives.yaml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    assert rule.check_objectives(path, facts=FULL_FACTS) == []
    path.write_text(yaml.safe_dump([rows[0] | {"text": "Assess the 30 % target."}]), encoding="utf-8")
    assert rule.check_objectives(path, facts=FULL_FACTS)
    path.write_text(yaml.safe_dump([rows[0] | {"id": "X1"}]), encoding="utf-8")
    assert rule.check_objectives(path, facts=FULL_FACTS)


def test_command_line(tmp_path, capsys):
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "It has 71 %."}]}), encoding="utf-8")
    assert rule.main([str(path)]) == 1
    assert "cell 1" in capsys.readouterr().out
