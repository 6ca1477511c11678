"""Lesson 2: drag the law. The lines of the screen of 2021 and of the Raw Materials Act over 30 products, from 33 seats."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts import Drawn, sketch
from derisking.charts.vector import strips
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    SIZE,
    STRONG,
    WORDS,
    box,
    handle,
    label,
    mark,
    printed,
    shortened,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
    wrapped,
)
from derisking.explore.base import Explorer, Goal
from derisking.models import indicators as ind

IMPORTERS = {
    "European Union (27)": "EU27",
    "Japan": "JPN",
    "United States": "USA",
    "China": "CHN",
    "South Korea": "KOR",
    "Taiwan": "TWN",
}
YEARS = (2022, 2024)
OUTSIDE, ALL = "outside", "all"
FIRST, OTHERS, EVERY = "first", "others", "every"  # which of the three lines are drawn
TESTS = ["concentration", "reliance", "substitution"]
OFFICIAL = [0.4, 0.5, 1.0]
ACT = 65  # % of what the EU uses of a strategic raw material may come from one country outside
NEAR = 0.02  # a product this close to a line is named even where it is below
ENDLESS = 1e6  # imports over exports where nothing is exported: infinite, which no data file can hold
BARYTES, MAGNETS = "barytes", "permanent magnets"
# the materials of the EU's study that the Act calls strategic, and at which stage the study counts them here
STRATEGIC = {
    "Borate": "borates (mined)",
    "Magnesium": "magnesium",
    "Neodymium": "rare earths for magnets",
    "Lithium": "lithium",
    "Gallium": "gallium",
    "Bismuth": "bismuth",
    "Natural graphite": "graphite (mined)",
    "Titanium metal": "titanium metal",
    "Silicon metal": "silicon metal",
    "Tungsten": "tungsten",
    "Nickel": "nickel",
    "Manganese": "manganese",
}


@cache
def tables() -> dict[str, object]:
    """Per "importer year whole" the products, most concentrated first, as lists of numbers; names; and the EU's use by the study."""
    countries = data.load("countries").set_index("iso3")
    members = countries.index[countries["eu_member"]]
    rows = measures(members)
    names, materials = sorted(rows["supplier"].unique()), sorted(rows["material"].unique())
    rows = rows.assign(
        material=rows["material"].map(materials.index),
        supplier=rows["supplier"].map(names.index),
        substitution=rows["substitution"].clip(upper=ENDLESS),
        value=rows["value"] // 1000,
    ).sort_values("concentration", ascending=False, kind="stable")
    columns = ["material", *TESTS, "supplier", "top_share", "small_flow", "value"]
    products = {
        f"{importer} {year} {whole}": part[columns].round(5).to_numpy().tolist()
        for (importer, year, whole), part in rows.groupby(["importer", "year", "whole"])
    }
    buyers = {code: name for name, code in IMPORTERS.items()} | countries.loc[members, "name"].sort_values().to_dict()
    return {
        "products": products,
        "materials": materials,
        "suppliers": [countries["name"].get(code, code) for code in names],
        "buyers": buyers,
        "used": used(members),
    }


