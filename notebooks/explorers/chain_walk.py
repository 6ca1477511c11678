"""Lesson 4: the chain on a map, to walk along step by step."""

from __future__ import annotations

from derisking import widgets as controls
from derisking.charts.vector import atlas
from derisking.charts.vector.outlines import PLACES
from derisking.explore import chain_tables
from derisking.explore.base import Explorer, Goal

WHOLE, USE = "The whole chain", "Use"
NOTED = 0.03  # a share below this goes unnamed
DRAWN = "Our own map, not to scale; Singapore stands too far north. Rounded shares are stretched to 100. Firms named beside a share are examples."


def named_holder(place, share, firms):
    """A place with its share, and its firms where they are known."""
    name = PLACES[place][0] if place in PLACES else "others"
    told = f" ({firms[place]})" if place in firms else ""
    return f"{name} {100 * share:.0f} %{told}"


def holders(step, others):
    """Who holds a step: [place, share], the largest first; others last, where they are wanted."""
    return [[place, share] for place, share in step["held"].items() if share >= NOTED and (others or place != "other")]


def first_of(step):
    """The place that holds most of a step."""
    return max(step["held"], key=lambda place: 0 if place == "other" else step["held"][place])


def walked(v, t):
    """The picture of a walk: the row of steps, and the piece of the map on which the step is held, or the whole map."""
    steps = t["steps"]
    now = [step for step in steps if step["name"] == v["step"]]
    places, listed, piece = overview(t) if v["step"] == WHOLE else {}, [], ""
    for place in PLACES if v["step"] == USE else []:
        places[place] = {"tone": "holds", "steps": []}
    for step in now:
        leads = first_of(step)
        piece = PLACES[leads][1]
        for place, share in holders(step, True):
            name = PLACES[place][0] if place in PLACES else "others"
            listed.append(
                {"name": name, "firms": step["firms"].get(place, ""), "part": share, "shown": f"{100 * share:.0f} %"}
            )
            if place in PLACES:
                places[place] = {"tone": "leads" if place == leads else "holds", "steps": []}
    return {
        "steps": [[f"{i + 1}. {step['name']}", step["name"] == v["step"]] for i, step in enumerate(steps)],
        "piece": piece,
        "places": places,
        "holders": listed,
        "most": max([len(holders(step, True)) for step in steps]),
    }


def overview(t):
    """The map of the whole chain: each place with the numbers of the steps that it leads."""
    places = {}
    for i, step in enumerate(t["steps"]):
        place = first_of(step)
        if place not in places:
            places[place] = {"tone": "holds", "steps": []}
        places[place]["steps"].append(i + 1)
    return places


def walk_state(v, t):
    """Who holds the step at which somebody stands."""
    steps = t["steps"]
    at_ = [i for i, step in enumerate(steps) if step["name"] == v["step"]]
    leaders = []
    for place, about in overview(t).items():
        leaders.append(f"{PLACES[place][0]} {', '.join([f'{number}' for number in about['steps']])}")
    title = (
        f"{len(steps)} steps, and {len(overview(t))} countries lead them"
        if v["step"] == WHOLE
        else "Everybody uses what comes out"
    )
    line = (
        f"{len(steps)} steps before a chip is used, each with the country that holds most of it: {'; '.join(leaders)}."
    )
    for i in at_:
        step = steps[i]
        held = ", ".join([named_holder(place, share, step["firms"]) for place, share in holders(step, True)])
        title = f"{step['name']}: {named_holder(*holders(step, False)[0], {})} of the world"
        line = f"Step {i + 1} of {len(steps)}, {step['name']}: {step['what']}. {held}. World shares by {step['by']}, {step['year']}."
    if v["step"] == USE:
        line = "Phones, data centres and cars, everywhere. Nobody holds this end: it gets what the steps before it let through."
    return {
        "title": title,
        "line": line,
        "alt": f"Map of the United States, Europe and East Asia below a chain of {len(steps)} steps. {line}",
        "caption": DRAWN,
        "heads": ["step", "who holds it", "counted by", "year"],
        "rows": [
            [
                step["name"],
                ", ".join([named_holder(*held, step["firms"]) for held in holders(step, True)]),
                step["by"],
                f"{step['year']}",
            ]
            for step in steps
        ],
        "picture": walked(v, t),
        "goals": [len(at_) == 1 and max(steps[at_[0]]["held"].values()) > 0.995 if at_ else False],
    }


def walk() -> Explorer:
    """The explorer of lesson 4: along the chain. Sources: as `chain_tables.source`."""
    names = [step.name for step in chain_tables.STEPS]
    options = [(f"{i}. {name}" if 0 < i <= len(names) else name, name) for i, name in enumerate([WHOLE, *names, USE])]
    return Explorer(
        "walk",
        {"step": controls.Select("Where you stand", options, WHOLE, walk=True, picks=True)},
        walk_state,
        atlas,
        tables=chain_tables.tables(),
        source=chain_tables.source(),
        question="Walk along the chain. Who holds the step at which you stand?",
        goals=[
            Goal(
                "Walk until you stand where one firm holds everything. Stay there.",
                "ASML sells every EUV machine there is. One firm, one town in the Netherlands; and it needs suppliers from many countries.",
                ("step",),
            )
        ],
    )
