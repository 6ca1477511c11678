"""Lesson 7: the three pictures of the budget desk, with their words and tables."""

from __future__ import annotations

from derisking.explore.policy_cases import LIMITS, NOTHING, in_words, plus_minus
from derisking.explore.policy_code import DOTS, beaten_of, mean_of, number, results_of, worst_of

from derisking.models.budget_plans import SUPPLIERS

PLANS = tuple("ABCDEFGHI")  # one for each of eight teams, and one after renegotiation
COLUMNS = DOTS  # of the picture of decades
SALES = ("shift_reach", "shift_half", "ally_reach", "ally_half", "home_reach", "home_half", "years", "need", "margin")
LOSSES, ALL, PEOPLE, ROWS = "losses", "plans", "people", "rows"
MANY = "20,000 decades"  # what every view counts
STEP, FEW = 0.05, 5  # how finely the losses of worlds are kept; quantiles of each plan


def place_of(money, t):
    """Where a plan stands among all plans."""
    found = [i for i, plan in enumerate(t["plans"]) if plan == money]
    return found[0]


def lines_of(change, t):
    """The results of all plans under a change, a line of letters each."""
    return t["by_change"][change]["lines"].split(" ")


def kept_money(kept, letter):
    """The sums of a plan by its letter; nothing for a letter that has none."""
    money = kept.get(letter, {})
    return [money.get(name, 0.0) for name in ["stockpile", "second_source", "home", "alliance"]]


def moved_sales(money, delay, a):
    """What each source's suppliers earn more than before, as `supply.moved_margin`. delay: years until new plants deliver."""
    second = a["shift_reach"] * money[1] / (money[1] + a["shift_half"])
    ally = a["ally_reach"] * money[3] / (money[3] + a["ally_half"])
    home = a["home_reach"] * money[2] / (money[2] + a["home_half"])
    before = min(1.0, a["rival"] / max(second + ally, 1e-12)) * delay  # more than the rival sells cannot be moved
    after = min(1.0, a["rival"] / max(second + ally + home, 1e-12)) * (a["years"] - delay)
    gains = [ally * (before + after), second * (before + after), home * after]
    ally, second, home = [part * a["need"] * a["margin"] for part in gains]
    return {"rival": -ally - second - home, "ally": ally, "others": second, "home": home}


def purse_of(view, t):
    """The part of every picture that shows the money."""
    names = ["Stockpile", "Second sources", "Plants at home", "Alliance"]
    return {
        "kind": view["v"]["view"],
        "budget": t["budget"],
        "piece": t["piece"],
        "plan": f"plan {view['v']['plan']}",
        "money": [{"name": name, "money": part} for name, part in zip(names, view["money"], strict=True)],
    }


def desk_losses(view, t):
    """A hundred decades, the plan before the other."""
    mine, theirs = view["mine"], view["theirs"]
    behind = NOTHING if view["v"]["behind"] == NOTHING else f"plan {view['v']['behind']}"
    plan = f"plan {view['v']['plan']}"
    against = "" if view["place"] == view["other"] else f" with {behind}"
    half = f"half of {theirs[0]:.1f} is about {theirs[0] / 2:.0f}" if behind == NOTHING else f"{theirs[0]:.1f}{against}"
    told = [
        [f"{mine[0]:.1f}", "lost on average", half],
        [f"{mine[2]:.1f}", "in the worst five of 100", f"{theirs[2]:.1f}{against}" if against else ""],
    ]
    columns = [f"{i * t['column']:.0f}" for i in range(COLUMNS)]
    return {
        "title": f"{MANY} · {bought(view, behind)}",
        "alt": f"A hundred decades as columns of the output that is lost, the luckiest first. {plan} loses {mine[0]:.1f} billion euro on average and "
        f"{mine[2]:.1f} in the worst five; {behind} {theirs[0]:.1f} and {theirs[2]:.1f}. {100 * mine[4]:.0f} of the decades with {plan} have no loss.",
        "caption": f"A coin is a billion{', two go together' if t['piece'] == 2 else ''}; each column above is a hundredth of the {MANY}, as high as what they lose.",
        "assumes": f"Columns are rounded to tens, the luckiest stands on the left. {errors_of([[plan, mine], [behind, theirs]])} Each plan’s decades stand in its own order, in steps of ten billion. {LIMITS}",
        "heads": ["lost from, billion euro", f"decades of 100, {plan}", f"decades of 100, {behind}"],
        "rows": [[low, f"{a}", f"{b}"] for low, a, b in zip(columns, mine[5], theirs[5], strict=True) if a or b],
        "picture": {
            **purse_of(view, t),
            "behind": behind,
            "most": t["column"] * COLUMNS,
            "told": told,
            "lost": in_order(mine, t["column"]),
            "others": in_order(theirs, t["column"]),
            "unit": "billion euro lost",
        },
    }