def measures(members) -> pd.DataFrame:
    """The indicators of every importer, year, whole and product. A country outside the EU has one whole."""
    inside, keys = data.load("imports_members"), ["importer", "year", "hs6"]
    own = data.load("trade_totals_members").rename(columns={"area": "importer"})
    union = pd.concat([inside, inside.assign(importer="EU27")])
    outside = pd.concat([data.load("imports"), inside[~inside["exporter"].isin(members)]])
    wholes = [outside.assign(whole=OUTSIDE), union.assign(whole=ALL)]
    keys = [*keys, "whole"]
    flows = pd.concat(wholes).groupby([*keys, "exporter"])["value_kusd"].sum().reset_index()
    flows = flows.sort_values("value_kusd", ascending=False, kind="stable")
    flows["part"] = flows["value_kusd"] / flows.groupby(keys)["value_kusd"].transform("sum")
    flows["square"] = flows["part"] ** 2
    rows = flows.groupby(keys).agg(
        concentration=("square", "sum"),
        value=("value_kusd", "sum"),
        supplier=("exporter", "first"),
        top_share=("part", "first"),
    )
    totals = pd.concat([data.load("trade_totals").rename(columns={"area": "importer"}), own])
    rows = rows.reset_index().merge(totals, on=keys[:3])
    everything = rows["imports_extra_kusd"] + rows["imports_intra_kusd"]
    rows["reliance"] = np.where(rows["whole"] == OUTSIDE, rows["imports_extra_kusd"] / everything, 1.0)
    with np.errstate(divide="ignore"):
        rows["substitution"] = rows["value"] / rows["exports_kusd"]
    rows["small_flow"] = rows["value"] < ind.SMALL_FLOW_KUSD
    return rows.merge(data.load("products")[["hs6", "material"]].drop_duplicates("hs6"), on="hs6")


def used(members) -> list[dict[str, object]]:
    """Of what the EU gets of strategic materials, its own output included: the largest country outside and its share."""
    supply = data.load("raw_material_supply").query("scope == 'EU sourcing' and material in @STRATEGIC")
    stage = supply["material"].map({"Borate": "extraction", "Natural graphite": "extraction"}).fillna("processing")
    abroad = supply[(supply["stage"] == stage) & ~supply["country_iso3"].isin(members)]
    first = abroad.sort_values("share_pct", ascending=False).drop_duplicates("material")
    first = first.assign(material=first["material"].map(STRATEGIC), share=first["share_pct"])
    return first[["material", "country", "share"]].to_dict("records")


def product(row, t):
    """A product from its list of numbers."""
    material, concentration, reliance, substitution, supplier, top_share, small, value = row
    return {
        "material": t["materials"][int(material)],
        "concentration": concentration,
        "reliance": reliance,
        "substitution": substitution,
        "supplier": t["suppliers"][int(supplier)],
        "share": 100 * top_share,
        "small": small > 0,
        "value": value,
    }


def failed(row, limits):
    """The tests that a product fails, joined by a comma; the thresholds are strict."""
    return ", ".join([test for test, limit in zip(TESTS, limits, strict=True) if not row[test] > limit])


def screen_state(v, t):
    """What lies beyond the lines of the screen or of the Act, for a seat, a year and a whole; and what moved against the law's own lines."""
    limits = [v["concentration"], v["reliance"], v["substitution"]]
    act, seat = v["law"] == "act", t["buyers"][v["importer"]]
    foreign = v["importer"] in NATIONS
    rows, ruled = [], 0
    for numbers in t["products"][f"{v['importer']} {v['year']} {OUTSIDE if foreign else v['whole']}"]:
        row = product(numbers, t)
        fails, before = failed(row, limits), failed(row, OFFICIAL)
        if act:
            fails, before = "" if row["share"] > v["share"] else "x", "" if row["share"] > ACT else "x"
        ruled += 0 if before else 1
        moved = "+ " if before and not fails else "− " if fails and not before else ""
        rows.append({**row, "fails": fails, "moved": moved})
    passing = [row for row in rows if not row["fails"]]
    china = [row["material"] for row in passing if row["supplier"] == "China"]
    paper = front_page(v, rows, passing, [seat, ruled])
    first = v["lines"] == FIRST and not act
    whole = "imports" if foreign else WHOLES[v["whole"]]
    use = [one for one in t["used"] if v["importer"] == "EU27"]
    over = [one for one in use if one["share"] > v["share"]]
    what = f"get more than {v['share']:.0f} % from one country" if act else "on the list"
    said = f"{len(passing)} of {len(rows)}"
    wrong = v["lines"] == OTHERS and limits[1] != OFFICIAL[1] and limits[2] == OFFICIAL[2] and not v.get("free", False)
    return {
        "way": "Barytes was above the line of Reliance from the start. So it is the other test: move that line until barytes is in."
        if wrong
        else "",
        "title": f"{seat}, {v['year']}, {whole}: {said} {what}",
        "line": screen_words(v, rows, passing, china, use, over),
        "alt": f"Dots along {'one measure' if act and not use else 'two measures' if act else DRAWN[v['lines']]}, each with a line across. {seat}, {v['year']}, {whole}: "
        f"{said} raw-material products {what}. {furthest(passing, act)} Two newspapers: today's, {paper['law']}: {paper['heads'][0]}. Tomorrow's, by your lines: {paper['heads'][1]}.",
        "caption": ACT_CAPTION if act else SCREEN_CAPTION + ("" if first else SIGNS),
        "heads": HEADS,
        "rows": [screen_row(row, act) for row in rows] + [used_row(one, v["share"]) for one in use if act],
        "picture": {
            "key": ["below the line", "above", "above, China leads"] if act else KEY,
            "note": ("" if use else f"Each dot is one of {len(rows)} products. Tap one.")
            if act
            else one_dot(v["lines"], rows, limits),
            "rows": act_strips(v, rows, use, whole) if act else screen_strips(limits, rows, whole, v["lines"]),
            "paper": paper,
        },
        "goals": screen_goals(v, limits, passing, china),
    }


