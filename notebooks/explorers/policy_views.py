"""Lesson 7: the three pictures of the budget desk, with their words and tables."""

from __future__ import annotations

from derisking.explore.policy_cases import LIMITS, NOTHING, in_words, plus_minus

from derisking.models.budget_plans import SUPPLIERS

PLANS = tuple("ABCDEFGHI")  # one for each of eight teams, and one after renegotiation
COLUMNS = 13  # of the picture of decades
LOSSES, ALL, PEOPLE = "losses", "plans", "people"


def key_of(money):
    """Four sums as a text by which a plan is found."""
    return " ".join([f"{part:.0f}" for part in money])


def kept_money(kept, letter):
    """The sums of a plan by its letter; nothing for a letter that has none."""
    money = kept.get(letter, {})
    return [money.get(name, 0.0) for name in ["stockpile", "second_source", "home", "alliance"]]


def purse_of(view, t):
    """The part of every picture that shows the money."""
    names = ["Stockpile", "Second sources", "Plants at home", "Alliance"]
    return {
        "kind": view["v"]["view"],
        "budget": t["budget"],
        "plan": f"plan {view['v']['plan']}",
        "money": [{"name": name, "money": part} for name, part in zip(names, view["money"], strict=True)],
    }


def desk_losses(view, t):
    """A hundred decades as dots, the plan before the other."""
    mine, theirs = view["mine"], view["theirs"]
    behind = NOTHING if view["v"]["behind"] == NOTHING else f"plan {view['v']['behind']}"
    plan = f"plan {view['v']['plan']}"
    marks = [
        {"x": theirs[0], "name": f"mean of {behind}: {theirs[0]:.1f}", "behind": True},
        {"x": mine[0], "name": f"mean of {plan}: {mine[0]:.1f}", "behind": False},
        {"x": mine[2], "name": f"its worst 5 %: {mine[2]:.1f}", "behind": False},
    ]
    columns = [f"{i * t['column']:.0f}" for i in range(COLUMNS)]
    return {
        "title": f"A hundred possible decades: {plan}, and behind it {behind}",
        "alt": f"Dots, one for each of a hundred decades, at the output that is lost. With {plan} the mean is {plus_minus(mine[0], mine[1])} "
        f"billion euro and the worst 5 per cent {plus_minus(mine[2], mine[3])}; with {behind} {plus_minus(theirs[0], theirs[1])} and "
        f"{plus_minus(theirs[2], theirs[3])}. {100 * mine[4]:.0f} per cent of the decades with {plan} have no loss.",
        "caption": LIMITS,
        "heads": ["lost from, billion euro", f"decades of 100, {plan}", f"decades of 100, {behind}"],
        "rows": [[low, f"{a}", f"{b}"] for low, a, b in zip(columns, mine[5], theirs[5], strict=True) if a or b],
        "picture": {
            **purse_of(view, t),
            "behind": behind,
            "width": t["column"],
            "counts": mine[5],
            "others": theirs[5],
            "marks": marks,
            "unit": "billion euro of output lost in ten years",
        },
    }


def desk_plans(view, t):
    """All plans by cost and worst loss, with the plans of all letters."""
    rows = t["by_change"][view["change"]]["rows"]
    own = [[letter, kept_money(view["v"]["kept"], letter)] for letter in PLANS if letter in view["v"]["kept"]]
    mine = [[f"plan {letter}", money, rows[t["place"][key_of(money)]]] for letter, money in own]
    least = min(range(len(rows)), key=lambda i: rows[i][2])
    told = []
    for name, money, row in mine:
        losses = f"mean {plus_minus(row[0], row[1])}, worst {plus_minus(row[2], row[3])}"
        told.append(f"{name} costs {sum(money):.0f}, {losses}")
    words = "; ".join(told)
    return {
        "title": f"{len(rows)} ways to spend up to {t['budget']:.0f} billion, by cost and by the worst 5 % of decades",
        "alt": f"Scatter of {len(rows)} plans, cost against the loss in the worst 5 per cent. Your plans: {words}.",
        "later": f"The smallest loss in the worst 5 %, {rows[least][2]:.1f}, belongs to {in_words(t['plans'][least])}; plans close to it may "
        "be as good.",
        "caption": f"Lower and further left is better. One plan clearly beats another if it costs no more and loses less by more than two "
        f"standard errors, in the mean and in the worst 5 %. {LIMITS}",
        "heads": ["plan", "money", "cost", "mean loss", "worst 5 %", "clearly beaten by"],
        "rows": [plan_row(name, money, row, t) for name, money, row in mine],
        "picture": {
            **purse_of(view, t),
            "high": 130,
            "spots": [[sum(plan), row[2], row[6] > 0] for plan, row in zip(t["plans"], rows, strict=True)],
            "own": [{"name": name[5:], "cost": sum(money), "loss": row[2]} for name, money, row in mine],
        },
    }


def plan_row(name, money, row, t):
    """A plan's line in the table."""
    ahead = in_words(t["plans"][row[7]]) if row[6] else "none"
    return [name, in_words(money), f"{sum(money):.0f}", plus_minus(row[0], row[1]), plus_minus(row[2], row[3]), ahead]


def desk_people(view, t):
    """Who pays and who gains, as `supply.accounts`."""
    change, key = t["by_change"][view["change"]], t["key"]
    sales = change["sales"][view["place"]]
    saved = change["rows"][0][0] - view["mine"][0]
    bill = sum([part * share for part, share in zip(view["money"], t["public"], strict=True)])
    home = saved + sales["home"]
    rows = [
        ["taxpayers", bill, key["taxes"] * home],
        ["workers at home", 0.0, key["wages"] * home],
        ["firms that use the input", sum(view["money"]) - bill, key["profit"] * saved],
        ["owners of plants at home", 0.0, key["profit"] * sales["home"]],
    ]
    for source, name in SUPPLIERS.items():
        rows.append([name, max(0.0, -sales[source]), max(0.0, sales[source])])
    words = "; ".join([f"{name} pay {pays:.1f} and gain {gains:.1f}" for name, pays, gains in rows])
    plan = view["v"]["plan"]
    return {
        "title": f"Plan {plan}: who pays and who gains",
        "alt": f"Bars to the left for what each group pays and to the right for what it gains with plan {plan}: {words} billion euro.",
        "caption": f"Value added that is not lost ({saved:.1f}) is split by a key of ours: of each euro {100 * key['wages']:.0f} cents wages, "
        f"{100 * key['taxes']:.0f} taxes, {100 * key['profit']:.0f} profit. Of sales that move, only what people could not earn elsewhere "
        f"counts. {LIMITS}",
        "heads": ["who", "pays", "gains", "net"],
        "rows": [[name, f"{pays:.1f}", f"{gains:.1f}", f"{gains - pays:.1f}"] for name, pays, gains in rows],
        "picture": {
            **purse_of(view, t),
            "high": 16,
            "unit": "billion euro of income in ten years",
            "rows": [{"name": name, "pays": pays, "gains": gains} for name, pays, gains in rows],
        },
    }
