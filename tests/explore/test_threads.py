"""The threads of lesson 6: the table's codes, nothing of them before the student has tied, nothing that is asked later or elsewhere."""

import json
import re

from support import lesson_code
from support.explored import at
from support.told import cases

from derisking import data, explore
from derisking.explore import loose_threads as loose

T, EXPLORER, LEDGER = loose.tables(), explore.threads(), data.load("ledger")
NAMED = [one for one in T["threads"] if one["id"]]
FOUR = {one["id"]: {"tie": tie} for one, tie in zip(NAMED, [1, 2, 3, 3], strict=False)}
FIVE = FOUR | {NAMED[4]["id"]: {"tie": 1}}


def test_codes_and_title_are_the_tables_and_come_when_five_are_tied():
    status = LEDGER.set_index(["partner", "topic"])["status"]
    assert [one["status"] for one in NAMED] == [status[one["pair"], one["topic"]] for one in NAMED]
    assert len(NAMED) + len(loose.COVERED) == len(LEDGER)
    count, after = status.value_counts(), at(EXPLORER, 1, kept=FIVE)
    said = f"{count['delivered']} of {len(LEDGER)} promises are delivered, {count['unknown']} are unknown; we agree on 4 of your 5"
    assert after.view["title"] == said and after.view["goals"][:2] == [True, True]
    other = explore.threads()
    other.tables = T | {"threads": [one | {"status": "unknown", "to": loose.END} for one in T["threads"]]}
    for tied in ({}, FOUR):
        shown = at(EXPLORER, 1, kept=tied)
        assert not re.search(r"10 of|18 of|We:|too young", shown.line + shown.chart.alt + str(shown.view["rows"]))
        assert at(other, 1, kept=tied).svg(660) == shown.svg(660) and not shown.view["goals"][1]
    assert at(other, 1, kept=FIVE).svg(660) != after.svg(660), "nothing was looked at"


def test_the_kind_without_a_knot_and_what_is_asked_later_or_elsewhere():
    silent = {one["form"] for one in NAMED if at(EXPLORER, 2, order="form", thread=one["id"]).view["goals"][2]}
    assert silent == {"information"}
    outcomes = cases(lesson_code.ROOT / "tests/notebooks/test_predictions.py", "predictions.yaml")["outcomes"]
    for later in ("korea-digital-trade-signed", "japan-horizon-talks", "joint-buying-in-text", "h20-licences"):
        assert not re.search(outcomes[later], json.dumps(T)), later
    asked = "data-flows|arctic|expert-team|talent|japan-governance|early-warning|joint-|expert-group|jogmec"
    assert not re.search(asked, " ".join(one["id"] for one in NAMED[:5]).replace("joint-initiative", ""))
    sealed = lesson_code.ROOT / "solutions/06-japan-alliance/sealed.py"
    assert 'load("ledger")' not in sealed.read_text(encoding="utf-8")