def one_dot(lines, rows, limits):
    """What a dot is; where only some are drawn, which."""
    if lines == EVERY:
        return ""
    if lines == OTHERS:
        return f"Drawn: what has a concentration above {limits[0]:.2f}."
    drawn = [row for row in rows if row["reliance"] > limits[1] and row["substitution"] > limits[2]]
    return f"A dot is a product: tap one. {len(rows) - len(drawn)} of {len(rows)} are not drawn: another line keeps them out."


NATIONS = [code for code in IMPORTERS.values() if code != "EU27"]
WHOLES = {OUTSIDE: "imports from outside the EU", ALL: "all imports"}
THE = {WHOLES[OUTSIDE]: "the imports from outside the EU", WHOLES[ALL]: "all imports", "imports": "the imports"}
ENDS = [
    ["from many countries", "from one alone"],
    ["all from the EU", "all from outside"],
    ["little comes in", "far more in than out"],
]
DRAWN = {FIRST: "one measure", OTHERS: "two measures", EVERY: "three measures"}
KEY = ["not on the list", "on it", "on it, China leads"]
SCREEN_CAPTION = "Our replication on BACI trade data, not the Commission's list."
SIGNS = " * value below 5 million dollars. + and − mark changes against 0.40, 0.50 and 1.0."
ACT_CAPTION = (
    "The Act counts what the EU uses of a strategic raw material; imports only come near. "
    "* value below 5 million dollars. + and − mark changes against 65 %. What the EU gets: means of 2016-2020, for the EU alone, of 12 of the Act's 17 materials."
)
HEADS = [
    "product",
    "result",
    *TESTS,
    "largest supplier",
    "its share, %",
]


def furthest(passing, act):
    """The first of those beyond the lines, in a sentence."""
    if not passing:
        return "No product is beyond them."
    first = max(passing, key=lambda row: row["share"] if act else row["concentration"])
    number = f"{first['share']:.0f} % from {first['supplier']}" if act else f"{first['concentration']:.2f}"
    return f"The furthest is {first['material']}: {number}."


def screen_row(row, act):
    """A product's line in the table."""
    result = "beyond the line" if act else "on the list"
    if row["fails"]:
        result = "below the line" if act else f"not on it: {row['fails']}"
    third = f"{row['substitution']:.3f}" if row["substitution"] < ENDLESS else "∞"
    numbers = [f"{row['concentration']:.3f}", f"{row['reliance']:.3f}", third]
    return [row["material"], result, *numbers, row["supplier"], f"{row['share']:.1f}"]


def used_row(one, share):
    """A strategic material's line in the table."""
    result = "beyond the line" if one["share"] > share else "below the line"
    return [f"{one['material']}, what the EU gets", result, "–", "–", "–", one["country"], f"{one['share']:.0f}"]


