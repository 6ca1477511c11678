"""Lesson 7: the budget desk. Four measures, one budget, the same bad luck for every plan, and a rival who answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derisking.explore.coin_city import city, city_end
from derisking.explore.policy_cases import (
    AS_IT_IS,
    CASES,
    CHANGES,
    MEASURES,
    MOVES,
    NOTHING,
    RUNS,
    SEED,
    Case,
    changed,
    in_words,
)
from derisking.explore.policy_code import beaten_of, line_of, mean_of, results_of
from derisking.explore.policy_views import (
    ALL,
    COLUMNS,
    LOSSES,
    PEOPLE,
    PLANS,
    ROWS,
    SALES,
    desk_losses,
    desk_people,
    desk_plans,
    desk_rows,
    kept_money,
    lines_of,
    place_of,
)
from derisking.explore.policy_worlds import for_the_desk

from derisking import widgets as controls
from derisking.charts.vector import decades, people, plans, tornado
from derisking.explore.base import Budget, Explorer, Goal, Memory
from derisking.models import supply

VIEWS = {
    "How bad can it get?": LOSSES,
    "Where do all plans stand?": ALL,
    "Who pays, who gains?": PEOPLE,
    "Which assumption decides?": ROWS,
}
ONE, TWO = "you plan", "the rival answers"
SOURCE = "Model of the budget desk; all numbers are invented round numbers, in billion euro over ten years."


class Tables(dict):
    """What the desk reads: per change of the assumptions all plans with their losses; each drawn when it is first asked for."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case

    def __missing__(self, change: str) -> dict:
        case, assumed = self.case, changed(self.case.assumed, change)
        plans = supply.all_plans(
            case.budget, assumed, step=case.step, runs=RUNS, seed=SEED, column=case.column, columns=COLUMNS
        )
        table = plans.table
        best = [
            min(map(int, column.nonzero()[0]), key=table["worst"].__getitem__, default=-1) for column in plans.beats.T
        ]
        lines = [
            line_of(row, row["dots"], int(beaten), ahead)
            for row, beaten, ahead in zip(table.to_dict("records"), plans.beats.sum(axis=0), best, strict=True)
        ]
        self[change] = {"lines": " ".join(lines), "delay": assumed.home_delay}
        return self[change]

    def whole(self) -> dict:
        """Every change, for a page that has no model."""
        return {change: self[change] for change in CHANGES}


@cache
def standard(name: str) -> dict[str, object]:
    """The tables of one of CASES, drawn once."""
    return tables(CASES[name]) | ({"worlds": for_the_desk()} if name == "advanced" else {})


def tables(case: Case) -> dict[str, object]:
    """What `desk_state` reads."""
    money = sorted(supply.portfolios(case.budget, case.step), key=lambda plan: plan.cost)
    lists = [[round(getattr(plan, name)) for name in MEASURES] for plan in money]
    a = case.assumed
    return {
        "budget": case.budget,
        "piece": case.step,
        "column": case.column,
        "plans": lists,
        "by_change": Tables(case),
        "public": [a.public[name] for name in MEASURES],
        "key": dict(a.key),
        "sales": {name: getattr(a, name) for name in SALES} | {"rival": a.shares["rival"]},
    }


# --- the state ----------------------------------------------------------------------------------------------------------------


def answer(place, t):
    """The change by which the rival hurts a plan most, on average."""
    return max(list(MOVES.keys()), key=lambda move: mean_of(lines_of(move, t)[place]))


def desk_state(v, t):
    """A plan on the desk, another behind it, and what the rival makes of it.

    v: plan (a letter), four sums, behind (a letter or no measures), view, round, change; kept: the sums of every letter.
    """
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    if sum(money) > t["budget"]:
        return {
            "error": f"Plan {v['plan']} costs {sum(money):.0f} billion and the budget is {t['budget']:.0f}. Take something away."
        }
    place = place_of(money, t)
    view = seen(v, t, money, answer(place, t) if v["round"] == TWO else v["change"])
    shown = (
        desk_plans(view, t)
        if v["view"] == ALL
        else desk_people(view, t)
        if v["view"] == PEOPLE
        else desk_losses(view, t)
    )
    mine, spent, found = view["mine"], sum(money), desk_goals(v, t, money, place)
    fewer = (
        v["view"] == LOSSES
        and not v.get("free")
        and not found[0]
        and place in halving(t["plans"], lines_of(AS_IT_IS, t))
    )
    left = f" ({spent:.0f} of {t['budget']:.0f} coins placed)" if spent < t["budget"] else ""
    result = [
        f"My plan for {t['budget']:.0f} billion",
        f"{mine[0]:.1f}",
        f"lost on average, {mine[2]:.1f} in the worst five of 100: {in_words(money)}{left}",
    ]
    return {
        **shown,
        "line": line_about(view, t),
        "goals": found,
        "way": f"Halved, with {spent:.0f} coins. It goes with fewer: try another split." if fewer else "",
        "result": result if sum(money) else [],
    }


def seen(v, t, money, change):
    """What every view reads: the plan and the one behind it under a change, with their results."""
    place, other, lines = place_of(money, t), place_of(kept_money(v["kept"], v["behind"]), t), lines_of(change, t)
    results = {"mine": results_of(lines[place]), "theirs": results_of(lines[other])}
    return {"v": v, "money": money, "change": change, "place": place, "other": other, **results}


