"""Lesson 4: the wall of monopolies. Three hits on countries or firms; what breaks falls out, and three rules say what comes out."""

from __future__ import annotations

from functools import cache

import pandas as pd
from derisking.explore.chain_tables import AREAS, EU, FIRMS, LEADING, NOBODY, codes_of, firm_shares, inputs
from derisking.explore.chain_wall import named, wall

from derisking import data
from derisking import widgets as controls
from derisking.charts.axes import accent, pale
from derisking.explore import chain_tables
from derisking.explore.base import Explorer, Goal
from derisking.models.supply import weekly

MINIMUM, WEIGHTED, TIME = "minimum", "weighted by market", "with stocks and substitution"
RULES = (MINIMUM, WEIGHTED, TIME)
# Our assumptions, not measurements: weeks of normal use that go on without new deliveries, by kind of input. A chemical is
# gone in weeks; how long a machine in the fab runs without service and parts from its maker no source says. Both are controls.
STOCK_WEEKS = {"design": 26, "segment": 8}
STOCK_MONTHS = 3  # of materials, where the control starts
SERVICE_MONTHS, SERVICE_MOST = 24, 36  # that machines run without their makers: where the control starts and ends
RAMP_WEEKS = 520  # others replace everything that is lost within ten years, in equal steps
JUDGED = 104  # weeks: the third rule's output is the mean of two years
PER_MONTH = 52 / 12
ENOUGH = 0.5  # our line: with no more than this part of its normal supply an input is broken
HALF = 0.5  # of the world market in one country's hands
WORST = ["Applied Materials", "KLA", "Lam Research"]  # of the firms in the list the three that break most
NOT_YET, GUESSES = "?", ["under 15", "15 to 30", "over 30"]
SHORT = {
    "N5": "Memory design",
    "N6": "Logic design",
    "N13": "Other design",
    "N84": "Design software",
    "N85": "Design blocks",
    LEADING: "Newest plants",
    "N125": "Spin and spray, for stacking",
    "N65": "Measuring film and shape",
    "S2": "Plants, all chips",
    "S3": "Packaging, test",
}
# The wall's rows, along the chain: each with the inputs that belong there.
STEPS = {
    "Design": "N5 N6 N13 N84 N85",
    "Wafers": "N26 N8 N9",
    "Masks": "N33 N29 N30 N62 N12",
    "Printing": "N20 N21 N22 N105 N106 N107 N108 N123 N32",
    "Layers": "N38 N39 N40 N41 N42 N43 N44 N45 N104 N138",
    "Etching": "N50 N51 N54 N102 N52 N53 N49 N86 N17",
    "Checks": "N65 N66 N67 N114 N115 N116 N64 N11 N63 N70",
    "Plants": f"S2 S3 {LEADING}",
    "Stacking": "N10 N101 N110 N111 N112 N113 N122 N124 N125 N130",
    "Packaging": "N131 N132 N133 N134 N135 N136 N137 N71 N75 N76 N77",
    "Testing": "N79 N80 N81 N82 N83",
}
HEADS = ["input", "who holds most", "its share, %", "lost, %", "who is left", "world market, million USD", "year"]
BRICKS = "A row is a step (“stacking” joins dies in one package), a brick something that it needs: a machine, a material, a plant or a design. Groups of inputs have none, so there are 80 and not 96."
HELD = f"{BRICKS} Colour, and letters where there is room: the country that holds more than half of the world market."
SQUARE = "The square in it: its world market in dollars a year, the smallest a little enlarged; design and plants have none here."
LETTERED = f"{BRICKS} Shaded, with letters where there is room: one country sells all of it. {SQUARE}"
ASSUMED = (
    "Inputs that are groups of others, such as lithography tools, have no brick. We assume: who is hit delivers nothing from one day to the next, and an input breaks when half or less is left. Countries count by headquarters, plants by place; Europe's plants stop with the whole EU only. Minimum: every input "
    "is equally vital. By market: dollars add up, so a chip without light counts as nearly whole. With stocks, over two years: how long machines run alone is your "
    "input, and that others refill a tenth of the gap per year is our guess. Whoever stops selling also loses income: no rule sees that."
)