def screen_goals(v, limits, passing, china):
    """Which of the three goals of `screen` are reached."""
    screen = v["law"] == "screen" and v["importer"] == "EU27" and v["year"] == 2024 and v["whole"] == OUTSIDE
    moved = v["year"] == 2024 and v["whole"] == OUTSIDE and v["share"] == ACT
    return [
        screen and limits[1:] == OFFICIAL[1:] and china == [MAGNETS],
        screen and limits[0] == OFFICIAL[0] and BARYTES in [row["material"] for row in passing],
        v["law"] == "act" and v["importer"] == "NLD" and moved,
    ]


def short(name):
    """A product's name as a dot and a newspaper have room for it."""
    return name.replace("permanent ", "").replace(" carbonate", "").replace("ferro-", "")


def dots_of(rows, key, at, told, asked=""):
    """The dots of one strip. told: whether what lies beyond the lines has its name written; where a goal asks for a product, all have on the screen's lines, and few on the Act's."""
    return [
        {
            "x": row[key],
            "name": short(row["material"]) + ("*" if row["small"] else ""),
            "said": f"{row['material']}, {row['supplier']}: {row['share']:.0f} %"
            if key == "share"
            else f"{row['material']}, {row['share']:.0f} % from {row['supplier']}: {key} {f'{row[key]:.3f}' if row[key] < ENDLESS else '∞'}",
            "in": not row["fails"],
            "dark": row["supplier"] == "China",
            "moved": row["moved"] or (" " if row["material"] == asked else ""),  # drawn as what moved
            "told": row["moved"] != ""
            or row["material"] == asked
            or (told and key != "share" and (asked != "" or not row["fails"]))
            or (told and key == "share" and asked == "" and (not row["fails"] or abs(row[key] - at) < NEAR)),
        }
        for row in rows
    ]


def screen_strips(limits, rows, whole, lines):
    """The lines of the screen that are wanted, each on an axis of its own."""
    names = ["Concentration", "Reliance", "Substitution"]
    part = "from outside" if "outside" in whole else whole
    of = [f"do {THE[whole]} come from few?", f"{part} ÷ all imports", f"{part} ÷ all exports"]
    if lines == OTHERS:  # what fails the first line is kept out by that, whatever these two say
        rows = [row for row in rows if row["concentration"] > limits[0]]
    if lines == FIRST:  # alone it decides, so it is drawn over what passes the others, and no name has a sign
        rows = [row for row in rows if row["reliance"] > limits[1] and row["substitution"] > limits[2]]
        rows = [{**row, "small": False, "moved": " " if row["moved"] else ""} for row in rows]
    strips = [
        {
            "name": names[i],
            "whole": of[i],
            "ends": ENDS[i],
            "control": TESTS[i],
            "at": limits[i],
            "said": f"{limits[i]:.1f}" if i == 2 else f"{limits[i]:.2f}",
            "high": 5 if i == 2 else 1,
            "lines": (7 if lines == OTHERS else 2) if i else 8,
            "more": 0 if i else 2,  # names need more room on a phone
            "large": i == 0,
            "few": lines == OTHERS,
            "dots": dots_of(rows, TESTS[i], limits[i], i == 0 or lines == OTHERS, BARYTES if lines == OTHERS else ""),
        }
        for i in range(3)
    ]
    return {FIRST: [strips[:1]], OTHERS: [[strips[1]], [strips[2]]], EVERY: [strips[:1], strips[1:]]}[lines]


