"""Lesson 7: the budget desk. Four measures, one budget, the same bad luck for every plan, and plans that are remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from derisking import charts, progress
from derisking import widgets as controls
from derisking.explore.base import Explorer
from derisking.models import supply
from derisking.widgets.select import Select

RUNS, SEED = 2000, 7  # every plan lives through the same 2000 decades
MEASURES = {
    "stockpile": "Stockpile",
    "second_source": "Second sources",
    "home": "Plants at home",
    "alliance": "Alliance",
}
PLANS = tuple("ABCDEFGHI")  # one for each of eight teams, and one after renegotiation
VIEWS = {
    "How bad can it get?": "losses",
    "Where do all plans stand?": "plans",
    "Who pays, who gains?": "people",
}
CHANGES = {
    "none: as the desk has it": {},
    "a month of stock costs twice as much": {"stock_price": 2.0},
    "new plants deliver three years later": {"home_delay": 3},
    "the ally keeps its spare output at home": {"ally_spare": 0.0},
    "the rival fails twice as often": {"rival": 2.0},
    "disruptions last twice as long": {"months": 2.0},
}
_COUNTS = ["cost", "expected", "worst"]
SOURCE = "Model of the budget desk; all numbers are invented round numbers, in billion euro over ten years."
LIMITS = (
    "Left out: leverage and retaliation (the plan never changes what the rival does), prices and falling demand, "
    "votes, wages and technology. 2000 decades, the same for every plan."
)


@dataclass(frozen=True)
class Case:
    """A desk's setting: assumptions, budget and the pieces in which money is handed out, in billion euro."""

    name: str
    assumed: supply.Assumptions
    budget: float
    step: float


CASES = {
    "advanced": Case("an advanced chip input", supply.Assumptions(), 12.0, 2.0),
    "simple": Case(
        "simple chips, packaged abroad",
        supply.Assumptions(
            need=1.5,  # cheap parts, but a car worth far more waits for them
            leverage=24.0,
            shares={"rival": 0.7, "ally": 0.1, "others": 0.15, "home": 0.05},
            severity=0.9,
            months=6.0,
            stock_price=1.2,
            shift_half=0.8,
            home_half=3.0,
            home_delay=2,
            ally_half=0.8,
        ),
        6.0,
        1.0,
    ),
}


def changed(assumed: supply.Assumptions, correlation: float, change: str) -> supply.Assumptions:
    """The assumptions with a correlation and one change of CHANGES; raises KeyError for an unknown change."""
    wanted = CHANGES[change]
    new: dict[str, object] = {"correlation": correlation}
    for name, factor in wanted.items():
        if name == "rival":
            new["risks"] = {**assumed.risks, "rival": min(1.0, assumed.risks["rival"] * factor)}
        elif name == "home_delay":
            new[name] = min(assumed.years, assumed.home_delay + int(factor))
        else:
            new[name] = getattr(assumed, name) * factor
    return replace(assumed, **new)


def beaters(table: pd.DataFrame, plan: supply.Portfolio) -> pd.DataFrame:
    """The plans of a frontier table that beat this one: no dearer, no loss larger, one of them smaller.

    Undominated plans first, then by the worst 5 %. Raises KeyError if the plan is not in the table.
    """
    mine = table[(table[list(MEASURES)] == [getattr(plan, name) for name in MEASURES]).all(axis=1)]
    if mine.empty:
        raise KeyError(f"{plan} is not one of the plans in the table.")
    values, own = table[_COUNTS].to_numpy(), mine.iloc[0][_COUNTS].to_numpy(dtype=float)
    beats = (values <= own + 1e-12).all(axis=1) & (values < own - 1e-12).any(axis=1)
    return table[beats].sort_values(["dominated", "worst"])


def in_words(plan: supply.Portfolio | pd.Series) -> str:
    """A plan as a phrase: "stockpile 6, alliance 2"."""
    parts = [f"{label.lower()} {getattr(plan, name):.0f}" for name, label in MEASURES.items() if getattr(plan, name)]
    return ", ".join(parts) or "no measures"


