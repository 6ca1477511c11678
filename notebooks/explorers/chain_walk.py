"""Lesson 4: the chain on a map, to walk along step by step, with a guess before each step lights."""

from __future__ import annotations

from derisking.explore.chain_atlas import atlas

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.outlines import PLACES
from derisking.explore import chain_tables
from derisking.explore.base import Explorer, Goal, Memory

WHOLE, OPEN = "The whole chain", "?"
MINE, ALL = "mine", "all"
FIRST = 6  # steps of the first goal
ANSWERS = ["US", "UK", "NL", "DE", "CN", "KR", "JP", "TW"]  # the countries among which one guesses
EUROPEAN = ["NL", "DE"]  # they stand in Europe where a table has it as one block only
NOTED = 0.03  # a share below this goes unnamed
NOTES = {
    "Design software": " ETO’s rounded shares for design software add up to 102 %: scaled to 100, its 96 % are 94 %.",
    "Photoresist": " ETO has no shares for photoresist: the 90 % are from Nikkei, through TrendForce News, 2025.",
}
DRAWN = "Our own map, not to scale. A disc is as large as its share; dashed is your guess. Shares are rounded, and one below 3 % has no disc. Firms are examples."


def named_holder(place, share, firms):
    """A place with its share, and its firms where they are known."""
    name = PLACES[place][0] if place in PLACES else "others"
    told = f" ({firms[place]})" if place in firms else ""
    return f"{name} {100 * share:.0f} %{told}"


def holders(step):
    """Who holds a step: [place, share], the largest first, others last."""
    return [[place, share] for place, share in step["held"].items() if share >= NOTED]


def first_of(step):
    """The place that holds most of a step."""
    return max(step["held"], key=lambda place: 0 if place == "other" else step["held"][place])


def said_of(v, step):
    """What was guessed of a step: a place, or `OPEN`."""
    return v["kept"].get(step["name"], {}).get("who", OPEN)


def walked(v, t, seen):
    """The picture of a walk: the row of steps, and the map, with who holds the step, or with the countries to choose from."""
    steps = t["steps"]
    now = [i for i, step in enumerate(steps) if step["name"] == v["step"]]
    places, listed, guess = overview(t, seen), [], ["", ""]
    asked = len(now) == 1 and not seen[now[0]]
    if now:
        places = {}
    for place in ANSWERS if asked else []:
        places[place] = {"tone": "", "steps": []}
    if now and not asked:
        step = steps[now[0]]
        leads, said = first_of(step), said_of(v, step)
        for place, share in holders(step):
            listed.append(
                {
                    "place": place,
                    "name": PLACES[place][0] if place in PLACES else "others",
                    "firms": step["firms"].get(place, ""),
                    "part": share,
                    "shown": f"{100 * share:.0f} %",
                }
            )
            if place in PLACES:
                places[place] = {"tone": "leads" if place == leads else "holds", "steps": []}
        if said != OPEN and said != leads:
            guess = [said, of_guess(step, said)]
    return {
        "steps": [[f"{i + 1}. {step['name']}", i in now, verdict(v, step)] for i, step in enumerate(steps)],
        "places": places,
        "asked": asked,
        "holders": listed,
        "guess": guess,
    }


def verdict(v, step):
    """Whether the guess of a step is right or wrong; "" without one."""
    said = said_of(v, step)
    return "" if said == OPEN else "right" if said == first_of(step) else "wrong"


def of_guess(step, place):
    """What follows the name of a guess that does not lead: its share, or where the data count a place that has none of its own."""
    held = step["held"]
    if "EU" in held and place in EUROPEAN and place not in held:
        return ": counted in Europe"
    if place not in held and "other" in held:
        return ": not listed"
    return f" {100 * held.get(place, 0):.0f} %"


def unnamed(v, step):
    """What was guessed and has no share of its own, in words; an empty list otherwise."""
    said = said_of(v, step)
    words = "" if said == OPEN else of_guess(step, said)
    return [f"{PLACES[said][0]}{words}"] if ":" in words else []


def overview(t, seen):
    """The map of the whole chain: each place with the numbers of the steps that it leads, as far as they may be seen."""
    places = {}
    for i, step in enumerate(t["steps"]):
        place = first_of(step)
        if seen[i] and place not in places:
            places[place] = {"tone": "holds", "steps": []}
        if seen[i]:
            places[place]["steps"].append(i + 1)
    return places


def score(v, steps):
    """How many of some steps are guessed, and how many rightly."""
    found = [verdict(v, step) for step in steps]
    right = len([one for one in found if one == "right"])
    return {"right": right, "all": right + len([one for one in found if one == "wrong"])}