def act_strips(v, rows, use, whole):
    """The Act's line twice: over what a seat imports, and over what the EU gets."""
    over = {
        "name": "Largest country’s share",
        "ends": [],
        "control": "share",
        "at": v["share"],
        "said": f"{v['share']:.0f} %",
        "high": 100,
        "few": False,
    }
    share = [
        {
            "x": one["share"],
            "name": one["material"],
            "said": f"{one['material']}, {one['country']}: {one['share']:.0f} %",
            "in": one["share"] > v["share"],
            "dark": one["country"] == "China",
            "moved": "+ " if ACT >= one["share"] > v["share"] else "− " if v["share"] >= one["share"] > ACT else "",
            "told": True,
        }
        for one in use
    ]
    traded = {
        **over,
        "whole": f"of {THE[whole]}, by value",
        "large": not use,
        "lines": 6 if use else 7,
        "more": 5 if use else 1,  # names need more room on a phone
        "dots": dots_of(rows, "share", v["share"], True, "" if use else MAGNETS),
    }
    gets = {
        **over,
        "whole": "of what the EU gets of strategic materials",
        "large": False,
        "lines": 4,
        "more": 2,
        "dots": share,
    }
    return [[traded], [gets]] if use else [[traded]]


def screen_words(v, rows, passing, china, use, over):
    """What the chosen lines change, in a few sentences."""
    act = v["law"] == "act"
    first = "above the line" if act else "are on the list"
    start = f"{len(passing)} of {len(rows)} {first}; China is the main supplier of {len(china)} of them."
    if v["importer"] == "CHN":
        start = f"{len(passing)} of {len(rows)} {first}."
    if act and use:
        start = f"{start} Of what the EU gets: {len(over)} of {len(use)} strategic materials."
    changes = []
    for sign, word in [["+ ", "in"], ["− ", "out"]]:
        names = [row["material"] for row in rows if row["moved"] == sign]
        if names:
            changes.append(f"{word}: {', '.join(names)}")
    still = v["share"] == ACT if act else [v[test] for test in TESTS] == OFFICIAL
    lines = "65 %" if act else "0.40" if v["lines"] == FIRST else "0.40, 0.50 and 1.0"
    middle = (
        f"Against {lines} {'; '.join(changes)}."
        if changes
        else f"{'Not moved from' if still else 'Same list as with'} {lines}."
    )
    together = (
        "" if act or (v["whole"] == OUTSIDE and v["importer"] not in NATIONS) else " Reliance is 1 by construction: "
    )
    reason = (
        "a single country has no trade inside a union." if v["importer"] in NATIONS else "all imports are the whole."
    )
    return f"{start} {middle}{together}{reason if together else ''}"


# --- the newspaper that a line writes --------------------------------------------------------------------------------------------


def front_page(v, rows, passing, about):
    """Two newspapers from the same data: today's by the law's lines, tomorrow's by these. about: the seat, and how many are beyond the law's."""
    seat, ruled = about
    firsts, added, gone = [
        ", ".join([short(row["material"]) for row in some])
        for some in [
            [row for row in passing if row["supplier"] == "China"],
            [row for row in rows if row["moved"] == "+ "],
            [row for row in rows if row["moved"] == "− "],
        ]
    ]
    buys = sum([row["value"] for row in passing]) / 1000
    changes = [f"{said}: {names}." for said, names in [["No longer", gone], ["Now", added]] if names]
    same = "The same as today."
    for row in rows:
        if v["law"] == "act" and row["material"] == MAGNETS:
            side = "above" if row["share"] > v["share"] else "not above"
            same = f"Magnets: {row['share']:.0f} % from {row['supplier']}, {side} the line."
    news = [["In the news", f"{' '.join(changes)}" if changes else same]]
    if passing:
        news.append([f"{buys:,.1f} billion dollars", f"for the imports of these {len(passing)} in {v['year']}."])
    if passing and v["importer"] != "CHN":
        leads = firsts.split(", ") if firsts else []
        more = f" and {len(leads) - 3} more" if len(leads) > 4 else ""
        named = ", ".join(leads[:3]) if more else firsts
        news.append([f"China leads in {len(leads)}", f"{named}{more}." if leads else "Elsewhere others do."])
    return {
        "law": f"By the Act’s line, {ACT} %" if v["law"] == "act" else "Today’s, by the Commission’s lines",
        "heads": [headline(v, seat, ruled, len(rows), ACT), headline(v, seat, len(passing), len(rows), v["share"])],
        "news": news,
        "today": f"{ruled} of {len(rows)}",
    }