class Desk:
    """One budget desk: a case, the plans tried so far, and pictures of them."""

    def __init__(self, case: Case, key: str = "") -> None:
        self.case, self.key = case, key
        self.plans: dict[str, supply.Portfolio] = self._recalled()
        self._kept = dict(self.plans)
        self.assume = lru_cache(maxsize=32)(lambda *given: changed(case.assumed, *given))
        self.everything = lru_cache(maxsize=32)(self._frontier)

    def _frontier(self, correlation: float, change: str) -> pd.DataFrame:
        case = self.case
        return supply.frontier(
            case.budget, self.assume(correlation, change), step=case.step, runs=RUNS, seed=SEED
        )  # 210 plans, drawn once for each setting

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

    def draw(self, plan: str, view: str, correlation: float, change: str, **money: float) -> tuple[charts.Chart, str]:
        """The picture of the present plan and a line about it; the plan is remembered under its letter.

        plan: a letter; view: a value of VIEWS; correlation: 0 to 1; change: a key of CHANGES; money: one sum for each
        measure. Raises ValueError if the money exceeds the budget; such a plan is not remembered.
        """
        portfolio = supply.Portfolio(**money)
        over = portfolio.cost - self.case.budget
        if over > 1e-9:
            raise ValueError(
                f"plan {plan} costs {portfolio.cost:.0f} billion and the budget is {self.case.budget:.0f}; "
                f"take {over:.0f} away from something."
            )
        self.plans[plan] = portfolio
        line = self._line(plan, correlation, change)
        chart = getattr(self, f"_{view}")(plan, correlation, change)
        return chart, line

    def _outcome(self, plan: supply.Portfolio, correlation: float, change: str) -> supply.Outcome:
        return supply.simulate(plan, self.assume(correlation, change), runs=RUNS, seed=SEED)

    def _line(self, plan: str, correlation: float, change: str) -> str:
        """Cost and losses of the plan, beside doing nothing, and how many plans beat it."""
        portfolio = self.plans[plan]
        nothing, found = (self._outcome(p, correlation, change) for p in (supply.Portfolio(), portfolio))
        ahead = beaters(self.everything(correlation, change), portfolio)
        verdict = "No plan on the desk beats it in all three."
        if len(ahead):
            many = f"{len(ahead)} plans cost" if len(ahead) > 1 else "One plan costs"
            verdict = f"{many} no more and lose{'s' if len(ahead) == 1 else ''} less, on average and in the worst 5 %."
        return (
            f"Plan {plan} ({in_words(portfolio)}) costs {found.cost:.0f} of {self.case.budget:.0f}. Expected loss "
            f"{found.expected:.1f}, worst 5 % {found.worst:.1f}; with no measures {nothing.expected:.1f} and "
            f"{nothing.worst:.1f}. {verdict}"
        )

    def _losses(self, plan: str, correlation: float, change: str) -> charts.Chart:
        nothing, found = (self._outcome(p, correlation, change) for p in (supply.Portfolio(), self.plans[plan]))
        name = f"plan {plan}"
        return charts.histogram(
            {name: found.losses, "no measures": nothing.losses},
            title=f"2000 possible decades with plan {plan}",
            unit="billion euro of output lost in ten years",
            count="share of decades, %",
            marks=[(found.expected, f"mean {found.expected:.1f}"), (found.worst, f"worst 5 %: {found.worst:.1f}")],
            source=SOURCE,
            caption=LIMITS,
            alt=f"Distribution of losses in 2000 decades. With no measures the mean is {nothing.expected:.1f} billion euro "
            f"and the worst 5 per cent {nothing.worst:.1f}; with plan {plan} {found.expected:.1f} and {found.worst:.1f}. "
            f"{found.none * 100:.0f} per cent of the decades with plan {plan} have no loss.",
        )

    def tries(self, correlation: float, change: str) -> pd.DataFrame:
        """The remembered plans under these assumptions: plan, money, cost, expected, worst, beaten by."""
        table = self.everything(correlation, change)
        rows = []
        for name in sorted(self.plans):
            ahead = beaters(table, self.plans[name])
            found = self._outcome(self.plans[name], correlation, change)
            rows.append(
                {
                    "plan": f"plan {name}",
                    "cost": found.cost,
                    "expected": round(found.expected, 1),
                    "worst 5 %": round(found.worst, 1),
                    "money": in_words(self.plans[name]),
                    "beaten by": in_words(ahead.iloc[0]) if len(ahead) else "none",
                }
            )
        return pd.DataFrame(rows)

    def _plans(self, plan: str, correlation: float, change: str) -> charts.Chart:
        table, mine = self.everything(correlation, change), self.tries(correlation, change)
        groups = {False: "no plan beats these", True: "beaten by another"}
        spots = table.assign(group=table["dominated"].map(groups), name="")[["cost", "worst", "group", "name"]]
        own = mine.rename(columns={"worst 5 %": "worst", "plan": "name"}).assign(group="your plans")
        best = table.loc[table["worst"].idxmin()]
        words = "; ".join(
            f"{row.plan} costs {row.cost:.0f}, expected {row.expected:.1f}, worst {row.worst:.1f}"
            for row in mine.rename(columns={"worst 5 %": "worst"}).itertuples()
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
            caption="Lower and further left is better. Plans that nobody beats are best for their cost in the mean, in the "
            "worst 5 %, or in both. " + LIMITS,
            table=mine,
            alt=f"Scatter of {len(table)} plans, cost against the loss in the worst 5 per cent. The smallest worst 5 per cent, "
            f"{best['worst']:.1f}, belongs to {in_words(best)}. Your plans: {words}.",
        )

    def _people(self, plan: str, correlation: float, change: str) -> charts.Chart:
        table = supply.who_pays(self.plans[plan], self.assume(correlation, change), runs=RUNS, seed=SEED)
        touched = table[(table["pays"] > 0) | (table["gains"] > 0) | (table.index < 3)]
        return charts.grouped_bars(
            touched.set_index("who")[["pays", "gains"]],
            title=f"Plan {plan}: who pays and who gains",
            unit="billion euro in ten years",
            digits=1,
            source=SOURCE,
            caption="Firms gain the expected loss that they avoid; suppliers gain or lose profit on sales that move. "
            + LIMITS,
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
            "correlation": controls.Range(
                "Do shocks hit several at once? (correlation)", setting.assumed.correlation, 0.0, 0.9, 0.1
            ),
            "change": Select("One assumption differs", list(CHANGES), next(iter(CHANGES))),
            "view": view,
        },
        table.draw,
        f"A budget of {setting.budget:.0f} billion for {setting.name}: which plan would you defend, and which plan beats "
        "your first one?",
    )
    links.append(explorer)
    explorer.desk = table
    return explorer


