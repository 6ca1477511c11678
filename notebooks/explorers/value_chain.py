"""Lesson 4: countries and firms stop; the chain breaks on its map, and three rules say what comes out."""

from __future__ import annotations

from functools import cache

import pandas as pd
from derisking.explore.chain_tables import AREAS, FIRMS, NOBODY, inputs, remaining
from derisking.explore.chain_walk import DRAWN, NOTED, chain_row, holders, overview

from derisking import widgets as controls
from derisking.charts.vector import atlas
from derisking.charts.vector.outlines import PLACES
from derisking.explore import chain_tables
from derisking.explore.base import Explorer, Goal
from derisking.models.supply import weekly

MINIMUM, WEIGHTED, TIME = "naive minimum", "weighted by market", "with stocks and substitution"
RULES = (MINIMUM, WEIGHTED, TIME)
# Our assumptions, not measurements: weeks of normal use that go on without new deliveries, by kind of input. A chemical is
# gone in weeks; how long a machine in the fab runs without service and parts from its maker no source says. Both are controls.
STOCK_WEEKS = {"design": 26, "segment": 8}
STOCK_MONTHS = 3  # of materials, where the control starts
SERVICE_MONTHS, SERVICE_MOST = 24, 36  # that machines run without their makers: where the control starts and ends
RAMP_WEEKS = 520  # others replace everything that is lost within ten years, in equal steps
WEEKS = 260  # length of the picture
JUDGED = 104  # the third rule's output is the mean of the first two years
PER_MONTH = 52 / 12
LIMIT = {
    MINIMUM: "every input counts as equally vital, never stored and never replaced.",
    WEIGHTED: "it adds dollars, so a chip made without light would count as nearly whole; design and plants have no "
    "market value here and are left out.",
    TIME: "how long machines run without their makers is your input, and that others refill a tenth of the gap per year is our "
    "guess, for a niche tool as for an EUV machine.",
}
HEADS = ["step, or input of the rules", "lost, %", "could take over", "world market, million USD", "year of the shares"]
ENOUGH = 0.5  # our line: with no more than this part of its normal supply a step is broken
SHOWN = 8  # inputs in the table of numbers
ASSUMED = (
    "We assume: whoever is taken away delivers nothing from one day to the next, no one else makes more, and a step breaks "
    "when half or less of its supply is left. Countries count by headquarters, plants by place. A firm loses only what our tables "
    "give by firm: machines, wafers, photoresist, newest plants. They know no firm's part of the plants for all chips, TSMC's "
    "neither, and have Europe's plants and designs as one block, which stops with the whole EU only."
)


@cache
def tables() -> dict[str, object]:
    """As `chain_tables.tables`, and every input with kind, market (million dollars, or none), year, and what each leaves of it."""
    about = inputs().about
    listed = [
        {
            "id": str(name),
            "name": row["input"].replace(" (whole segment)", "").replace(" (DUV)", ""),
            "kind": row["kind"],
            "market": None if pd.isna(row["market_usd_m"]) else float(row["market_usd_m"]),
            "year": int(row["year"]),
        }
        for name, row in about.iterrows()
    ]
    left = {name: remaining(name).reindex(about.index).tolist() for name in [*AREAS, *FIRMS]}
    return {**chain_tables.tables(), "inputs": listed, "left": left, "kinds": sorted(set(about["kind"]))}


def chain_rows(v, t):
    """Every input with what is left of it, and what that costs in dollars where the market is known."""
    rows = [{**row, "left": left} for row, left in zip(t["inputs"], t["left"][v["away"]], strict=True)]
    sold = [row for row in rows if row["kind"] in ["tool", "material"] and row["market"] is not None]
    return rows, [{**row, "lost": (1 - row["left"]) * row["market"]} for row in sold]


def chain_time(v, t, rows):
    """Output week by week: the scarcest input of each kind decides, because inputs of one kind have equal stocks."""
    scarcest = []
    for kind in t["kinds"]:
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            scarcest.append(min(mine, key=lambda row: row["left"]))
    stocks = {**STOCK_WEEKS, "material": v["months"] * PER_MONTH, "tool": v["service"] * PER_MONTH}
    weeks = [stocks[row["kind"]] for row in scarcest]
    path = weekly([row["left"] for row in scarcest], weeks, 1.0, WEEKS, RAMP_WEEKS)
    return [[output, scarcest[which] if which >= 0 else None] for output, which in path]


def mean_output(path):
    """The third rule's result: the mean of the first two years."""
    return sum([output for output, _ in path[:JUDGED]]) / JUDGED