def headline(v, seat, many, of, share):
    """What a newspaper would write: a count, and whose."""
    who = {"European Union (27)": "Europe", "Netherlands": "The Netherlands", "United States": "The United States"}.get(
        seat, seat
    )
    some = f"all {of}" if many == of else f"{'none' if many == 0 else many} of {of}"
    if v["law"] == "act":
        return f"{who}: {some} raw materials above {share:.0f} %"
    return f"{who} depends on {some} raw materials"


def screen_picture(picture, width):
    """Tomorrow's headline, the strips that write it, and below them its news and today's headline. picture: as `screen_state` says."""
    narrow, paper = width < NARROW, picture["paper"]
    drawn = ladder(picture, width) if picture["rows"][0][0]["few"] else strips(picture, width)
    mine, top = printed_page("TOMORROW’S PAPER, by your lines", paper["heads"][1], 4, width, 22 if narrow else 28)
    mine.append(label(20, top + 5, f"{paper['law']}: {paper['today']}", "start", MUTED))
    top += 18
    news = top + drawn["height"] + 10
    columns, beside = paper["news"], 0 if narrow else 170
    if narrow:  # one line for what stands beside it on a wide page, so that the slider shares the window
        columns = [columns[0], [" · ".join([head for head, _ in columns[1:]]), ""]]
    first = width - 40 - beside * (len(paper["news"]) - 1)  # what changes needs most room
    for i, (head, words) in enumerate(columns):
        x, at = 20 + (first + beside * (i - 1) if i and not narrow else 0), news + 14 + (74 if narrow and i else 0)
        mine.append(label(x, at, head, "start", WORDS if i == 0 else INK, True, False, 14 if narrow and i else 16))
        room = (beside if i and not narrow else first) - 16
        told = wrapped(words, room)
        told = [*told[:2], shortened(" ".join(told[2:]), room)] if len(told) > 3 else told
        mine.extend([label(x, at + 20 + 18 * k, line) for k, line in enumerate(told)])
        if i and not narrow:
            mine.append(stroke(x - 10, at - 8, x - 10, at + 62, MUTED, 0.8))
    high = 100 if narrow else 82
    sheets = [sheet_of(4, top - 4, width), sheet_of(news, high, width)]
    strip = f'<g transform="translate(0,{top + 4:.1f})">{drawn["svg"]}</g>'
    return whole(width, news + high + 4, [strip, *sheets, f'<g font-family="{SERIF}">{"".join(mine)}</g>'])