def line_about(view, t):
    """The sentence below the desk."""
    v, mine, theirs, money = view["v"], view["mine"], view["theirs"], view["money"]
    name = "with no measures" if v["behind"] == NOTHING else f"plan {v['behind']}"
    against = "" if view["place"] == view["other"] else f"; {name} {theirs[0]:.1f} and {theirs[2]:.1f}"
    line = (
        f"Plan {v['plan']} ({in_words(money)}) costs {sum(money):.0f} of {t['budget']:.0f} billion. It loses {mine[0]:.1f} on average and "
        f"{mine[2]:.1f} in the worst five of 100{against}."
    )
    if v["round"] == TWO:
        line = f"The rival {MOVES[view['change']]}. {line}"
    return f"{line} {verdict(mine[6])}" if v["view"] == ALL else line


def rows_state(v, t):
    """`desk_state` of the desk whose rows have ranges: one view more."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    if v["view"] != ROWS or sum(money) > t["budget"]:
        return desk_state(v, t)
    view = seen(v, t, money, AS_IT_IS)
    return {**desk_rows(view, t), "goals": desk_goals(v, t, money, view["place"])}


def verdict(count):
    """How many plans beat it."""
    if not count:
        return "No plan beats it in both numbers."
    many = f"{count} plans cost no more and lose" if count > 1 else "One plan costs no more and loses"
    return f"{many} less, on average and in the worst five of 100."


def halving(plans_, lines):
    """Places of the plans with a store and an ally only that halve the mean loss, cheapest first."""
    half = mean_of(lines[0]) / 2
    return [i for i, plan in enumerate(plans_) if plan[1] + plan[2] == 0 and mean_of(lines[i]) <= half]


def desk_goals(v, t, money, place):
    """Which of the two goals of `desk` are reached."""
    if v["round"] == TWO or v["change"] != AS_IT_IS:
        return [False, False]
    enough, beaten = halving(t["plans"], lines_of(AS_IT_IS, t)), beaten_of(lines_of(AS_IT_IS, t)[place])
    least = sum(t["plans"][enough[0]])
    return [
        place in enough and sum(money) == least,
        sum(money) == t["budget"] and beaten == 0,
    ]


def desk_picture(picture, width):
    """The picture of a view."""
    if picture["kind"] == PEOPLE:
        return people(picture, width)
    if picture["kind"] == ALL:
        return plans(picture, width)
    money = [part["money"] for part in picture["money"]]
    coins = city({"money": money, "left": picture["budget"] - sum(money)}, width, picture["piece"])
    return decades(picture, width, coins, city_end(width))


def rows_picture(picture, width):
    """The same where rows have ranges."""
    return tornado(picture, width) if picture["kind"] == ROWS else desk_picture(picture, width)


# --- the desk -----------------------------------------------------------------------------------------------------------------


def desk(case: str = "advanced", assumed: supply.Assumptions | None = None) -> Explorer:
    """The explorer of lesson 7: plans A to I on one budget. assumed: your own assumptions in place of the case's.

    case: "advanced" (an invented chip input) or "simple" (cheap chips packaged abroad). Raises KeyError for another case.
    """
    setting = CASES[case] if assumed is None else replace(CASES[case], assumed=assumed)
    known = case == "advanced" and assumed is None  # its rows have ranges
    sliders = {name: controls.Range(label, 0.0, 0.0, setting.budget, setting.step) for name, label in MEASURES.items()}
    return Explorer(
        f"desk-{case}",
        {
            **sliders,
            "plan": controls.Select("You work on plan", list(PLANS), "A"),
            "behind": controls.Select("Behind it stands", [NOTHING, *PLANS], NOTHING),
            "view": controls.Select("Show", [one for one in VIEWS.items() if known or one[1] != ROWS], LOSSES),
            "round": controls.Select("Round", [ONE, TWO], ONE),
            "change": controls.Select("One assumption differs", list(CHANGES), AS_IT_IS),
        },
        rows_state if known else desk_state,
        rows_picture if known else desk_picture,
        tables=standard(case) if assumed is None else tables(setting),
        source=SOURCE,
        question=f"{setting.budget:.0f} billion, {RUNS:,} decades: which plan would you defend?",
        when={"change": ("round", ONE)},
        budget=Budget(setting.budget, tuple(MEASURES)),
        memory=Memory("plan", tuple(MEASURES)),
        keeps=assumed is None,
        goals=goals(setting) if assumed is None else (),
    )


def goals(case: Case) -> list[Goal]:
    """What to find on the desk. A goal starts with an empty plan A."""
    empty = {"plan": "A", **dict.fromkeys(MEASURES, 0.0)}
    return [
        Goal(
            "Stockpile and alliance only. Halve what is lost on average, with as few coins as you can.",
            "The first billions of a measure do most. Two small measures beat one large one.",
            ("stockpile", "alliance"),
            empty,
            place=1,
        ),
        Goal(
            f"Now all four, and all {case.budget:.0f} billion. Find a plan that no other beats: bring your ◆ onto a full dot on the right.",
            "Only two plans are left, and they are much alike. Both lean on the store and put a little into everything cheap.",
            (*MEASURES,),
            {**empty, "view": ALL},
            place=2,
        ),
    ]
