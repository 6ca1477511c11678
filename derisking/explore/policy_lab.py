"""Lesson 7: the budget desk. Four measures, one budget, the same bad luck for every plan, and plans that are remembered."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from derisking import charts, progress
from derisking import widgets as controls
from derisking.explore.base import Explorer
from derisking.explore.policy_cases import (
    CASES,
    CHANGES,
    ERROR,
    MEASURES,
    RUNS,
    SEED,
    Case,
    assumptions,
    beaters,
    changed,
    in_words,
    mean_of,
    offers,
    worst_of,
)
from derisking.models import supply
from derisking.widgets.select import Select

__all__ = ["Desk", "assumptions", "desk", "offers"]

PLANS = tuple("ABCDEFGHI")  # one for each of eight teams, and one after renegotiation
VIEWS = {
    "How bad can it get?": "losses",
    "Where do all plans stand?": "plans",
    "Who pays, who gains?": "people",
}
SOURCE = "Model of the budget desk; all numbers are invented round numbers, in billion euro over ten years."
LIMITS = (
    "Left out: prices and falling demand, votes, technology, and the rival's answer, unless you switch it on. "
    f"{RUNS:,} decades, the same for every plan. {ERROR}"
)


class Desk:
    """One budget desk: a case, the plans tried so far, and pictures of them."""

    def __init__(self, case: Case, key: str = "") -> None:
        self.case, self.key = case, key
        self.plans: dict[str, supply.Portfolio] = self._recalled()
        self._kept = dict(self.plans)
        self.assume = lru_cache(maxsize=32)(lambda change: changed(case.assumed, change))
        self.everything = lru_cache(maxsize=16)(self._all_plans)

    def _all_plans(self, change: str) -> supply.Plans:
        """Every way to spend the money, drawn once for each change."""
        case = self.case
        return supply.all_plans(case.budget, self.assume(change), step=case.step, runs=RUNS, seed=SEED)

    # --- what is remembered between sessions ---

    def _recalled(self) -> dict[str, supply.Portfolio]:
        """Plans of an earlier session; anything that does not fit this desk is left out."""
        try:
            found = json.loads(progress.note(self.key) or "{}") if self.key else {}
            plans = {name: supply.Portfolio(**money) for name, money in found.items() if name in PLANS}
        except (ValueError, TypeError, AttributeError):
            return {}
        fits = [plan for plan in plans.values() if plan.cost <= self.case.budget and self._in_pieces(plan)]
        return plans if len(fits) == len(plans) else {}

    def _in_pieces(self, plan: supply.Portfolio) -> bool:
        return all(getattr(plan, name) % self.case.step == 0 for name in MEASURES)

    def keep(self) -> None:
        """Write the plans to the learner's own record, if they changed."""
        if self.key and self.plans != self._kept:
            self._kept = dict(self.plans)
            progress.keep(self.key, json.dumps({name: vars(plan) for name, plan in self.plans.items()}))

    # --- pictures ---

    def draw(self, plan: str, view: str, change: str, **money: float) -> tuple[charts.Chart, str]:
        """The picture of the present plan and a line about it; the plan is remembered under its letter.

        plan: a letter; view: a value of VIEWS; change: a key of CHANGES; money: one sum for each measure.
        Raises ValueError if the money exceeds the budget; such a plan is not remembered.
        """
        portfolio = supply.Portfolio(**money)
        over = portfolio.cost - self.case.budget
        if over > 1e-9:
            raise ValueError(
                f"plan {plan} costs {portfolio.cost:.0f} billion and the budget is {self.case.budget:.0f}; "
                f"take {over:.0f} away from something."
            )
        self.plans[plan] = portfolio
        return getattr(self, f"_{view}")(plan, change), self._line(plan, view, change)

    def _outcome(self, plan: supply.Portfolio, change: str) -> supply.Outcome:
        return supply.simulate(plan, self.assume(change), runs=RUNS, seed=SEED)

    def _line(self, plan: str, view: str, change: str) -> str:
        """Cost and losses of the plan with their errors, beside doing nothing; in the view of all plans, who beats it."""
        portfolio = self.plans[plan]
        nothing, found = (self._outcome(p, change) for p in (supply.Portfolio(), portfolio))
        line = (
            f"Plan {plan} ({in_words(portfolio)}) costs {found.cost:.0f} of {self.case.budget:.0f}. Mean loss "
            f"{mean_of(found)}, worst 5 % {worst_of(found)}; with no measures {mean_of(nothing)} and {worst_of(nothing)}."
        )
        return f"{line} {self._verdict(portfolio, change)}" if view == "plans" else line

    def _verdict(self, portfolio: supply.Portfolio, change: str) -> str:
        ahead = beaters(self.everything(change), portfolio)
        if ahead.empty:
            return "No plan clearly beats it in all three."
        many = (
            f"{len(ahead)} plans cost no more and clearly lose"
            if len(ahead) > 1
            else "One plan costs no more and clearly loses"
        )
        return f"{many} less, on average and in the worst 5 %."

    def _losses(self, plan: str, change: str) -> charts.Chart:
        nothing, found = (self._outcome(p, change) for p in (supply.Portfolio(), self.plans[plan]))
        series = {f"plan {plan}": found.losses}
        if self.plans[plan].cost:  # two equal curves would only puzzle
            series["no measures"] = nothing.losses
        return charts.histogram(
            series,
            title=f"{RUNS:,} possible decades with plan {plan}",
            unit="billion euro of output lost in ten years",
            count="share of decades, %",
            marks=[(found.expected, f"mean {mean_of(found)}"), (found.worst, f"worst 5 %: {worst_of(found)}")],
            source=SOURCE,
            caption=LIMITS,
            alt=f"Distribution of losses in {RUNS:,} decades. With no measures the mean is {mean_of(nothing)} billion euro "
            f"and the worst 5 per cent {worst_of(nothing)}; with plan {plan} {mean_of(found)} and {worst_of(found)}. "
            f"{found.none * 100:.0f} per cent of the decades with plan {plan} have no loss.",
        )

    def tries(self, change: str) -> pd.DataFrame:
        """The remembered plans under this assumption: plan, cost, mean loss, worst 5 %, money, clearly beaten by."""
        rows = []
        for name in sorted(self.plans):
            ahead = beaters(self.everything(change), self.plans[name])
            found = self._outcome(self.plans[name], change)
            rows.append(
                {
                    "plan": f"plan {name}",
                    "cost": found.cost,
                    "mean loss": mean_of(found),
                    "worst 5 %": worst_of(found),
                    "money": in_words(self.plans[name]),
                    "clearly beaten by": in_words(ahead.iloc[0]) if len(ahead) else "none",
                    "worst": found.worst,
                }
            )
        return pd.DataFrame(rows)

    def _plans(self, plan: str, change: str) -> charts.Chart:
        table, mine = self.everything(change).table, self.tries(change)
        groups = {False: "not clearly beaten", True: "clearly beaten"}
        spots = table.assign(group=table["beaten"].map(groups), name="")[["cost", "worst", "group", "name"]]
        own = mine.rename(columns={"plan": "name"}).assign(group="your plans")
        best = table.loc[table["worst"].idxmin()]
        words = "; ".join(
            f"{row['plan']} costs {row['cost']:.0f}, mean {row['mean loss']}, worst {row['worst 5 %']}"
            for _, row in mine.iterrows()
        )
        return charts.points(
            pd.concat([spots, own[["cost", "worst", "group", "name"]]], ignore_index=True),
            "cost",
            "worst",
            "name",
            group="group",
            annotate=list(own["name"]),
            title=f"{len(table)} ways to spend up to {self.case.budget:.0f} billion",
            x_unit="cost of the plan, billion euro",
            unit="worst 5 %, billion euro lost",
            source=SOURCE,
            caption="Lower and further left is better. One plan clearly beats another if it costs no more and loses less by "
            "more than two standard errors, in the mean and in the worst 5 %. " + LIMITS,
            table=mine.drop(columns="worst"),
            alt=f"Scatter of {len(table)} plans, cost against the loss in the worst 5 per cent. The smallest number, "
            f"{best['worst']:.1f}, belongs to {in_words(best)}; plans close to it may be as good. Your plans: {words}.",
        )

    def _people(self, plan: str, change: str) -> charts.Chart:
        table = supply.accounts(self.plans[plan], self.assume(change), runs=RUNS, seed=SEED)
        key = self.case.assumed.key
        nothing, found = (self._outcome(p, change) for p in (supply.Portfolio(), self.plans[plan]))
        saved = supply.compare(found, nothing)
        return charts.grouped_bars(
            table.set_index("who")[["pays", "gains"]],
            title=f"Plan {plan}: who pays and who gains",
            unit="billion euro of income in ten years",
            digits=1,
            source=SOURCE,
            caption=f"Output that is not lost ({saved.expected:.1f} ± {2 * saved.expected_error:.1f}) is split by a key of "
            f"ours: of each euro {100 * key['wages']:.0f} cents wages, {100 * key['taxes']:.0f} taxes, {100 * key['profit']:.0f} "
            "profit. Of sales that move, only what people could not earn elsewhere counts. " + LIMITS,
            table=table.round(1),
            alt=f"Grouped bars for plan {plan}: "
            + "; ".join(f"{row.who} pay {row.pays:.1f} and gain {row.gains:.1f}" for row in table.itertuples())
            + " billion euro.",
        )


