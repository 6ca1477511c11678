"""Lesson 7: twelve coins on four buildings. One decade goes by year by year, then a hundred fall as marbles; in a box of its own the rival moves.

The same model as `models.budget`, in plain Python, on the first 700 of the desk's decades; the rules and the luck are read from there.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from derisking.explore.coin_city import coins_picture
from derisking.explore.policy_cases import AS_IT_IS, CASES, MEASURES, MOVES, RUNS, SEED, changed, in_words, plus_minus
from derisking.explore.policy_code import coded, number

from derisking import widgets as controls
from derisking.explore.base import Budget, Explorer, Goal
from derisking.models import budget, supply

CASE = CASES["advanced"]
DECADES, HUNDRED = 700, 100  # decades that the page has; how many fall together
FINE = 2000  # a disruption's length is kept in this part of the average one
ALLY, OFTEN, LONG = MOVES
BEFORE, LAST, MANY, RIVAL = (
    0,
    10,
    11,
    12,
)  # moments: before year 1, after year 10, a hundred decades, the rival has moved
COLUMN, COLUMNS = 20.0, 7  # the marbles' axis, in billion euro
NONE, EVEN = "none", "even"
MARGIN = 0.5  # what the last goal leaves to the best plan, in whole billions
KNOWN, UNKNOWN = 18, 54  # the decades of the first two goals; in both the tenth year is a blow
SINGULAR = ["the rival", "the ally"]
WHO = ["the rival", "the ally", "other suppliers", "firms at home"]


# --- what the page has -----------------------------------------------------------------------------------------------------------


@cache
def tables() -> dict[str, object]:
    """The rules, the luck of each decade as a text, and which mean is good after the rival's move."""
    a = CASE.assumed
    names = (
        "need leverage severity spare ally_spare stock_price home_delay "
        "shift_reach shift_half home_reach home_half ally_reach ally_half months"
    )
    return {
        "budget": CASE.budget,
        "rules": {name: getattr(a, name) for name in names.split()} | {"shares": [a.shares[s] for s in supply.SOURCES]},
        "luck": {"": luck(AS_IT_IS), OFTEN: luck(OFTEN)},
        "enough": round(round(min(after_the_move().values()) + MARGIN) + 0.05, 2),  # what is shown as 10.0
    }


def luck(change: str) -> list[str]:
    """For each decade its bad years: the year, which sources fail, and for how long, four letters each."""
    bad = supply.luck(changed(CASE.assumed, change), RUNS, SEED)
    texts = [""] * DECADES
    for run, year, pattern, months in zip(bad.run, bad.year, bad.pattern, bad.months, strict=True):
        if run < (HUNDRED if change == OFTEN else DECADES):  # the rival moves in the first hundred
            length = max(1.0, FINE * float(months) / CASE.assumed.months)
            texts[run] += coded(int(year), 1) + coded(int(pattern), 1) + coded(length, 2)
    return texts


@cache
def after_the_move() -> dict[tuple[float, ...], float]:
    """For all ways to place all coins: the mean of the first hundred decades after the move that hurts most."""
    plans = [tuple(vars(plan).values()) for plan in supply.portfolios(CASE.budget, 1.0) if plan.cost == CASE.budget]
    money, means = np.array(plans), []
    for assumed in [changed(CASE.assumed, move) for move in MOVES]:
        bad = supply.luck(assumed, RUNS, SEED)
        bad = type(bad)(*(part[bad.run < HUNDRED] for part in bad))
        short, stores = budget.shortages(money, assumed, bad), money[:, 0] / assumed.stock_price
        pairs = zip(short, stores, strict=True)
        means.append([budget.losses_of(months, store, assumed, bad, HUNDRED).mean() for months, store in pairs])
    return dict(zip(plans, np.max(means, axis=0).tolist(), strict=True))


# --- the model, as in `models.budget` ----------------------------------------------------------------------------------------------