def chain_results(v, t, rows, sold, path):
    """Per rule: what is left of output, 0 to 1, and the input that decides, or none.

    Under the weighted rule nothing binds: named is the input that takes most from the sum.
    """
    scarce = min(rows, key=lambda row: row["left"])
    most = max(sold, key=lambda row: row["lost"])
    market = sum([row["market"] for row in sold])
    weighted = 1 - sum([row["lost"] for row in sold]) / market
    first = path[:JUDGED]
    worst = min(first, key=lambda week: week[0])
    return {
        MINIMUM: [scarce["left"], scarce if scarce["left"] < 1 - 1e-9 else None],
        WEIGHTED: [weighted, most if most["lost"] > 1e-9 else None],
        TIME: [mean_output(path), worst[1]],
    }


def named(row):
    """Name of an input with the size of its market, if known."""
    if row["market"] is None:
        return row["name"]
    dollars = f"${row['market'] / 1000:,.1f} bn" if row["market"] >= 1000 else f"${row['market']:,.0f} m"
    return f"{row['name']} · {dollars}"


def broken_steps(v, t):
    """The numbers, from 0, of the steps of which no more than ENOUGH is left."""
    return [i for i, lost in enumerate(t["lost"][v["away"]]) if 1 - lost <= ENOUGH]


def takers(i, v, t):
    """Who is left at a step, and how much more they would have to make."""
    step, lost = t["steps"][i], t["lost"][v["away"]][i]
    home = t["home"].get(v["away"], "")
    rest = holders(step, [*t["gone"].get(v["away"], []), "other"])
    if lost > 0.995:
        return "nobody else"
    who = ", ".join([PLACES[place][0] for place, share in rest if place != home or share - lost >= NOTED][:3])
    times = 1 / (1 - lost)
    return f"{who or 'others'}, at {f'{times:.1f}' if times < 5 else f'{times:.0f}'} times today's output"


def broken_words(v, t):
    """One sentence for the steps that break."""
    broken = broken_steps(v, t)
    told = []
    for i in broken:
        lost = 100 * t["lost"][v["away"]][i]
        told.append(f"{t['steps'][i]['name']} ({lost:.0f} % lost; could take over: {takers(i, v, t)})")
    return f"Broken: {'; '.join(told)}." if told else "No step breaks."


def use_words(v, t):
    """What the broken steps mean for those who use chips."""
    broken = [t["steps"][i] for i in broken_steps(v, t)]
    if not broken:
        return "Use: all chips arrive"
    if all([step["newest"] for step in broken]):
        return "Use: newest chips stop, others go on"
    return "Use: newest chips and others stop"


def chain_state(v, t):
    """What breaks on the map and in the chain when somebody stops, and what comes out by a rule."""
    rows, sold = chain_rows(v, t)
    path = chain_time(v, t, rows)
    results = chain_results(v, t, rows, sold, path)
    output, decides = results[v["rule"]]
    ordered = sorted(rows, key=lambda row: row["left"])
    if v["rule"] == WEIGHTED:
        ordered = sorted(sold, key=lambda row: -row["lost"])
    who = "Nobody stops" if v["away"] == NOBODY else f"{v['away']} stops"
    says = f"{who}: {broken_words(v, t)}"
    outputs = ", ".join([f"{rule} {100 * results[rule][0]:.0f} %" for rule in RULES])
    word = "Takes most from the sum" if v["rule"] == WEIGHTED else "Binds"
    binds = f"{word}: {named(decides)}." if decides else "Nothing binds."
    return {
        "title": f"{who}: {use_words(v, t).replace('Use: ', '')}",
        "line": f"{broken_words(v, t)} Output left: {outputs}. {binds} Limit of this rule: {LIMIT[v['rule']]}",
        "alt": f"Map of the United States, Europe and East Asia above a chain of {len(t['steps'])} steps. {says} {use_words(v, t)}. "
        f"Output left by the rule: {100 * output:.0f} per cent.",
        "caption": f"{ASSUMED} {DRAWN} Whoever stops selling also loses income: the model does not see that.",
        "heads": HEADS,
        "rows": [*step_rows(v, t), *input_rows(ordered[:SHOWN])],
        "picture": broken_picture(v, t, output, decides, path),
        "goals": chain_goals(
            v, t, results, mean_output(chain_time({**v, "service": max(0, v["service"] - 1)}, t, rows))
        ),
    }