@cache
def tables() -> dict[str, object]:
    """Every input as a brick, and beside it who holds it; the codes of each area; what each firm holds of each input, and its home."""
    about, matrix = inputs().about, inputs().matrix
    countries = data.load("countries").set_index("iso3")
    names, codes = countries["name"], countries["iso2"]
    known = {code: area for area, codes in AREAS.items() if area != "Germany" for code in codes}
    step_of = {key: step for step, keys in STEPS.items() for key in keys.split()}
    markets = about["market_usd_m"].where(about["kind"] != "design")
    bricks, shares, largest = [], [], float(markets.max())
    for key, row in about.iterrows():
        market = None if pd.isna(markets[key]) else float(markets[key])
        held = matrix.loc[key]
        held = held[held > 0].sort_values(ascending=False, kind="stable")
        code, most = held.index[0], float(held.iloc[0])
        alone = most > HALF and code != "VAR"
        # whom a click takes away: a country of the list, or else the union that it belongs to
        take = known.get(code, EU if code in codes_of(EU) else "") if alone else ""
        colour = accent(take, accent(EU, "") if code in codes_of(EU) else "#6f757c") if alone else ""
        name = (
            row["input"]
            .replace(" (whole segment)", "")
            .replace(" (DUV)", "")
            .replace(" tools", "")
            .replace(" (adv. pkg.)", " for stacking")
        )
        bricks.append(
            {
                "id": str(key),
                "name": SHORT.get(key, name),
                "step": step_of[key],
                "market": market,
                "part": (market or 0) ** 0.5 / largest**0.5,
                "most": most,
                "leader": _place(code, names),
                "take": take,
                "code": "EU" if take == EU else codes.get(code, "") if alone else "",
                "colour": colour,
                "pale": pale(colour) if colour else "",
            }
        )
        shares.append(
            {
                "kind": row["kind"],
                "year": int(row["year"]),
                "held": {code: float(share) for code, share in held.items()},
                "named": [code for code in held.index if code != "VAR"],
            }
        )
    firms = {
        firm: {"home": home, "of": [firm_shares(firm).get(brick["id"], 0.0) for brick in bricks]}
        for firm, (home, _) in FIRMS.items()
    }
    held = sorted({code for share in shares for code in share["held"]})
    return {
        "bricks": bricks,
        "steps": [*STEPS],
        "shares": shares,
        "codes": {area: sorted(codes_of(area) & set(held)) for area in AREAS},
        "firms": firms,
        "kinds": sorted(set(about["kind"])),
        "names": {code: _place(code, names) for code in held},
        "beside": chain_tables.beside(),
    }


def _place(code: str, names: pd.Series) -> str:
    """A holder's name; the table has various countries, and Europe as one block, under codes of its own."""
    return {"VAR": "various", "EUR": "Europe"}.get(code) or str(names.get(code, code))


def hits_of(v, t):
    """Who is hit, each once, without nobody."""
    hits = []
    for hit in [v["first"], v["second"], v["third"]]:
        if hit != NOBODY and hit not in hits:
            hits.append(hit)
    return hits


def gone_codes(hits, t):
    """The codes of the countries that are hit."""
    gone = {}
    for hit in hits:
        for code in t["codes"].get(hit, []):
            gone[code] = True
    return gone


def lefts(hits, gone, t):
    """What is left of each input, 0 to 1; a firm whose country is gone takes nothing more."""
    firms = [t["firms"][hit]["of"] for hit in hits if hit in t["firms"] and t["firms"][hit]["home"] not in gone]
    left = []
    for i, share in enumerate(t["shares"]):
        held = share["held"]
        lost = sum([held[code] for code in held if code in gone]) + sum([of[i] for of in firms])
        left.append(max(0.0, 1 - lost))
    return left