def ladder(picture, width):
    """Two measures side by side, a line for each product and its name once: first what a goal asks for, then those that China leads."""
    narrow, parts, x = width < NARROW, [], 8.0
    for i, words in enumerate(picture["key"]):
        parts.append(mark("circle", x + 6, 10, [SECOND, PLAIN, STRONG][i], "", i == 0))
        parts.append(label(x + 16, 10, words))
        x += text_width(words) + (22 if narrow else 28)
    parts.append(label(6, 34, picture["note"], "start", MUTED))
    pair = [row[0] for row in picture["rows"]]
    first = pair[0]["dots"]
    weights = [0 if dot["name"] == BARYTES else 1 if dot["dark"] else 2 for dot in first]
    order = sorted(range(len(first)), key=lambda i: [weights[i], i])
    names = 100 if narrow else 130
    across = (width - names) / 2
    heads = [[strip["name"], *wrapped(strip["whole"], across - 12)] for strip in pair]
    top = 58 + 17 * max([len(head) for head in heads])
    bottom = top + 28 + LINE * len(order)
    for k, strip in enumerate(pair):
        left = names + across * k + 12
        frame = [0, strip["high"], left, left + across - 26]
        at = spot(min(strip["at"], strip["high"]), *frame)
        parts.extend([label(left - 6, 56 + 17 * j, line, "start", INK, j == 0) for j, line in enumerate(heads[k])])
        parts.append(box(at, top + 24, frame[3] + 8 - at, bottom - top - 24, BEYOND))
        parts.append(handle(strip["control"], [left, frame[3], 0, strip["high"]], at, top, bottom, strip["said"]))
        parts.append(stroke(left, bottom, frame[3], bottom, MUTED))
        for tick in ticks(0, strip["high"], 3 if narrow else 6):
            more = "+" if tick == strip["high"] > 1 else ""  # what lies beyond stands at the end
            parts.append(label(spot(tick, *frame), bottom + 13, printed(tick) + more, "middle"))
        for n, words in enumerate([] if narrow else strip["ends"]):
            parts.append(label([left - 6, frame[3] + 6][n], bottom + 30, words, ["start", "end"][n], MUTED))
        for j, i in enumerate(order):
            dot = strip["dots"][i]
            fill = (STRONG if dot["dark"] else PLAIN) if dot["in"] else SECOND
            drawn = mark(
                "circle",
                spot(min(dot["x"], strip["high"]), *frame),
                top + 26 + LINE * (j + 0.5),
                fill,
                dot["said"],
                not dot["in"],
                6.0,
            )
            parts.append(f'<g data-key="{strip["control"]} {dot["name"]}">{drawn}</g>')
    for j, i in enumerate(order):
        y, dot = top + 26 + LINE * (j + 0.5), first[i]
        parts.append(stroke(6, y + LINE / 2, width - 6, y + LINE / 2, GRID, 0.6))
        strong = dot["moved"] != ""
        parts.append(
            label(
                8,
                y,
                (dot["moved"] + dot["name"]).strip(),
                "start",
                WORDS if strong else INK,
                strong,
                False,
                12 if narrow else 14,
            )
        )
    return whole(width, bottom + (26 if narrow else 44), parts)


LINE, BEYOND = 19, "#fbe9dc"


def printed_page(name, head, top, width, size):
    """A newspaper's name over its rule, and its headline; and where the text goes on."""
    parts = [label(20, top + 16, name, "start", MUTED, True), stroke(20, top + 28, width - 20, top + 28, INK, 1.6)]
    y = top + 32 + size * 0.7
    for line in wrapped(head, (width - 40) * SIZE / size * 1.15, True):  # letters with serifs are narrower
        parts.append(label(20, y, line, "start", INK, True, False, size))
        y += size * 1.15
    return [parts, y + 4 - size * 0.2]


def sheet_of(top, high, width):
    """The paper of a newspaper."""
    return f'<rect x="6" y="{top:.1f}" width="{width - 12:.1f}" height="{high:.1f}" fill="{PAPER}" stroke="{MUTED}" stroke-width="0.8"/>'


PAPER, SERIF = "#F3EEE1", "Georgia, 'Times New Roman', 'Liberation Serif', serif"


# --- what an index of concentration is --------------------------------------------------------------------------------------------


def squares() -> Drawn:
    """Four products as squares along a diagonal, one for each supplier, as wide as its share: what is filled is the index. Source: the table `imports`."""
    flows = data.load("imports").query("importer == 'EU27' and year == 2024")
    names = data.load("products").drop_duplicates("hs6").set_index("hs6")["material"]
    parts = flows.groupby("hs6")["value_kusd"].apply(
        lambda one: (one / one.sum()).sort_values(ascending=False).tolist()
    )
    passed = ind.screen(
        ind.indicators_table(data.load("imports"), data.load("trade_totals"), year=2024, importer="EU27")
    ).query("passes")
    first, last = passed["concentration"].idxmax(), passed["concentration"].idxmin()
    shown = [
        (f"{names[first]}, the highest of 30", parts[first]),
        (names[last], parts[last]),
        ("one half and two quarters", [0.5, 0.25, 0.25]),
        ("ten alike", [0.1] * 10),
    ]
    numbers = [(name, shares, sum(share**2 for share in shares)) for name, shares in shown]
    return sketch(
        lambda width: squares_picture(numbers, width),
        title="A square for each supplier, as wide as its share: what is filled is the index",
        alt="Four large squares; along the diagonal of each a small one for every supplier, as wide as its share. Filled: "
        + "; ".join(f"{name}, {number:.3g}" for name, _, number in numbers)
        + ". Few suppliers fill much of it, many leave it nearly empty.",
        source=data.cite("imports"),
        caption="EU imports from outside, by value, 2024; the last two squares are made up.",
        heads=["product", "suppliers", "largest share, %", "index"],
        rows=[[name, f"{len(shares)}", f"{100 * shares[0]:.1f}", f"{number:.3f}"] for name, shares, number in numbers],
    )