def errors_of(named):
    """How exact the numbers of some plans are. named: [name, results]."""
    told = [f"{name} {plus_minus(row[0], row[1])} and {plus_minus(row[2], row[3])}" for name, row in named]
    return f"Lost on average and in the worst five of 100: {'; '.join(told)}."


def bought(view, behind):
    """What the money bought, in a sentence."""
    plan, less, spent = f"Plan {view['v']['plan']}", view["theirs"][0] - view["mine"][0], sum(view["money"])
    if view["place"] == view["other"]:
        return f"{plan}: {view['mine'][0]:.1f} billion lost on average, as with {behind}"
    if behind == NOTHING:
        return f"{plan}: {spent:.0f} billion spent, {less:.1f} billion less lost on average"
    return f"{plan} loses {abs(less):.1f} billion {'less' if less >= 0 else 'more'} than {behind} on average"


def in_order(results, column):
    """A hundred losses, the smallest first, each the middle of its step; 0 where nothing is lost."""
    losses = [column * (i + 0.5) for i, many in enumerate(results[5]) for _ in range(many)]
    free = int(100 * results[4] + 0.5)
    return [0.0 if i < free else loss for i, loss in enumerate(losses)]


def desk_plans(view, t):
    """All plans by cost and worst loss, with the plans of all letters."""
    lines = lines_of(view["change"], t)
    own = [[letter, kept_money(view["v"]["kept"], letter)] for letter in PLANS if letter in view["v"]["kept"]]
    mine = [[f"plan {letter}", money, results_of(lines[place_of(money, t)])] for letter, money in own]
    losses_ = [worst_of(line) for line in lines]
    least = min(range(len(lines)), key=lambda i: losses_[i])
    told = []
    for name, money, row in mine:
        told.append(f"{name} costs {sum(money):.0f} and loses {row[2]:.1f}")
    words = "; ".join(told)
    return {
        "title": f"{MANY} · Each dot is a way to spend up to {t['budget']:.0f} billion",
        "alt": f"Scatter of {len(lines)} plans, cost against the loss in the worst five of 100. Your plans: {words}.",
        "later": f"The smallest loss in the worst five of 100, {losses_[least]:.1f}, belongs to {in_words(t['plans'][least])}; plans close to it may "
        "be as good.",
        "caption": "Lower and further left is better.",
        "assumes": f"One plan beats another if it costs no more and loses less by more than ±, on average and in the worst five of 100. {errors_of([[name, row] for name, _, row in mine])} {LIMITS}",
        "heads": ["plan", "money", "cost", "mean loss", "worst five of 100", "beaten by"],
        "rows": [plan_row(name, money, row, t) for name, money, row in mine],
        "picture": {
            **purse_of(view, t),
            "high": 130,
            "spots": [
                [sum(plan), worst_of(line), beaten_of(line) > 0] for plan, line in zip(t["plans"], lines, strict=True)
            ],
            "own": [{"name": name[5:], "cost": sum(money), "loss": row[2]} for name, money, row in mine],
        },
    }


def plan_row(name, money, row, t):
    """A plan's line in the table."""
    ahead = in_words(t["plans"][row[7]]) if row[6] else "none"
    return [name, in_words(money), f"{sum(money):.0f}", plus_minus(row[0], row[1]), plus_minus(row[2], row[3]), ahead]


def desk_people(view, t):
    """Who pays and who gains, as `supply.accounts`."""
    key, sales = t["key"], moved_sales(view["money"], t["by_change"][view["change"]]["delay"], t["sales"])
    saved = mean_of(lines_of(view["change"], t)[0]) - view["mine"][0]
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
        "title": f"{MANY} · Plan {plan}: who pays and who gains",
        "alt": f"Bars to the left for what each group pays and to the right for what it gains with plan {plan}: {words} billion euro.",
        "caption": f"Value added that is not lost ({saved:.1f}) is split by a key of ours: of each euro {100 * key['wages']:.0f} cents wages, "
        f"{100 * key['taxes']:.0f} taxes, {100 * key['profit']:.0f} profit.",
        "assumes": f"Of sales that move, only what people could not earn elsewhere counts. {LIMITS}",
        "heads": ["who", "pays", "gains", "net"],
        "rows": [[name, f"{pays:.1f}", f"{gains:.1f}", f"{gains - pays:.1f}"] for name, pays, gains in rows],
        "picture": {
            **purse_of(view, t),
            "high": 16,
            "unit": "billion euro of income in ten years",
            "rows": [{"name": name, "pays": pays, "gains": gains} for name, pays, gains in rows],
        },
    }