def over_time(service, months, left, t):
    """The third rule: the mean output of two years, and the place of what is scarcest then, or -1.

    The scarcest input of each kind decides, because inputs of one kind have equal stocks.
    """
    scarcest = []
    for kind in t["kinds"]:
        mine = [i for i, share in enumerate(t["shares"]) if share["kind"] == kind]
        least = min(mine, key=lambda i: left[i])
        if left[least] < 1 - 1e-9:
            scarcest.append(least)
    if not scarcest:
        return [1.0, -1]
    stocks = {**STOCK_WEEKS, "material": months * PER_MONTH, "tool": service * PER_MONTH}
    weeks = [stocks[t["shares"][i]["kind"]] for i in scarcest]
    path = weekly([left[i] for i in scarcest], weeks, 1.0, JUDGED, RAMP_WEEKS)
    worst = min(path, key=lambda week: week[0])
    return [sum([output for output, _ in path]) / JUDGED, scarcest[worst[1]] if worst[1] >= 0 else -1]


def chain_results(v, t, left):
    """Per rule what is left of output, 0 to 1, and the place of the input that decides, or -1.

    Under the weighted rule nothing binds: named is the input that takes most from the sum.
    """
    bricks = t["bricks"]
    scarce = min(range(len(left)), key=lambda i: left[i])
    sold = [i for i, brick in enumerate(bricks) if brick["market"] is not None]
    lost = [(1 - left[i]) * bricks[i]["market"] for i in sold]
    market = sum([bricks[i]["market"] for i in sold])
    most = max(range(len(sold)), key=lambda k: lost[k])
    return {
        MINIMUM: [left[scarce], scarce if left[scarce] < 1 - 1e-9 else -1],
        WEIGHTED: [1 - sum(lost) / market, sold[most] if lost[most] > 1e-9 else -1],
        TIME: over_time(v["service"], v["months"], left, t),
    }