def squares_picture(numbers, width):
    """Four squares in a row, on a phone two and two."""
    columns = 2 if width < NARROW else 4
    room, parts = width / columns, []
    side = room - 24
    for k, (name, shares, number) in enumerate(numbers):
        x, y = room * (k % columns) + 12, 8 + (side + 76) * (k // columns)
        parts.append(box(x, y, side, side, CARD, GRID))
        at = 0.0
        for i, share in enumerate(shares):
            parts.append(box(x + side * at, y + side * at, side * share, side * share, STRONG if i == 0 else PLAIN))
            at += share
        parts.append(label(x, y + side + 20, f"{number:.3g}", "start", STRONG, True, False, 22))
        parts.extend(label(x, y + side + 42 + 16 * j, line) for j, line in enumerate(wrapped(name, room - 14)))
    return whole(width, 8 + (side + 76) * (len(numbers) // columns), parts)


def screen() -> Explorer:
    """The explorer of lesson 2: the lines of two laws, year, seat and whole. Sources: tables of BACI, and the EU's study."""
    buyers = tables()["buyers"]
    return Explorer(
        "screen",
        {
            "law": controls.Select("Lines of", [("Tests, 2021", "screen"), ("Act, 2030", "act")], "screen"),
            "lines": controls.Select(
                "Draw", [("concentration", FIRST), ("the two others", OTHERS), ("all three", EVERY)], EVERY
            ),
            "concentration": controls.Range("Concentration above", 0.4, 0.1, 1.0, 0.01),
            "reliance": controls.Range("Reliance above", 0.5, 0.0, 1.0, 0.01),
            "substitution": controls.Range("Substitution above", 1.0, 0.0, 5.0, 0.1),
            "share": controls.Range("One country above", ACT, 0, 100, 1, "%"),
            "whole": controls.Select("Of what?", [("outside the EU", OUTSIDE), ("all imports", ALL)], OUTSIDE),
            "year": controls.Select("Year", list(YEARS), 2024),
            "importer": controls.Select("Country", [(name, code) for code, name in buyers.items()], "EU27"),
        },
        screen_state,
        screen_picture,
        tables=tables(),
        source=f"{data.cite('imports_members')}; other countries: the table imports; what the EU gets: {data.cite('raw_material_supply')}",
        question="Move a line, and read tomorrow's paper: does that make anything safer?",
        when={**{one: ("law", "screen") for one in ["lines", *TESTS]}, "share": ("law", "act")},
        goals=[
            Goal(
                "On the list China leads in two products. Drag the line until only one of the two is left: magnets.",
                "The second was magnesium. Nobody became less dependent on it: somebody moved a line.",
                ("concentration",),
                {"lines": FIRST},
            ),
            Goal(
                "Barytes, a mineral mostly from China, is not on the list. One of these two tests keeps it out. Move that line until barytes is in.",
                "It was Substitution. Members of the EU sell barytes to each other. The test counts that as export, so exports look larger than what comes in, and barytes stays out. Without those sales it would be in.",
                ("reliance", "substitution"),
                {"lines": OTHERS},
            ),
            Goal(
                "Another law, the Raw Materials Act, draws another line: 65 % from one country. What the Netherlands imports of magnets lies below it. Bring it above the line with “Of what?” alone.",
                "Neither the market nor the line has moved. You changed what is counted: now only imports from outside the EU. (The line was borrowed: the Act draws it for the EU as a whole, and its list has no magnets.)",
                ("whole", "importer"),
                {"law": "act", "importer": "NLD", "whole": ALL},
            ),
        ],
    )
