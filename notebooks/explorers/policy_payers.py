"""Lesson 7: who pays for twelve coins, and who gains: a bar to each side of every group, above the four buildings."""

from __future__ import annotations

from derisking.explore.coin_city import city, city_end
from derisking.explore.policy_cases import AS_IT_IS, CASES, LIMITS, MEASURES, NOTHING, in_words
from derisking.explore.policy_lab import SOURCE, seen, standard
from derisking.explore.policy_views import PEOPLE, desk_people

from derisking import widgets as controls
from derisking.charts.vector.parts import GRID, INK, NARROW, SECOND, STRONG, WORDS, box, label, stroke, whole
from derisking.explore.base import Budget, Explorer, Goal

CASE = CASES["advanced"]
GROUPS = ["taxpayers", "workers", "chip users", "plants at home", "ally’s firms", "other sellers", "rival’s firms"]
ABROAD = 4  # the place of the first group abroad; the rival's is the last
TOP, ROW = 26, 29  # where the first group stands, and how far it is to the next
PAYS, GAINS = 15.0, 9.0  # the longest bars to each side, billion euro


def payers_state(v, t):
    """What each group pays and gains if the coins lie so, as the desk's accounts."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    desk = {**v, "plan": "A", "behind": NOTHING, "kept": {}, "view": PEOPLE}
    shown = desk_people(seen(desk, t, money, AS_IT_IS), t)
    rows = [
        {"name": GROUPS[i], "pays": round(row["pays"], 1), "gains": round(row["gains"], 1)}
        for i, row in enumerate(shown["picture"]["rows"])
    ]
    taxes, spent = rows[0], sum(money)
    won = [row["name"] for row in rows if row["gains"] > row["pays"]]
    title = f"20,000 decades · Taxpayers pay {taxes['pays']:.1f} billion and get {taxes['gains']:.1f} back"
    return {
        "title": title,
        "line": f"Your coins: {in_words(money)}; {t['budget'] - spent:.0f} still to place. More gained than paid: {', '.join(won) or 'nobody'}.",
        "alt": f"{shown['alt'].replace('plan A', 'these coins')} {title}.",
        "caption": "Billion euro in ten years. Taxpayers and chip users share the bill for the coins; the share of each is invented.",
        "assumes": LIMITS,
        "heads": shown["heads"],
        "rows": shown["rows"],
        "picture": {"rows": rows, "money": money, "left": t["budget"] - spent, "piece": t["piece"]},
        "goals": [
            spent == t["budget"] and taxes["gains"] > taxes["pays"],
            spent == t["budget"] and rows[ABROAD]["gains"] + rows[ABROAD + 1]["gains"] > 0,
        ],
    }


def payers_picture(picture, width):
    """A bar to the left for what a group pays, to the right for what it gains; below, the city with its coins."""
    names = 112 if width < NARROW else 150
    step = (width - names - 74) / (PAYS + GAINS)
    middle = names + 36 + step * PAYS
    parts = [
        label(middle - 8, 12, "pays or loses", "end", WORDS, True),
        label(middle + 8, 12, "gains", "start", STRONG, True),
    ]
    for i, row in enumerate(picture["rows"]):
        y = TOP + ROW * i
        pays, gains = step * min(row["pays"], PAYS), step * min(row["gains"], GAINS)
        parts.append(label(8, y + 11, row["name"], "start", INK, True))
        parts.extend([box(middle - pays, y + 2, pays, 18, SECOND), box(middle, y + 2, gains, 18, STRONG)])
        if row["pays"]:
            parts.append(label(middle - pays - 5, y + 11, f"{row['pays']:.1f}", "end"))
        if row["gains"]:
            parts.append(label(middle + gains + 5, y + 11, f"{row['gains']:.1f}"))
        parts.append(stroke(8, y + 25, width - 8, y + 25, GRID))
    parts.append(stroke(middle, TOP, middle, TOP + ROW * len(picture["rows"]) - 6, INK, 1.2))
    parts.extend(city(picture, width, picture["piece"]))
    return whole(width, city_end(width), parts)


def payers() -> Explorer:
    """The third explorer of lesson 7: the desk's accounts of twelve coins."""
    t, empty = standard("advanced"), dict.fromkeys(MEASURES, 0.0)
    kept = {name: t[name] for name in ["budget", "piece", "plans", "public", "key", "sales"]}
    return Explorer(
        "payers",
        {name: controls.Range(label, 0.0, 0.0, CASE.budget, CASE.step) for name, label in MEASURES.items()},
        payers_state,
        payers_picture,
        tables={**kept, "by_change": {AS_IT_IS: t["by_change"][AS_IT_IS]}},
        source=SOURCE,
        question="Twelve billion are spent. Whose money is it, and to whom does it come back?",
        budget=Budget(CASE.budget, tuple(MEASURES)),
        goals=[
            Goal(
                "With all twelve coins on the alliance taxpayers get back less than half of what they pay. Move coins until they get "
                "back more than they pay, with all twelve coins placed.",
                "No single building does it. A mix saves more output, and of each euro saved 40 cents are taxes.",
                (*MEASURES,),
                {**empty, "alliance": CASE.budget},
            ),
            Goal(
                "With all twelve on the stockpile nobody abroad has a bar. Move coins, all twelve, until somebody abroad gains. Who loses it?",
                "The rival’s firms. A contract moves sales away from them, a store moves none.",
                (*MEASURES,),
                {**empty, "stockpile": CASE.budget},
            ),
        ],
    )