def desk(case: str = "advanced", assumed: supply.Assumptions | None = None) -> Explorer:
    """The explorer of lesson 7: plans A to I on one budget. assumed: your own assumptions in place of the case's.

    case: "advanced" (an invented chip input) or "simple" (cheap chips packaged abroad). Raises KeyError for another case.
    """
    setting = CASES[case] if assumed is None else replace(CASES[case], assumed=assumed)
    table = Desk(setting, f"07-policy-lab/desk/{case}" if assumed is None else "")
    first = table.plans.get("A", supply.Portfolio())
    sliders = {
        name: controls.Range(label, getattr(first, name), 0.0, setting.budget, setting.step, "billion")
        for name, label in MEASURES.items()
    }
    plan = Select("You work on plan", list(PLANS), "A")
    view = Select("Show", list(VIEWS.items()), "losses")
    links: list[Explorer] = []

    def turn_page(change) -> None:
        """A plan made before comes back with its own money; this runs before the picture is drawn."""
        table.keep()
        if links and change["name"] == "value" and change["owner"] is plan and change["new"] in table.plans:
            links[0].set(**vars(table.plans[change["new"]]))

    for control in (plan, view):
        control.observe(turn_page, "value")
    explorer = Explorer(
        {
            "plan": plan,
            **sliders,
            "change": Select("One assumption differs", list(CHANGES), next(iter(CHANGES))),
            "view": view,
        },
        table.draw,
        f"A budget of {setting.budget:.0f} billion for {setting.name}: which plan would you defend, and which one "
        "assumption would make you drop it?",
    )
    links.append(explorer)
    explorer.desk = table
    return explorer
