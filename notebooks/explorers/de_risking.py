"""Lesson 2: the Commission's three indicators over 30 raw-material products, with thresholds to move."""

from __future__ import annotations

from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts import vector
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
# the lanes of the picture, top down: key, name, rows of dots
LANES = [
    ["", "passes all three", 7],
    ["concentration", "fails concentration", 2],
    ["reliance", "fails reliance", 1],
    ["substitution", "fails substitution", 1],
    ["several", "fails several", 2],
]
TESTS = ["concentration", "reliance", "substitution"]
OFFICIAL = [0.4, 0.5, 1.0]
NEAR = 0.02  # a product this close to the concentration threshold is named even where it fails
ENDLESS = 1e6  # imports over exports where nothing is exported: infinite, which no data file can hold
BARYTES, MAGNETS = "barytes", "permanent magnets"


@cache
def tables() -> dict[str, object]:
    """Per "importer year" the products, most concentrated first; and the importers' names by code."""
    names = data.load("countries").set_index("iso3")["name"]
    products = {}
    for importer in IMPORTERS.values():
        for year in YEARS:
            rows = ind.indicators_table(data.load("imports"), data.load("trade_totals"), year, importer)
            rows = rows.sort_values("concentration", ascending=False, kind="stable")
            supplier = rows["top_supplier"].map(names).fillna(rows["top_supplier"])
            finite = rows["substitution"].clip(upper=ENDLESS)
            short = rows.assign(supplier=supplier, substitution=finite)[
                ["material", *TESTS, "supplier", "top_share", "small_flow"]
            ]
            products[f"{importer} {year}"] = short.to_dict("records")
    return {"products": products, "buyers": {code: name for name, code in IMPORTERS.items()}}


def failed(row, limits):
    """The tests that a product fails, joined by a comma; the thresholds are strict."""
    return ", ".join([test for test, limit in zip(TESTS, limits, strict=True) if not row[test] > limit])


def screen_state(v, t):
    """Which products pass three thresholds, for an importer and a year; and what moved against the Commission's."""
    limits = [v["concentration"], v["reliance"], v["substitution"]]
    year, buyer = f"{v['year']}", t["buyers"][v["importer"]]
    rows = []
    for row in t["products"][f"{v['importer']} {year}"]:
        fails, before = failed(row, limits), failed(row, OFFICIAL)
        moved = "+ " if before and not fails else "− " if fails and not before else ""
        rows.append({**row, "fails": fails, "moved": moved})
    passing = [row for row in rows if not row["fails"]]
    china = [row["material"] for row in passing if row["supplier"] == "China"]
    top = (
        f"The most concentrated on the list is {passing[0]['material']} at {passing[0]['concentration']:.2f}."
        if passing
        else "No product is on the list."
    )
    return {
        "title": f"{buyer}, {year}: {len(passing)} of {len(rows)} products pass all three tests",
        "line": screen_words(v, rows, passing, china),
        "alt": f"Dot chart of {len(rows)} raw-material products that {buyer} imported in {year}, by concentration of suppliers. "
        f"{len(passing)} are above all three thresholds ({limits[0]:.2f}, {limits[1]:.2f}, {limits[2]:.1f}). {top}",
        "caption": "Our replication on BACI trade data, not the Commission's list: it counts countries in the imports, by value. * value below 5 million dollars. "
        "A dot's lane tells which test it fails; + and − mark changes against the Commission's thresholds.",
        "heads": HEADS,
        "rows": [screen_row(row) for row in rows],
        "picture": {
            "lanes": [lane_of(lane, rows, limits[0]) for lane in LANES],
            "threshold": limits[0],
            "unit": "concentration of suppliers (CDI1)",
        },
        "goals": screen_goals(v, limits, passing, china),
    }


HEADS = [
    "product",
    "result",
    *(f"{test} (CDI{i})" for i, test in enumerate(TESTS, 1)),
    "largest supplier",
    "its share, %",
]