# --- which row decides ---------------------------------------------------------------------------------------------------------


def worlds_of(place, t):
    """A plan's mean loss in the worlds: 5, 25, 50, 75 and 95 per cent of them lie below."""
    return [STEP * number(t["worlds"]["quantiles"], 2 * (FEW * place + i), 2) for i in range(FEW)]


def leads(place, other, t):
    """For each row the lead of one plan over another at its two ends, the widest first."""
    found = []
    for row in t["worlds"]["rows"]:
        ends = t["worlds"]["ends"][row["row"]]
        low, high = [STEP * (number(ends, 4 * other + side, 2) - number(ends, 4 * place + side, 2)) for side in [0, 2]]
        found.append({**row, "low": low, "high": high})
    return sorted(found, key=lambda bar: -abs(bar["high"] - bar["low"]))


def desk_rows(view, t):
    """Two bands with two names for two plans, and the tornado of the lead between them."""
    plan = f"plan {view['v']['plan']}"
    other = "no measures" if view["v"]["behind"] == NOTHING else f"plan {view['v']['behind']}"
    mine, theirs = view["mine"], view["theirs"]
    bars, lead = leads(view["place"], view["other"], t), theirs[0] - mine[0]
    turning = [bar["name"] for bar in bars if bar["low"] * bar["high"] < 0]
    bands = [band_of(plan, mine, worlds_of(view["place"], t)), band_of(other, theirs, worlds_of(view["other"], t))]
    turned = (
        f"{len(turning)} assumptions can"
        if len(turning) > 1
        else "One assumption can"
        if turning
        else "No single one can"
    )
    which = f": {'; '.join([name[:1].lower() + name[1:] for name in turning[:3]])}" if turning else ""
    which = f"{which}; and {len(turning) - 3} more" if len(turning) > 3 else which
    most = max([abs(bar[end]) for bar in bars for end in ["low", "high"]])
    reach = min([size for size in [10, 20, 50, 100, 200] if size >= most], default=400)
    world = f"{bands[0]['low']:.1f} to {bands[0]['high']:.1f}"
    same = "" if view["place"] != view["other"] else " Both are the same plan: give one of them other money."
    return {
        "title": f"{MANY} · What decides between {plan} and {other}?",
        "line": f"As the desk has it, {plan} loses {abs(lead):.1f} {'less' if lead >= 0 else 'more'} than {other}. With other dice its average stays at "
        f"{plus_minus(mine[0], mine[1])}; other assumptions move it from {world} in nine worlds of ten. {turned} turn the order round alone{which}.{same}",
        "alt": f"Two bands for {plan}: simulation error {plus_minus(mine[0], mine[1])}, uncertainty about the world {world} billion euro lost; for "
        f"{other} {plus_minus(theirs[0], theirs[1])} and {bands[1]['low']:.1f} to {bands[1]['high']:.1f}. Below, bars for the lead of {plan}; the "
        f"longest belongs to {bars[0]['name']}, {bars[0]['low']:.1f} at {bars[0]['low_at']} and {bars[0]['high']:.1f} at {bars[0]['high_at']}. "
        f"{turned} turn the order round alone.",
        "caption": "Bars: one assumption alone goes from end to end of its range; orange if the order turns.",
        "assumes": "Left of 0 the other plan loses less. Dark: the margin of luck, two standard errors, more decades shrink it. Pale: uncertainty about the world, nine of ten worlds in which "
        "every assumption is drawn from its range, and their middle half; more decades do not shrink it.",
        "heads": ["assumption", "ends", f"lead of {plan} at the low end", "at the high end"],
        "rows": [
            [bar["name"], f"{bar['low_at']} to {bar['high_at']}", f"{bar['low']:.1f}", f"{bar['high']:.1f}"]
            for bar in bars
        ],
        "picture": {
            **purse_of(view, t),
            "bands": bands,
            "high": 160,
            "bars": bars[:8],
            "lead": lead,
            "reach": reach,
            "titles": ["Mean loss: luck dark, world pale", f"Lead of {plan} if one moves"],
            "unit": "billion euro in ten years",
        },
    }


def band_of(name, results, worlds):
    """A plan's two bands."""
    words = f"{name}: {plus_minus(results[0], results[1])}; worlds {worlds[0]:.1f} to {worlds[4]:.1f}"
    return {
        "name": words,
        "mean": results[0],
        "error": 2 * results[1],
        "low": worlds[0],
        "high": worlds[4],
        "inner": [worlds[1], worlds[3]],
    }