def assumptions(case: str = "advanced") -> pd.DataFrame:
    """What the desk supposes, in words: one row per assumption. Raises KeyError for another case."""
    a = CASES[case].assumed
    cent = {name: f"{100 * value:.0f} %" for name, value in a.shares.items()}
    risk = {name: f"{100 * value:.0f} %" for name, value in a.risks.items()}
    rows = [
        ("Where the input comes from: rival, ally, others, home", ", ".join(cent.values())),
        ("Chance that each of them fails in a year", ", ".join(risk.values())),
        ("Correlation of these failures", f"{a.correlation:.1f}"),
        ("Deliveries that stop, and for how long on average", f"{100 * a.severity:.0f} %, {a.months:.0f} months"),
        ("Need for the input in a year", f"{a.need:.1f} billion euro"),
        ("Output lost for each euro of input that is missing", f"{a.leverage:.0f} euro"),
        ("Price of a month of stock, held for ten years", f"{a.stock_price:.1f} billion euro"),
        ("Money that buys half of what second sources can do", f"{a.shift_half:.1f} billion euro"),
        (
            "The same for plants at home, and when they deliver",
            f"{a.home_half:.1f} billion euro, after {a.home_delay} years",
        ),
        ("The same for the alliance", f"{a.ally_half:.1f} billion euro"),
    ]
    return pd.DataFrame(rows, columns=["assumption", "on the desk"]).set_index("assumption").rename_axis(None)