def listed(words):
    """Words joined as in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[: len(words) - 1])} and {words[-1]}"


def output_words(results, rules, t):
    """What comes out by each of some rules, and what decides."""
    told = []
    for rule in rules:
        output, decides = results[rule]
        word = "takes most" if rule == WEIGHTED else "decides"
        why = f" ({named(t['bricks'][decides])}, {word})" if decides >= 0 else ""
        told.append(f"{100 * output:.0f} % {'by the ' if rule == MINIMUM else ''}{rule}{why}")
    return f"Chips that still come: {'; '.join(told)}."


def broken_words(broken, t):
    """The largest of what breaks, in a sentence."""
    if not broken:
        return "No input breaks."
    large = sorted(broken, key=lambda i: -(t["bricks"][i]["market"] or 1e9))  # design and plants first
    names = [t["bricks"][i]["name"] for i in large[:3]]
    rest = len(broken) - len(names)
    return f"Broken: {listed(names) if rest == 0 else ', '.join(names)}{f' and {rest} more' if rest else ''}."


def chain_state(v, t):
    """What falls out of the wall under three hits, and what comes out by the rules so far; before a guess, the wall as it stands."""
    bricks, hits, guessed, stage = t["bricks"], hits_of(v, t), opened(v), v["rules"]
    gone = gone_codes(hits, t) if guessed else {}
    left = lefts(hits if guessed else [], gone, t)
    sold = [] if stage else [sellers(i, hits, t) for i in range(len(bricks))]
    broken = [i for i, part in enumerate(left) if part <= ENOUGH]
    results, rules = chain_results(v, t, left), RULES[: max(1, stage)]
    alone = len([brick for brick in bricks if brick["take"]])
    who = f"Hit: {listed(hits)}" if hits else "Nobody is hit"
    if guessed and hits:
        title = f"{len(broken)} {'brick breaks' if len(broken) == 1 else 'bricks break'}"
        if stage == 1:
            title = f"{len(broken)} of {len(bricks)} broken (goal: 60), {3 - len(hits) or 'no'} {'hit' if len(hits) == 2 else 'hits'} left"
        if stage == 2:
            title = tiny_words(results[MINIMUM][0], results[WEIGHTED][0])
        if stage == 3:
            title += f"; with stocks {100 * results[TIME][0]:.0f} % come"
        title += f"; you said {v['guess']}" if v["guess"] != NOT_YET else ""
        line = f"{who}. {broken_words(broken, t)} {output_words(results, [TIME] if stage == 3 else rules, t) if stage else gone_words(results[MINIMUM], t)}".strip()
    else:
        title = (
            [
                "",
                "Colour: who holds more than half",
                "Shaded: what one country sells alone",
                "Colour: who holds more than half",
            ][stage]
            if stage
            else "A brick for each thing that chips need"
        )
        line = f"{who}. {'They sell what is blue. Guess how many bricks break; then they do.' if hits else 'Choose whom to hit.'}"
    return {
        "title": title,
        "line": line,
        "alt": f"A wall of {len(bricks)} bricks, one for each input to chip making"
        f"{f', in the colours of the countries that hold more than half: {alone} of them' if stage else ''}. {title}. {line}"
        f"{f' {output_words(results, [MINIMUM, WEIGHTED], t)}' if stage == 3 and hits else ''}",
        "caption": [BRICKS, HELD, LETTERED, f"{HELD} {SQUARE}"][stage],
        "assumes": f"{ASSUMED} {t['beside']}",
        "heads": HEADS,
        "rows": [table_row(i, left[i], gone, t) for i in range(len(bricks))],
        "picture": {
            "bricks": bricks,
            "steps": t["steps"],
            "broken": broken,
            "empty": [i for i in broken if left[i] < 0.005] if stage == 0 else [],
            "sold": sold if hits else [],
            "out": [results[rule][0] if guessed else None for rule in rules],
            "stage": stage,
            "told": "" if stage else told_words(hits, guessed, results[MINIMUM][0]),
        },
        "goals": chain_goals(v, t, hits, left, broken, results),
        "judged": [judged(v["guess"], broken), None, None, None],
    }


def judged(guess, broken):
    """What a guess of how many break is told, and whether it is right; None before there is one."""
    if guess == NOT_YET:
        return None
    right = GUESSES[0 if len(broken) < 15 else 1 if len(broken) <= 30 else 2]
    return ["Right:" if guess == right else f"Not {guess}:", guess == right]


def tiny_words(part, dollars):
    """Whether a hit stops every chip, and if so, whether it does for few dollars."""
    if part >= 0.005:
        return f"Not every chip stops: {100 * part:.0f} % still come"
    if dollars <= 0.99:
        return f"Every chip stops; in dollars only {100 * dollars:.0f} % stay"
    return "Every chip stops; in dollars 99 % stay"


def opened(v):
    """Whether the wall may fall: at the first stage a guess is awaited."""
    return v["guess"] != NOT_YET or v["rules"] > 0


def gone_words(result, t):
    """Which input is gone, if one is: it stops every chip."""
    output, decides = result
    return f"Nothing is left of one: {t['bricks'][decides]['name']}." if output < 0.005 else ""


def told_words(hits, guessed, part):
    """What the minimum means for whoever waits for chips; before a guess, what is asked."""
    if not hits or not guessed:
        return "Blue: what they sell. How many break?" if hits else ""
    if part >= 0.005:
        return f"At most {100 * part:.0f} % of chips come out."
    return "No chip at all: nothing is left of brick 0."


def sellers(i, hits, t):
    """Which of the hits sell an input, in words."""
    return listed([hit for hit in hits if lefts([hit], gone_codes([hit], t), t)[i] < 1 - 1e-9])


def table_row(i, part, gone, t):
    """An input's line in the table."""
    brick, share = t["bricks"][i], t["shares"][i]
    rest = [code for code in share["named"] if code not in gone] if gone else share["named"]
    market = "–" if brick["market"] is None else f"{round(brick['market'], 1):,.0f}"
    return [
        brick["name"],
        brick["leader"],
        f"{100 * brick['most']:.0f}",
        f"{100 * (1 - part):.0f}",
        ", ".join([t["names"][code] for code in rest[:2]]) or "nobody named",
        market,
        f"{share['year']}",
    ]