def step_rows(v, t):
    """The steps in the table of numbers."""
    rows = []
    for i, (step, lost) in enumerate(zip(t["steps"], t["lost"][v["away"]], strict=True)):
        who = takers(i, v, t) if lost >= NOTED else "–"
        rows.append([f"{i + 1} {step['name']}", f"{100 * lost:.1f}", who, "–", f"{step['year']}"])
    return rows


def input_rows(rows):
    """The inputs that miss most, in the table of numbers."""
    shown = []
    for row in rows:
        market = "–" if row["market"] is None else f"{row['market']:.0f}"
        shown.append([row["name"], f"{100 * (1 - row['left']):.1f}", "–", market, f"{row['year']}"])
    return shown


def chain_goals(v, t, results, less):
    """Which of the three goals of `chain` are reached. less: output under the third rule if machines run a month less alone."""
    output, decides = results[MINIMUM]
    firm, broken = v["away"] in t["home"], broken_steps(v, t)
    tiny = bool(decides) and decides["market"] is not None and decides["market"] < 30
    return [
        firm and len(broken) > 0 and all([t["steps"][i]["newest"] for i in broken]),
        tiny and not broken and output < 0.005,
        v["away"] == "European Union" and v["rule"] == TIME and results[TIME][0] >= 0.8 > less,
    ]


def broken_picture(v, t, output, decides, path):
    """The picture's data when somebody stops."""
    broken, away = broken_steps(v, t), v["away"]
    places = overview(t, t["gone"].get(away, []), broken)
    home = t["home"].get(away, "")
    if home:
        lines = places[home]["lines"] if home in places else [PLACES[home][0]]
        steps = places[home]["steps"] if home in places else []
        places[home] = {"tone": "gone", "lines": [*lines, f"✕ {away}"], "steps": steps}
    rows = []
    for i, (step, lost) in enumerate(zip(t["steps"], t["lost"][away], strict=True)):
        shown = f"{100 * (1 - lost):.0f} % left"
        rows.append(chain_row(i, step, False, i in broken, 1 - lost, shown, lost > 0))
    span = " over two years" if v["rule"] == TIME else ""
    binds = f", limited by {named(decides)}" if decides and v["rule"] != WEIGHTED else ""
    title = f"Comes out{span}: {100 * output:.0f} % ({v['rule']}{binds})"
    curve = [part for part, _ in path] if v["rule"] == TIME else None
    return {
        "places": places,
        "rows": rows,
        "use": use_words(v, t),
        "used": False,
        "out": {"title": title, "part": output, "path": curve, "years": 5},
    }


def chain() -> Explorer:
    """The second explorer of lesson 4: take somebody away. Sources: as `chain_tables.source`, and tables `chip_inputs`, `chip_input_steps`."""
    return Explorer(
        "chain",
        {
            "away": controls.Select("Take away (or click the map)", [*AREAS, *FIRMS], NOBODY, picks=True),
            "rule": controls.Select("Rule", list(RULES), MINIMUM),
            "service": controls.Range(
                "Machines run without their makers (we guess 24)", SERVICE_MONTHS, 0, SERVICE_MOST, 1, "months"
            ),
            "months": controls.Range("Stock of materials", STOCK_MONTHS, 0, 24, 1, "months"),
        },
        chain_state,
        atlas,
        tables=tables(),
        source=chain_tables.source(),
        question="Somebody stops delivering. Where does the chain break, and for whom?",
        when={"service": ("rule", TIME), "months": ("rule", TIME)},
        goals=[
            Goal(
                "Take firms away, one by one. Which one stops the newest chips and no others?",
                "TSMC. Without ASML all chips stop sooner or later, since it sells most of the older machines too. Our row for the "
                "newest plants decides: of the plants for all chips Taiwan has less than a fifth.",
                ("away",),
            ),
            Goal(
                "A country breaks no step, and yet the naive minimum lets nothing out, for want of a machine whose whole world market is "
                "below 30 million dollars. Which country?",
                "Singapore. The rule counts every input of the table and knows neither size nor substitutes. Look what the other rules say.",
                ("away", "rule"),
            ),
            Goal(
                "Take the European Union away under the rule with stocks. For how many months must machines run without their makers, if "
                "four fifths of output are to be left over two years? Find the least.",
                "Seventeen. But nobody has told you that a machine runs so long without service and spare parts: our 24 months are a "
                "guess, and no public source that we know gives a number. What comes out follows from what you put in.",
                ("away", "rule", "service"),
                {"away": "European Union"},
            ),
        ],
    )