def told(v, t, step, i):
    """Title and line at a step: the question, or who holds it and how the guess did."""
    said, steps = said_of(v, step), t["steps"]
    place = f"Step {i + 1} of {len(steps)}, {step['name']}: {step['what']}."
    open_ = [f"{k + 1}" for k in range(i) if v["shown"] == MINE and said_of(v, steps[k]) == OPEN]
    skipped = f" Still to guess: {', '.join(open_)}." if open_ else ""
    if said == OPEN and v["shown"] == MINE:
        return [
            f"{step['name']}: {step['what']}",
            f"{skipped.strip()} {place} Guess: choose a country on the map or in the list.".strip(),
        ]
    most = named_holder(first_of(step), step["held"][first_of(step)], {})
    held = ", ".join([named_holder(one, share, step["firms"]) for one, share in holders(step)])
    line = f"{place} {held}. World shares by {step['by']}, {step['year']}."
    if said == OPEN:
        return [f"{most} of the world", line]
    done = score(v, steps)
    title = f"Right: {most} of the world" if said == first_of(step) else f"Not {PLACES[said][0]}: {most}"
    if open_ and i in [FIRST - 1, len(steps) - 1]:  # here a goal ends, and Next leads no further
        title = f"{'Right: ' if said == first_of(step) else ''}{most}. Now step {open_[0]}"
    open_words = f"{skipped.strip()} Tap {'its number' if len(open_) == 1 else 'their numbers'}. " if open_ else ""
    return [
        title,
        f"{open_words}You said {' '.join(unnamed(v, step)) or PLACES[said][0]}. {line} Right so far: {done['right']} of {done['all']}.",
    ]


def walk_state(v, t):
    """Who holds the step at which somebody stands, once it has been guessed."""
    steps = t["steps"]
    seen = [v["shown"] == ALL or said_of(v, step) != OPEN for step in steps]
    leaders = overview(t, seen)
    listed = [f"{PLACES[one][0]} {', '.join([f'{n}' for n in about['steps']])}" for one, about in leaders.items()]
    done = score(v, steps)
    title = f"{len(steps)} steps, and {len(leaders)} countries lead them"
    line = f"Each step with the country that holds most of it: {'; '.join(listed)}."
    if False in seen:
        title = f"You guessed {done['all']} of {len(steps)} steps, {done['right']} rightly"
        line = (
            f"{line} The others come when you have guessed them."
            if listed
            else "Each number comes to its country when you have guessed it."
        )
    for i, step in enumerate(steps):
        if step["name"] == v["step"]:
            title, line = told(v, t, step, i)
    said = v["step"] in NOTES and seen[0 if v["step"] == steps[0]["name"] else 4]
    parts = [score(v, steps[:1]), score(v, steps[:FIRST]), score(v, steps[FIRST:])]
    return {
        "title": title,
        "line": line,
        "alt": f"Map of the United States, Europe and East Asia below a chain of {len(steps)} steps. {line}",
        "caption": f"{DRAWN}{NOTES.get(v['step'], '') if said else ''}",
        "assumes": f"Machines, materials and designs count by where the firm has its headquarters, plants and packaging by where they stand. The shares are estimates, of another year for each kind of step (2019 to 2025): compare countries within a step, not one step with another. Left out is how long a new supplier would take. {t['beside']}",
        "heads": ["step", "who holds it", "counted by", "year"],
        "rows": [
            [
                step["name"],
                ", ".join([*[named_holder(*held, step["firms"]) for held in holders(step)], *unnamed(v, step)])
                if seen[i]
                else "guess first",
                step["by"],
                f"{step['year']}",
            ]
            for i, step in enumerate(steps)
        ],
        "picture": walked(v, t, seen),
        "goals": [
            parts[0]["all"] == 1,
            parts[1]["all"] == FIRST,
            parts[2]["all"] == len(steps) - FIRST,
        ],
        "judged": [
            [f"{one['right']} of {one['all']} right.", 2 * one["right"] >= one["all"]] if one["all"] else None
            for one in parts
        ],
    }


def walk() -> Explorer:
    """The explorer of lesson 4: along the chain. Sources: as `chain_tables.source`."""
    names = [step.name for step in chain_tables.STEPS]
    options = [*((f"{i}. {name}", name) for i, name in enumerate(names, 1)), (WHOLE, WHOLE)]
    countries = [(OPEN, OPEN), *((PLACES[place][0], place) for place in ANSWERS)]
    return Explorer(
        "walk",
        {
            "step": controls.Select("Where you stand", options, names[0], walk=True, picks=True),
            "who": controls.Select("Who holds most of it?", countries, OPEN, picks=True),
            "shown": controls.Select("Who holds it", [("after my guess", MINE), ("at once", ALL)], MINE),
        },
        walk_state,
        atlas,
        tables=chain_tables.tables(),
        source=data.cite("chip_input_shares"),
        question="Walk along the chain. Who holds each step? You guess first.",
        memory=Memory("step", ("who",), anew=True, once="Guessed, once a step."),
        when={"who": ("step", names, "only at a numbered step")},
        goals=[
            Goal(
                "Step 1, design software: which country sells most of it? Guess: tap a country.",
                "The answer stands above the map, and a disc shows each share. Every step works like this.",
                ("who",),
                word="Guessed.",
            ),
            Goal(
                "Five more steps. At each: tap the country that holds most, look, then press Next.",
                "ASML sells every EUV machine there is: one firm in one Dutch town, with suppliers from many countries.",
                ("step", "who"),
                {"step": names[1]},
                {"step": FIRST},
                word="Guessed.",
            ),
            Goal(
                "The last six steps, with the plants.",
                f"No country leads more than four of the {len(names)} steps. After step {len(names)}, Next shows the whole chain on one map.",
                ("step", "who"),
                {"step": names[FIRST]},
                word="Guessed.",
            ),
        ],
    )