def lacking(money, a):
    """What stops and what of it nobody fills, as parts of need, before and after new plants deliver, for each of 16 sets of sources that fail."""
    second = a["shift_reach"] * money[1] / (money[1] + a["shift_half"])
    built = a["home_reach"] * money[2] / (money[2] + a["home_half"])
    strength = money[3] / (money[3] + a["ally_half"])
    found = []
    for home in [0.0, built]:
        moves = [a["ally_reach"] * strength, second, home]
        total = sum(moves)
        cut = min(1.0, a["shares"][0] / max(total, 1e-12))  # more than the rival sells cannot be moved
        moved = [-cut * total, *[cut * part for part in moves]]
        shares = [share + move for share, move in zip(a["shares"], moved, strict=True)]
        row = []
        for pattern in range(16):
            fails = failing(pattern)
            missing = a["severity"] * sum([share for share, fail in zip(shares, fails, strict=True) if fail])
            extra = a["spare"] * sum([share for share, fail in zip(shares, fails, strict=True) if not fail])
            if not fails[1]:
                extra += a["ally_spare"] * strength * shares[1]
            row.append([missing, max(0.0, missing - extra)])
        found.append(row)
    return found


def failing(pattern):
    """Of the four sources those that fail, by the number of a set."""
    return [pattern // bit % 2 == 1 for bit in [8, 4, 2, 1]]


def bad_years(decade, often, t):
    """The bad years of a decade: year, sources that fail, months. often: whether the rival fails twice as often."""
    text = t["luck"][OFTEN if often else ""][decade]
    found = []
    for i in range(len(text) // 4):
        months = number(text, 4 * i + 2, 2) / FINE * t["rules"]["months"]
        found.append([number(text, 4 * i, 1), number(text, 4 * i + 1, 1), min(36.0, months)])
    return found


def moved(bad, move):
    """A bad year under a move of the rival, or ""."""
    pattern = bad[1] + 4 if move == ALLY and bad[1] >= 8 and bad[1] % 8 < 4 else bad[1]
    return [bad[0], pattern, min(36.0, 2 * bad[2]) if move == LONG else bad[2]]


def lost_in(bad, lack, store, a):
    """Months of need that are missing in a bad year, the output lost after the store, in billion euro, and the months that stop."""
    stops, short = [part * bad[2] for part in lack[1 if bad[0] >= a["home_delay"] else 0][bad[1]]]
    return [short, max(0.0, short - store) * a["need"] / 12 * a["leverage"], stops]


def lost(money, luck_of_each, move, t):
    """What each of some decades loses. luck_of_each: their bad years."""
    lack, store, a = lacking(money, t["rules"]), money[0] / t["rules"]["stock_price"], t["rules"]
    return [sum([lost_in(moved(bad, move), lack, store, a)[1] for bad in decade]) for decade in luck_of_each]


def decades_of(first, often, t):
    """The bad years of a hundred decades."""
    return [bad_years(first + i, often, t) for i in range(HUNDRED)]


def mean_and_tail(losses):
    """Mean and mean of the worst five, each with its standard error, as `budget.Outcome`."""
    many, tail = len(losses), len(losses) // 20
    edge = sorted(losses)[many - tail]
    found = []
    for values in [losses, [edge + max(0.0, loss - edge) * many / tail for loss in losses]]:
        mean = sum(values) / many
        found.extend([mean, sum([(value - mean) * (value - mean) for value in values]) ** 0.5 / many])
    return found


def answer_to(money, first, calm, t):
    """The rival's move that hurts a plan most on average, and what each move makes of it."""
    after = {}
    for move in MOVES:
        after[move] = lost(money, decades_of(first, True, t) if move == OFTEN else calm, move, t)
    return [max(list(MOVES.keys()), key=lambda move: sum(after[move])), after]


# --- the state -----------------------------------------------------------------------------------------------------------------------


def coins_state(v, t):
    """Coins on four buildings, and what a decade or a hundred of them make of it."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    if sum(money) > t["budget"]:
        return {"error": f"There are only {t['budget']:.0f} coins: take some away."}
    ahead = v["decade"] == UNKNOWN and v["moment"] and v["moment"] <= LAST
    early = ahead and sum(money) < t["budget"] and not v.get("free")
    if early:
        v = {**v, "moment": BEFORE}  # an unknown decade comes once all coins lie
    behind = plan_behind(v["behind"], t["budget"])
    shown = years_view(v, money, behind, t) if v["moment"] <= LAST else marbles_view(v, money, behind, t)
    held = (
        {"held": {"moment": BEFORE}, "lacks": f"Place all twelve coins first ({shown['picture']['left']:.0f} left)."}
        if early
        else {}
    )
    return {**shown, **held, "goals": coin_goals(v, money, shown, t)}


def rival_state(v, t):
    """Coins on four buildings, and what a hundred decades lose before and after the rival's move."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    if sum(money) > t["budget"]:
        return {"error": f"There are only {t['budget']:.0f} coins: take some away."}
    alone = {**v, "behind": NONE, "hundred": 1}
    shown = move_view(alone, money, t) if v["moment"] == RIVAL else marbles_view(alone, money, money, t)
    moved_on = v["moment"] == RIVAL and sum(money) == t["budget"]
    beaten = moved_on and mean_of_all(shown["picture"]["sides"][0]["losses"]) < t["enough"]
    way = way_on(money, t) if moved_on and not beaten else ""
    return {**shown, "way": way, "goals": [beaten]}


def plan_behind(name, most):
    """The money of the plan that stands behind."""
    if name == EVEN:
        return [most / 4 for _ in range(4)]
    return [most if name == one else 0.0 for one in ["stockpile", "second_source", "home", "alliance"]]


def behind_words(name):
    """The plan behind, in words."""
    return {
        NONE: "no coins",
        EVEN: "three coins on each",
        "stockpile": "all on the stockpile",
        "alliance": "all on the alliance",
    }[name]


def city_of(v, money, t):
    """The part of every picture with the coins."""
    return {
        "money": money,
        "left": t["budget"] - sum(money),
        "moment": v["moment"],
        "behind": behind_words(v["behind"]),
        "apart": money != plan_behind(v["behind"], t["budget"]),
    }


def years_view(v, money, behind, t):
    """A decade up to a year."""
    a, moment, beside = t["rules"], v["moment"], behind_words(v["behind"])
    bads, over, bare = bad_years(v["decade"] - 1, False, t), moment == LAST, v["behind"] == NONE
    lacks, stores = (
        [lacking(plan, a) for plan in [money, behind]],
        [plan[0] / a["stock_price"] for plan in [money, behind]],
    )
    worst = max([20.0, *[lost_in(bad, lacking([0.0, 0.0, 0.0, 0.0], a), 0.0, a)[1] for bad in bads]])
    years = [
        {"who": failing(0), "lost": 0.0, "other": 0.0, "words": words, "short": words}
        for words in [year_words(year, [], [], money, a) for year in range(10)]
    ]
    for bad in bads:
        mine, other = [lost_in(bad, lack, store, a) for lack, store in zip(lacks, stores, strict=True)]
        words = year_words(bad[0], bad, mine, money, a)
        short = (
            f"{words.split(':')[0]}{f', and costs {mine[1]:.1f} billion' if mine[1] > 0 else '; the gap is filled'}."
        )
        years[bad[0]] = {"who": failing(bad[1]), "lost": mine[1], "other": other[1], "words": words, "short": short}
    seen = years[0:moment]
    total, other = [sum([year[name] for year in seen]) for name in ["lost", "other"]]
    saved = f"{round(other, 1) - round(total, 1):.1f}"  # of the numbers beside it, so that they add up
    against = "" if money == behind else f", {other:.1f} with {beside}"
    failed = names_of(years[moment - 1]["who"]) if moment else ""
    event = f"{failed} {'fails' if failed in SINGULAR else 'fail'}" if failed else "all deliver"
    title, which = f"Year {moment}: {event}", f"Decade {v['decade']}"
    if moment == BEFORE:
        title = f"{which} lies ahead: {sum(money):.0f} of {t['budget']:.0f} coins placed"
    tolls = [[f"{total:.1f}", ["billion lost", "in ten years" if over else f"after {moment} of 10 years"]]]
    if over:
        title = f"{which} is over: {total:.1f} billion lost{against}"
    if over and bare and total < other:
        title = f"{which} is over: your {coins_words(sum(money))} saved {saved} of {other:.1f} billion"
        tolls = [[saved, ["billion", "saved"]], [f"{total:.1f}", ["billion", "lost"]]]
    spent = f"{in_words(money) if sum(money) else 'none yet'}; {t['budget'] - sum(money):.0f} coins left"
    line = f"Your coins: {spent}."
    if moment:
        line = f"Year {moment}: {years[moment - 1]['short']}"
    told = " ".join([f"Year {i + 1}: {year['short']}" for i, year in enumerate(seen)])
    return {
        "title": title,
        "line": line,
        "alt": f"Coins: {spent}. Above, ten years as bars of what is lost. {told}".strip(),
        "caption": "Bars: billion euro lost, in the year a stop begins.",
        "assumes": LEFT_OUT,
        "heads": ["year", "what happens", "lost, billion euro", f"lost with {beside}"],
        "rows": [
            [f"{i + 1}", year["words"], f"{year['lost']:.1f}", f"{year['other']:.1f}"] for i, year in enumerate(seen)
        ],
        "result": [
            "My decade",
            saved,
            f"of {other:.1f} billion saved: {in_words(money)}",
            [money, *[[year["lost"], year["other"]] for year in years]],
        ]
        if over and bare and sum(money) == t["budget"] and v["decade"] != KNOWN
        else [],
        "picture": {
            **city_of(v, money, t),
            "behind": f"{beside}: {other:.1f}",
            "years": years,
            "most": worst,
            "tolls": tolls if moment else [[f"{sum(money):.0f}", [f"of {t['budget']:.0f} coins", "placed"]]],
            "sides": [],
        },
    }


def coins_words(many):
    """So many coins."""
    return "coin" if many == 1 else f"{many:.0f} coins"


LEFT_OUT = "Left out: prices, falling demand, technology, votes."


def year_words(year, bad, mine, money, a):
    """What happens in a year. bad: as in `bad_years`, or nothing; mine: as `lost_in` gives it."""
    opened = "Your new plants begin to deliver. " if year == a["home_delay"] and money[2] else ""
    if not bad:
        return opened + "Every source delivers."
    months = "some days" if bad[2] < 0.5 else "a month" if bad[2] < 1.5 else f"{bad[2]:.1f} months"
    share = round(mine[2] / bad[2] / a["severity"], 2)
    begin = f"{opened}A stop of {months} begins: {100 * a['severity']:.0f} % of what comes from {names_of(failing(bad[1]))} ({100 * share:.0f} % of all) stays away."
    if mine[1] <= 0:
        return begin + f" Others {'and the store ' if mine[0] > 0 else ''}fill the gap."
    stops, store, missing = [
        round(part, 2)
        for part in [
            round(bad[2], 1) * a["severity"] * share,
            money[0] / a["stock_price"],
            round(mine[1], 1) / a["leverage"],
        ]
    ]
    begin += f" Months of need: {stops:.2f} − {max(0, stops - store - missing):.2f} from others"  # as shown: adds up, multiplies
    begin += f" − {store:.2f} from the store" if store else ""
    return begin + f" = {missing:.2f}, at {a['leverage']:.0f} billion each: {mine[1]:.1f} billion lost."


def names_of(fails):
    """The sources that fail, in words."""
    names = [name for name, one in zip(WHO, fails, strict=True) if one]
    return (
        " and ".join([", ".join(names[0 : len(names) - 1]), *names[len(names) - 1 :]])
        if len(names) > 1
        else "".join(names)
    )


def marbles_view(v, money, behind, t):
    """A hundred decades: what they lose on average; beside another plan, what each loses in its five worst."""
    first = HUNDRED * (v["hundred"] - 1)
    decades = decades_of(first, False, t)
    mine = side_of("your coins", lost(money, decades, "", t), False)
    which = f"Decades {first + 1} to {first + HUNDRED}"
    if v["behind"] == NONE:
        return marbles_of(v, money, t, [mine], f"{which}: {mine['number']} billion lost on average", "")
    mine = side_of("all on the alliance" if money[3] == t["budget"] else "your coins", mine["losses"], True)
    other = side_of(behind_words(v["behind"]), lost(behind, decades, "", t), True)
    less = mine if mine["x"] < other["x"] else other
    title = f"{which}, five worst: less is lost with {less['name']}"
    line = f"Five worst, on average: {mine['number']} with {mine['name']}, {other['number']} with {other['name']}."
    return marbles_of(v, money, t, [mine, other], title, line)


def move_view(v, money, t):
    """A hundred decades before and after the rival's move."""
    calm = decades_of(0, False, t)
    move, after = answer_to(money, 0, calm, t)
    before, now = (
        side_of("before its move", lost(money, calm, "", t), False),
        side_of("after its move", after[move], False),
    )
    title = f"The rival {MOVES[move]}: {now['number']} billion lost, not {before['number']}"
    each = ", ".join([f"{mean_of_all(row):.1f} if it {MOVES[one]}" for one, row in after.items()])
    shown = marbles_of(v, money, t, [now, before], title, "The rival takes what hurts your coins most.")
    return {**shown, "caption": f"You would lose {each}. {shown['caption']}"}


def way_on(money, t):
    """A hint for whoever has placed all coins and is not there: all plans that are hold one coin on the alliance, some on each, and six to nine in store."""
    if sum(money) < t["budget"] or money[3] == t["budget"]:
        return ""
    if money[3] > 1:
        return f"Still above {t['enough']:.0f}. A way on: an ally can be drawn in. Leave one coin there."
    if min(money) == 0:
        return f"Still above {t['enough']:.0f}. A way on: the first coin on a building does most, and one has none."
    return f"Still above {t['enough']:.0f}. A way on: what is there on the first day of every stop? Put six to nine coins on it."


def side_of(name, losses, worst):
    """A hundred decades as marbles with one number: the mean of all, or of the five worst, which are then hollow."""
    found = mean_and_tail(losses)
    mean, error = found[2:4] if worst else found[0:2]
    order = sorted(range(len(losses)), key=lambda i: -losses[i])
    return {
        "name": name,
        "losses": losses,
        "hollow": order[0 : len(losses) // 20] if worst else [],
        "x": mean,
        "number": f"{mean:.1f}",
        "words": "in its five worst, on average" if worst else "lost on average",
        "exact": plus_minus(mean, error),
    }


def marbles_of(v, money, t, sides, title, line):
    """The picture of one or two sides, and its words."""
    bins = [[len([loss for loss in side["losses"] if column_of(loss) == i]) for i in range(COLUMNS)] for side in sides]
    rows = [
        [f"{i * COLUMN:.0f}", *[f"{many[i]}" for many in bins]]
        for i in range(COLUMNS)
        if sum([many[i] for many in bins])
    ]
    exact = "; ".join([f"{side['name']}: {side['exact']}" for side in sides])
    said = "; ".join([f"{side['name']}: {side['number']} billion {side['words']}" for side in sides])
    hollow = "Hollow: the five worst. " if sides[0]["hollow"] else ""
    return {
        "title": title,
        "line": line,
        "alt": f"Coins: {in_words(money)}. Above, a hundred decades as marbles. {title}. {said}.",
        "caption": f"{hollow}A dot stands in the box of what its decade lost.",
        "assumes": f"{exact}. ± is the margin of luck. {LEFT_OUT}",
        "heads": ["lost from, billion euro", *[f"decades, {side['name']}" for side in sides]],
        "rows": rows,
        "picture": {**city_of(v, money, t), "years": [], "tolls": [], "sides": sides},
    }


def mean_of_all(losses):
    """The mean."""
    return sum(losses) / len(losses)


def column_of(loss):
    """The column of the marbles' axis; the last takes all that lies beyond."""
    return min(COLUMNS - 1, int(loss / COLUMN))


def coin_goals(v, money, shown, t):
    """Which of the three goals are reached."""
    over, spent = v["moment"] == LAST, sum(money) == t["budget"]
    halved = False
    if over and money[0] and money[0] == sum(money):
        luck_of_it = [bad_years(v["decade"] - 1, False, t)]
        bare, now, less = [lost([many, 0.0, 0.0, 0.0], luck_of_it, "", t)[0] for many in [0.0, money[0], money[0] - 1]]
        halved = now <= bare / 2 < less
    compared = v["moment"] == MANY and money[3] == t["budget"] and v["behind"] == "stockpile"
    turned = False
    if compared:
        mine, other = shown["picture"]["sides"]
        turned = mine["x"] < other["x"]
    return [halved, over and spent, turned]


# --- the explorer --------------------------------------------------------------------------------------------------------------------


def measures() -> dict[str, controls.Range]:
    """For each building how many coins."""
    return {name: controls.Range(label, 0.0, 0.0, CASE.budget, 1.0) for name, label in MEASURES.items()}


SOURCE = "A game of ours; all numbers are invented round numbers, in billion euro over ten years."


def coins() -> Explorer:
    """The first explorer of lesson 7: place twelve coins, live a decade, then a hundred."""
    moments = [
        ("before it begins", BEFORE),
        *[(f"year {i}", i) for i in range(1, LAST + 1)],
        ("a hundred decades", MANY),
    ]
    behind = [(behind_words(name), name) for name in (NONE, "stockpile", "alliance", EVEN)]
    return Explorer(
        "coins",
        {
            **measures(),
            "moment": controls.Select("What you see", moments, LAST, walk="year "),
            "decade": controls.Range("Decade", KNOWN, 1, DECADES, 1),
            "hundred": controls.Range("Which hundred decades", 1, 1, DECADES // HUNDRED, 1),
            "behind": controls.Select("Beside it stands", behind, NONE),
        },
        coins_state,
        coins_picture,
        tables=tables(),
        source=SOURCE,
        question="Twelve billion against bad years: on which building do you drag your coins?",
        when={
            "decade": ("moment", [*range(LAST + 1)], "only for one decade"),
            "hundred": ("moment", MANY),
        },
        budget=Budget(CASE.budget, tuple(MEASURES)),
        goals=[
            Goal(
                f"Decade {KNOWN} is over, and no coin helped. Drag coins onto the stockpile until half as much is lost, with as few coins as you can.",
                "Seven coins are enough. With hindsight it is easy, and nobody has hindsight.",
                ("stockpile",),
            ),
            Goal(
                "The next decade is unknown. Place all twelve coins, then press Play.",
                "One decade is an anecdote. A hundred of them come next.",
                (*MEASURES, "moment"),
                {"decade": UNKNOWN, "moment": BEFORE},
                {"moment": LAST + 1},
            ),
            Goal(
                "Now all twelve on the alliance, beside all twelve on the stockpile. Move the slider to other hundreds of decades, until the alliance loses less in its five worst.",
                "Another hundred, another winner. A hundred decades are too few for the worst five.",
                ("hundred",),
                {"alliance": CASE.budget, "behind": "stockpile", "moment": MANY},
            ),
        ],
    )


def rival() -> Explorer:
    """The second: the same coins before and after the move of a rival who has read the plan."""
    return Explorer(
        "rival",
        {
            **measures(),
            "moment": controls.Select("You see", [("before its move", MANY), ("after its move", RIVAL)], MANY),
        },
        rival_state,
        coins_picture,
        tables=tables(),
        source=SOURCE,
        question="The rival reads your plan, then does what hurts it most. Where do your coins lie?",
        budget=Budget(CASE.budget, tuple(MEASURES)),
        goals=[
            Goal(
                f"Choose “after its move”: the rival does what hurts you most. Then move coins until at most {tables()['enough']:.0f} billion is lost on average.",
                "Something of everything: against a rival who chooses, the weakest spot counts.",
                (*MEASURES, "moment"),
                {"alliance": CASE.budget},
            ),
        ],
    )