def chain_goals(v, t, hits, left, broken, results):
    """Which of the four goals of `chain` are reached."""
    open_ = opened(v)
    asks = open_ and hits == [EU] and results[TIME][0] >= 0.8
    return [
        open_ and hits == WORST,
        open_ and len(broken) >= 60,
        open_ and results[MINIMUM][0] < 0.005 and results[WEIGHTED][0] > 0.99,
        asks and over_time(max(0, v["service"] - 1), v["months"], left, t)[0] < 0.8,
    ]


def broken_by(*hits: str) -> int:
    """How many inputs break under some hits."""
    return len([part for part in lefts(list(hits), gone_codes(list(hits), tables()), tables()) if part <= ENOUGH])


def chain() -> Explorer:
    """The second explorer of lesson 4: the wall and three hits. Sources: as `chain_tables.source`, and tables `chip_inputs`, `chip_input_steps`."""
    everybody = [*AREAS, *FIRMS]
    first, second, third = WORST
    shown = {"first": NOBODY, "second": NOBODY, "third": NOBODY}
    return Explorer(
        "chain",
        {
            "first": controls.Select("First hit", everybody, first, picks=True),
            "second": controls.Select("Second hit", everybody, second, picks=True),
            "third": controls.Select("Third hit", everybody, third, picks=True),
            "guess": controls.Select("Your guess", [NOT_YET, *GUESSES], NOT_YET),
            "service": controls.Range(
                "Machines run without their makers (we guess 24)", SERVICE_MONTHS, 0, SERVICE_MOST, 1, "months"
            ),
            "months": controls.Range("Stock of materials", STOCK_MONTHS, 0, 24, 1, "months"),
            "rules": controls.Select("Shows", [("guess", 0), ("whose", 1), ("market", 2), ("stocks", 3)], 3),
        },
        chain_state,
        wall,
        tables=tables(),
        source=data.cite("chip_input_shares"),
        question="Three hits on countries or firms. What falls out of the wall?",
        when={"guess": ("rules", 0)},
        goals=[
            Goal(
                f"Three American firms stop: {listed(WORST)}. How many of the 80 bricks break? Guess.",
                f"{broken_by(*WORST)} break, the most that any three firms of our list can break. The whole United States, as one hit, breaks {broken_by('United States')}.",
                ("guess",),
                {"rules": 0},
                word="Guessed.",
            ),
            Goal(
                "You have three hits. Which three countries or firms break 60 of the 80 bricks? Tap a brick to hit its country (one marked EU hits the whole EU); tap again to take the hit back.",
                f"The United States, Japan and the EU break {broken_by('United States', 'Japan', EU)}. No other three reach 60, and these three are allies. With China in place of the EU it is {broken_by('United States', 'Japan', 'China')}.",
                ("first", "second", "third"),
                {**shown, "rules": 1},
                place=2,
            ),
            Goal(
                "Which one country stops every chip (minimum: 0 %), while 99 % of the dollars stay? Tap a shaded brick: one country sells all of it. Minimum: the scarcest input decides. In dollars: each input counts by its market, the square.",
                "Singapore. One machine with a world market of 25 million dollars decides, because the minimum does not ask how large a market is.",
                ("first",),
                {**shown, "rules": 2},
                place=1,
            ),
            Goal(
                "Now add time. The EU stops, but the machines that it has sold run on. For how many months must they, so that “Stocks, two years” shows at least 80 %? Move the slider to the smallest number.",
                "Seventeen months. Our 24 are a guess, and we know no public source for the number: what comes out follows from "
                "what you put in.",
                ("service",),
                {**shown, "first": EU},
                place=3,
            ),
        ],
    )
