"""Lesson 7: the budget desk. Four measures, one budget, the same bad luck for every plan, and a rival who answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

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
    plus_minus,
)
from derisking.explore.policy_views import (
    ALL,
    COLUMNS,
    LOSSES,
    PEOPLE,
    PLANS,
    desk_losses,
    desk_people,
    desk_plans,
    kept_money,
    key_of,
)

from derisking import widgets as controls
from derisking.charts.vector import decades, people, plans
from derisking.explore.base import Budget, Explorer, Goal, Memory
from derisking.models import supply

VIEWS = {"How bad can it get?": LOSSES, "Where do all plans stand?": ALL, "Who pays, who gains?": PEOPLE}
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
        rows = [
            [
                *(round(float(row[key]), 3) for key in ("expected", "expected_error", "worst", "worst_error", "none")),
                row["dots"],
                int(beaten),
                ahead,
            ]
            for (_, row), beaten, ahead in zip(table.iterrows(), plans.beats.sum(axis=0), best, strict=True)
        ]
        money = [supply.Portfolio(*row) for row in table[list(MEASURES)].itertuples(index=False)]
        self[change] = {"rows": rows, "sales": [supply.moved_margin(plan, assumed) for plan in money]}
        return self[change]

    def whole(self) -> dict:
        """Every change, for a page that has no model."""
        return {change: self[change] for change in CHANGES}


@cache
def standard(name: str) -> dict[str, object]:
    """The tables of one of CASES, drawn once."""
    return tables(CASES[name])


def tables(case: Case) -> dict[str, object]:
    """What `desk_state` reads."""
    money = sorted(supply.portfolios(case.budget, case.step), key=lambda plan: plan.cost)
    lists = [[getattr(plan, name) for name in MEASURES] for plan in money]
    a = case.assumed
    return {
        "budget": case.budget,
        "column": case.column,
        "plans": lists,
        "place": {key_of(money): i for i, money in enumerate(lists)},
        "by_change": Tables(case),
        "public": [a.public[name] for name in MEASURES],
        "key": dict(a.key),
    }


# --- the state ----------------------------------------------------------------------------------------------------------------


def answer(place, t):
    """The change by which the rival hurts a plan most, on average."""
    return max(list(MOVES.keys()), key=lambda move: t["by_change"][move]["rows"][place][0])


def desk_state(v, t):
    """A plan on the desk, another behind it, and what the rival makes of it.

    v: plan (a letter), four sums, behind (a letter or no measures), view, round, change; kept: the sums of every letter.
    """
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    if sum(money) > t["budget"]:
        return {
            "error": f"Plan {v['plan']} costs {sum(money):.0f} billion and the budget is {t['budget']:.0f}. Take something away."
        }
    other = kept_money(v["kept"], v["behind"])
    place, behind = t["place"][key_of(money)], t["place"][key_of(other)]
    change = answer(place, t) if v["round"] == TWO else v["change"]
    rows = t["by_change"][change]["rows"]
    mine, theirs = rows[place], rows[behind]
    name = "with no measures" if v["behind"] == NOTHING else f"plan {v['behind']}"
    line = (
        f"Plan {v['plan']} ({in_words(money)}) costs {sum(money):.0f} of {t['budget']:.0f}. Mean loss {plus_minus(mine[0], mine[1])}, worst 5 % "
        f"{plus_minus(mine[2], mine[3])}; {name} {plus_minus(theirs[0], theirs[1])} and {plus_minus(theirs[2], theirs[3])}."
    )
    if v["round"] == TWO:
        line = f"The rival {MOVES[change]}. {line}"
    if v["view"] == ALL:
        line = f"{line} {verdict(mine[6])}"
    view = {"v": v, "money": money, "change": change, "mine": mine, "theirs": theirs, "place": place}
    shown = (
        desk_plans(view, t)
        if v["view"] == ALL
        else desk_people(view, t)
        if v["view"] == PEOPLE
        else desk_losses(view, t)
    )
    return {**shown, "line": line, "goals": desk_goals(v, t, money, place)}


def verdict(count):
    """How many plans clearly beat it."""
    if not count:
        return "No plan clearly beats it in all three."
    many = f"{count} plans cost no more and clearly lose" if count > 1 else "One plan costs no more and clearly loses"
    return f"{many} less, on average and in the worst 5 %."


def halving(plans_, rows):
    """Places of the plans with a store and an ally only that halve the mean loss, cheapest first."""
    half = rows[0][0] / 2
    return [i for i, plan in enumerate(plans_) if plan[1] + plan[2] == 0 and rows[i][0] <= half]


def desk_goals(v, t, money, place):
    """Which of the four goals of `desk` are reached."""
    as_it_is = v["round"] == ONE and v["change"] == AS_IT_IS
    rows, best = t["by_change"][AS_IT_IS]["rows"], False
    enough = halving(t["plans"], rows) if as_it_is else []
    stores = [i for i in enough if t["plans"][i][3] == 0]
    if v["round"] == TWO:
        worst = [max([t["by_change"][move]["rows"][i][0] for move in MOVES]) for i in range(len(t["plans"]))]
        best = worst[place] == min(worst)
    return [
        as_it_is and bool(stores) and place == stores[0],
        as_it_is and place in enough and sum(money) == sum(t["plans"][enough[0]]),
        as_it_is and sum(money) == t["budget"] and rows[place][6] == 0,
        best,
    ]


def desk_picture(picture, width):
    """The picture of a view."""
    if picture["kind"] == PEOPLE:
        return people(picture, width)
    return plans(picture, width) if picture["kind"] == ALL else decades(picture, width)


# --- the desk -----------------------------------------------------------------------------------------------------------------


def desk(case: str = "advanced", assumed: supply.Assumptions | None = None) -> Explorer:
    """The explorer of lesson 7: plans A to I on one budget. assumed: your own assumptions in place of the case's.

    case: "advanced" (an invented chip input) or "simple" (cheap chips packaged abroad). Raises KeyError for another case.
    """
    setting = CASES[case] if assumed is None else replace(CASES[case], assumed=assumed)
    sliders = {
        name: controls.Range(label, 0.0, 0.0, setting.budget, setting.step, "billion")
        for name, label in MEASURES.items()
    }
    return Explorer(
        f"desk-{case}",
        {
            **sliders,
            "plan": controls.Select("You work on plan", list(PLANS), "A"),
            "behind": controls.Select("Behind it stands", [NOTHING, *PLANS], NOTHING),
            "view": controls.Select("Show", list(VIEWS.items()), LOSSES),
            "round": controls.Select("Round", [ONE, TWO], ONE),
            "change": controls.Select("One assumption differs", list(CHANGES), AS_IT_IS),
        },
        desk_state,
        desk_picture,
        tables=standard(case) if assumed is None else tables(setting),
        source=SOURCE,
        question=f"A budget of {setting.budget:.0f} billion for {setting.name}: which plan would you defend, and which one assumption "
        "would make you drop it?",
        when={"change": ("round", ONE), "behind": ("view", LOSSES)},
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
            "One measure only. Find the smallest stockpile that halves the mean loss.",
            "A store works against every kind of stop, and each further month in it does less.",
            ("stockpile",),
            empty,
        ),
        Goal(
            "Now with an ally. Halve the mean loss with less money than the store alone needs: find the cheapest way.",
            "The first billions of a measure do most. Two small measures beat one large one.",
            ("stockpile", "alliance"),
            empty,
        ),
        Goal(
            f"All four measures, and all the money ({case.budget:.0f}). Find a plan that no other clearly beats. “Where do all plans stand?” helps.",
            "Only two plans are left. Both lean on the store and put a little into everything cheap.",
            (*MEASURES, "view"),
            empty,
        ),
        Goal(
            "Round two: the rival reads your plan and makes the move that hurts it most. Find the plan that loses least on average after that.",
            "It is the plan with something of everything. Against a rival who chooses, the weakest spot counts.",
            (*MEASURES, "view", "plan", "behind"),
            {**empty, "round": TWO},
        ),
    ]
