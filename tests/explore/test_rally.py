"""The rally of lesson 5: every restriction is a ball, claims are the table's, goals have their answers; and the chip against the law."""

from support import told

from derisking import data, explore
from derisking.explore import chip_rule as rule
from derisking.explore import crate_stamps as crate
from derisking.explore import rally_moves as rally

T = rally.tables()
STORY = "cn-gallium-germanium-announced-2023-07-03"
BALLS = [slot["id"] for slot in T["slots"] if slot["id"]]


def view(move=BALLS[-1], claims=rally.ANY):
    return rally.rally_state({"move": move, "claims": claims}, T)


def test_balls_and_arcs_are_the_tables_and_the_title_counts_them():
    events = data.load("policy_events").fillna("").set_index("event_id")
    limits = events[events["kind"] == "restriction"]
    assert len(BALLS) + T["left"] == len(limits) and set(BALLS) <= set(limits.index)
    claimed = [one for one in BALLS if events.loc[one, "claimed_response_to"]]
    shown = view()
    arcs = {(T["slots"][arc["from"]]["title"], T["slots"][arc["to"]]["id"]) for arc in shown["picture"]["arcs"]}
    assert arcs == {(events.loc[events.loc[one, "claimed_response_to"], "title"], one) for one in claimed}
    assert shown["title"] == f"{len(BALLS)} restrictions until 24 Feb 2026; {len(claimed)} called an answer"
    assert "answer" not in view(claims=rally.NONE)["title"] and view(claims=rally.NONE)["picture"]["arcs"] == []
    assert all(slot["cause"] < i for i, slot in enumerate(T["slots"])), "a ball flies from where one lies already"
    court = view(rally.BEFORE, rally.NONE)
    assert not any(court["goals"]) and "<circle" not in rally.rally_picture(court["picture"], 660)["svg"]
    assert all(events.loc[one, "date"] <= "2023-07-03" for one in BALLS[: BALLS.index(STORY) + 1])
    assert (early := view(STORY))["link"] == events.loc[STORY, "url"] and "aimed at no country" not in early["line"]
    assert "no country is targeted" in early["line"] and "3 days after The Hague" in view(STORY, rally.NONE)["line"]


def test_whose_claim_it_is_and_the_goals():
    """Who speaks in `claimed_by` is read by its first words: these are all whose actor says so itself."""
    own = {slot["id"] for slot in T["slots"] if slot["id"] and slot["own"]}
    assert own == {*told.cases(__file__, "rally.yaml")["own"]}
    shown = [{one: view(one, claims)["goals"] for one in BALLS} for claims in (rally.NONE, rally.OWN, rally.ANY)]
    reached = [{one for one, goals in views.items() if goals[n]} for n, views in enumerate(shown)]
    assert {one[-10:] for one in reached[0]} == {"2025-02-04", "2026-02-24"} and len(reached[0]) == 2
    assert reached[1] == {one for one in own if one.startswith("cn-")}
    assert reached[2] == {"us-hundred-percent-duty-threat-2025-10-10"}
    assert "for 3 of these 10" in explore.rally().goals[1].done


def test_the_corner_of_the_rule_and_the_goals_of_the_engineer():
    """The H20 and the L20 lie just below two lines at once; the A800 was free only under the rule of 2022; the V100 falls with them."""
    explorer, lines = explore.engineer(), rule.tables()["lines"]
    chips = {one["name"]: one for one in rule.tables()["chips"]}
    assert [name for name, one in chips.items() if not rule.caught(rule.NEW, lines, one)] == ["V100", "L20", "H20"]
    assert rule.caught(rule.OLD, lines, chips["A100"]) and not rule.caught(rule.OLD, lines, chips["A800"])
    assert (chips["H20"]["score"], chips["H20"]["density"]) == (2368, 2.9)
    for score, density, asked in told.cases(__file__, "rally.yaml")["corner"]:
        assert bool(rule.caught(rule.NEW, lines, {"score": score, "density": density})) == bool(asked)

    def goal(n, **values):
        return explorer.view_of({**explorer.start, **explorer.goals[n].start, **values})

    for n, name, slider, reached in told.cases(__file__, "rally.yaml")["goals"]:
        assert [v for v in range(*slider) if goal(n, **{name: v})["goals"][n]] == list(range(*reached)), name
    best = {(s, a) for s in range(1000, 6001, 50) for a in (600, 700, 800, 850) if goal(2, score=s, area=a)["goals"][2]}
    assert best == {(2200, 700), *((s, a) for s in (2200, 2250, 2300, 2350) for a in (800, 850))}
    assert "V100" in goal(3, line=1900)["line"] and "V100" not in goal(3, line=2100)["line"].split("Free")[0]
    assert "A800" not in goal(0)["alt"] and "A800" in goal(0, link=400)["alt"], "the real ones come afterwards"


def test_five_stamps_hold_for_one_way_of_stamping_each_rule():
    explorer = explore.crate()
    for n, one in enumerate(crate.RULES):
        right = explorer.start | dict(zip(crate.ASKED, one["holds"], strict=True)) | {"rule": one["key"]}
        assert [goal for goal, met in enumerate(explorer.view_of(right)["goals"]) if met] == [n]
        for name, stamps, why in zip(crate.ASKED, crate.STAMPS, one["why"], strict=True):
            for other in {*stamps} - {right[name]}:
                wrong = explorer.view_of(right | {name: other})
                assert not any(wrong["goals"]) and wrong["line"].endswith(why) and "4 of 5" in wrong["title"]
