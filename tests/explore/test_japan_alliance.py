"""Lesson 6. Its threads: the table's codes, nothing of them before the student has tied, nothing that is asked later or elsewhere.
Its partners: who can help when one fails, and what shared shocks leave of it."""

import itertools
import json
import re

import pytest
from support.explored import at
from support.lesson_code import ROOT
from support.told import cases

from derisking import data, explore
from derisking.explore import fab_pair
from derisking.explore import japan_alliance as ja
from derisking.explore import loose_threads as loose

T, EXPLORER, LEDGER = loose.tables(), explore.threads(), data.load("ledger")
NAMED = [one for one in T["threads"] if one["id"]]
FOUR = {one["id"]: {"stamp": stamp} for one, stamp in zip(NAMED, [4, 1, 1, 4], strict=False)}
FIVE = FOUR | {NAMED[4]["id"]: {"stamp": 4}}


def test_codes_and_title_are_the_tables_each_comes_when_it_is_tied_and_all_when_five_are():
    status = LEDGER.set_index(["partner", "topic"])["status"]
    assert [one["status"] for one in NAMED] == [status[one["pair"], one["topic"]] for one in NAMED]
    hidden = LEDGER.set_index(["partner", "topic"], drop=False).loc[loose.COVERED].rename_axis([None, None])
    assert all((hidden.groupby(by)["status"].nunique() > 1).all() for by in ("partner", "form")), "no count tells"
    assert len(NAMED) + len(loose.COVERED) == len(LEDGER)
    kept, after = status[status == "delivered"].groupby(level=0).size(), at(EXPLORER, 1, kept=FIVE)
    said = f"Delivered: {kept['EU-JP']} of 24 with Japan, {kept['EU-KR']} of 15 with Korea; we agree on 4 of your 5"
    assert after.view["title"] == said and after.view["goals"][:2] == [True, True]
    assert [same for _, same in after.view["judged"]] == [True, False], "of five one differs, and the first does not"
    other, open_ = explore.threads(), {one["id"] for one in NAMED} - {*FOUR, T["example"]}
    late = [one if one["id"] not in open_ else one | {"status": "unknown"} for one in T["threads"]]
    other.tables = T | {"threads": late}
    for tied in ({}, FOUR):
        shown = at(EXPLORER, 1, kept=tied)
        assert not re.search(r"10 of|8 of|too young", shown.line + shown.chart.alt + str(shown.view["rows"]))
        assert [row[5] for row in shown.view["rows"]].count("?") == len(NAMED) - len(tied) - 1
        knots = [group["told"].partition(", ")[2] for group in shown.view["picture"]["groups"]]
        assert knots == ["3 judged", "1 judged"] if tied else ["", ""], "hers, without the example"
        assert at(other, 1, kept=tied).svg(660) == shown.svg(660) and not shown.view["goals"][1]
    assert at(other, 1, kept=FIVE).svg(660) != after.svg(660), "nothing was looked at"


def test_the_kind_without_a_knot_and_what_is_asked_later_or_elsewhere():
    silent = {one["form"] for one in NAMED if at(EXPLORER, 2, order="form", thread=one["id"]).view["goals"][2]}
    assert silent == {"information"}
    outcomes = cases(ROOT / "tests/notebooks/test_predictions.py", "predictions.yaml")["outcomes"]
    for later in ("korea-digital-trade-signed", "japan-horizon-talks", "joint-buying-in-text", "h20-licences"):
        assert not re.search(outcomes[later], json.dumps(T)), later
    asked = "data-flows|arctic|expert-team|talent|japan-governance|early-warning|joint-|expert-group|jogmec"
    assert not re.search(asked, " ".join(one["id"] for one in NAMED[:5]))
    assert 'load("ledger")' not in (ROOT / "solutions" / "06-japan-alliance/sealed.py").read_text(encoding="utf-8")


PAIR, USA = ("the EU", "Japan"), "the United States"


def view(first, second, correlation):
    return ja.partners_state({"first": first, "second": second, "correlation": correlation}, ja.tables())


def test_counts_agree_with_the_registry():
    own, counts = (ja.tables()[which][PAIR[0]] for which in ("own", "counts"))
    facts = [data.fact(f"inputs-eu-{which}").value for which in ("ten", "japan-both-ten", "usa-both-ten")]
    assert [own, counts["Japan"], counts[USA]] == facts


@pytest.mark.parametrize(("correlation", "chance"), [(0.0, 0.9), (0.5, 0.45), (1.0, 0.0)])
def test_the_slider_moves_one_bar_and_leaves_the_others(correlation, chance):
    shown = view(*PAIR, correlation)
    widths = {bar["name"]: bar["value"] for bar in shown["picture"]["bars"]}
    assert widths.pop(f"Japan, shared {correlation:.1f}" if correlation else "Japan") == pytest.approx(18 * chance)
    assert f"In {100 * chance:.0f} of 100 bad years" in shown["line"]
    still = {(bar["name"], bar["value"]) for bar in view(*PAIR, 0.2)["picture"]["bars"]}
    assert {*widths.items()} <= still and len(widths) == len(ja.PARTNERS) - 2


def test_goals_have_one_answer_each_and_every_pair_says_its_numbers():
    """The bank's answer is the second: at 0.4 the United States, with separate shocks, helps more than Japan; at 0.3 not yet."""
    found = [set(), set()]
    for first, second in itertools.permutations(ja.PARTNERS, 2):
        for tenth in range(11):
            shown = view(first, second, tenth / 10)
            assert f"makes {ja.help_left(first)[second]} of these" in shown["line"]
            assert shown["line"] in shown["alt"]
            for answers, reached in zip(found, shown["goals"], strict=True):
                answers |= {(first, second, tenth)} if reached else set()
    assert [goal["place"] for goal in explore.partners().data()["goals"]] == [2, 0], "the first came last"
    assert found == [{("China", "Japan", 0)}, {(*PAIR, 4)}]
    assert ["earlier" in view(*PAIR, tenth / 10)["title"] for tenth in (0, 3, 4, 5, 10)] == [False] * 3 + [True] * 2


def test_flags_are_the_tables_and_either_side_stops_the_line():
    machines = fab_pair.tables()["machines"]
    kept = {one["name"]: {"flag": fab_pair.seller(one)} for one in machines}
    views = [at(explore.pair(), 1, kept=kept, without=without).view for without in ("Europe", "Japan")]
    assert [[*one["goals"], "3 of 5" in one["title"]] for one in views] == [[True, False, False], [True, True, True]]
    assert all(max(one["held"]) > 50 for one in machines), "who sells more holds more than half"