def screen_row(row):
    """A product's line in the table."""
    result = f"fails {row['fails']}" if row["fails"] else "passes"
    third = f"{row['substitution']:.3f}" if row["substitution"] < ENDLESS else "∞"
    numbers = [f"{row['concentration']:.3f}", f"{row['reliance']:.3f}", third]
    return [row["material"], result, *numbers, row["supplier"], f"{100 * row['top_share']:.1f}"]


def screen_goals(v, limits, passing, china):
    """Which of the three goals of `screen` are reached."""
    here = v["importer"] == "EU27" and v["year"] == 2024
    return [
        here and limits[1:] == OFFICIAL[1:] and china == [MAGNETS],
        here and limits[:2] == OFFICIAL[:2] and BARYTES in [row["material"] for row in passing],
        limits == OFFICIAL and v["importer"] != "CHN" and len(china) >= 6,
    ]


def lane_of(lane, rows, threshold):
    """The dots of one lane."""
    key, name, tall = lane
    mine = [row for row in rows if ("several" if ", " in row["fails"] else row["fails"]) == key]
    spots = [
        {
            "x": row["concentration"],
            "name": row["material"] + ("*" if row["small_flow"] else ""),
            "moved": row["moved"],
            "near": abs(row["concentration"] - threshold) < NEAR,
        }
        for row in mine
    ]
    return {"name": name, "rows": tall, "plain": key == "", "dots": spots}


def screen_words(v, rows, passing, china):
    """What the chosen thresholds change, in a few sentences."""
    start = f"{len(passing)} of {len(rows)} pass; China is the main supplier of {len(china)} of them."
    if v["importer"] == "CHN":
        start = f"{len(passing)} of {len(rows)} pass."
    changes = []
    for sign, word in [["+ ", "in"], ["− ", "out"]]:
        names = [row["material"] for row in rows if row["moved"] == sign]
        if names:
            changes.append(f"{word}: {', '.join(names)}")
    middle = f"Against 0.40, 0.50 and 1.0 {'; '.join(changes)}." if changes else "Same list as with 0.40, 0.50 and 1.0."
    end = (
        ""
        if v["importer"] == "EU27"
        else " Reliance is 1 by construction: a single country has no trade inside a union."
    )
    return f"{start} {middle}{end}"


def screen() -> Explorer:
    """The explorer of lesson 2: three thresholds, year and importer. Source: tables `imports` and `trade_totals`."""
    return Explorer(
        "screen",
        {
            "concentration": controls.Range("Concentration above", 0.4, 0.1, 1.0, 0.01),
            "reliance": controls.Range("Reliance above", 0.5, 0.0, 1.0, 0.01),
            "substitution": controls.Range("Imports over exports above", 1.0, 0.0, 5.0, 0.1),
            "year": controls.Select("Year", list(YEARS), 2024),
            "importer": controls.Select("Importer", list(IMPORTERS.items()), "EU27"),
        },
        screen_state,
        vector.dots,
        tables=tables(),
        source=data.cite("imports"),
        question="Raise the concentration threshold from 0.40 to 0.50. Which products leave the list, and would you tell a "
        "minister that they are now safe?",
        goals=[
            Goal(
                "Two Chinese products are on the list. Find a concentration threshold at which magnets are the only one left.",
                "The second was magnesium. Nobody became less dependent on it: somebody moved a line.",
                ("concentration",),
            ),
            Goal(
                "Barytes comes mostly from China and is not on the list. Which other threshold keeps it out? Bring it in.",
                "The EU exports more barytes than it imports, so the third test lets it go. Whether it would keep those exports in a crisis is another question.",
                ("reliance", "substitution"),
            ),
            Goal(
                "Back to 0.40, 0.50 and 1.0. Find a buyer for whom China is the main supplier of six products on the list or more.",
                "Part of this is the measure: a single country has no trade inside a union, so the reliance test lets everything through. "
                "Compare like with like before you compare countries.",
                ("concentration", "reliance", "substitution", "year", "importer"),
            ),
        ],
    )
