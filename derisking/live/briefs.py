"""The negotiation as the lesson's papers have it: cards and news of docs/teaching/role-play.md, the rest of talks.yaml beside it.

Loading this loads the model, and with it pandas: only a lesson with a role play does.
"""

import re

import yaml

from derisking import markdown, places
from derisking.live.outcomes import Outcomes
from derisking.live.talks import STEPS, Game, Role, Talks

ELSEWHERE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*?\"(\w+: [\w-]+)[^)]*\)")  # our own tables, which a phone cannot open
LINE = re.compile(r"^\*\*You must not accept\*\* (.+)$", re.MULTILINE)
CHANGE = re.compile(r"^\*\*On the desk:\*\* (.+)$", re.MULTILINE)


def talks() -> Talks:
    """A negotiation that can begin. Raises PlaceError where cards and settings do not fit each other."""
    folder = places.checkout() / "docs" / "teaching"
    text = (folder / "role-play.md").read_text(encoding="utf-8")
    rules = yaml.safe_load((folder / "talks.yaml").read_text(encoding="utf-8"))
    world = Outcomes(rules["cases"], rules["case"])
    made = Talks(game(text, rules), world)
    unknown = [one["change"] for one in made.game.news if one["change"] not in world.changes]
    if unknown:
        raise places.PlaceError(f"role-play.md, News: the desk knows no change {unknown[0]!r}. Use its words.")
    world.warm()
    return made


def game(text: str, rules: dict) -> Game:
    """text: the role play; rules: what talks.yaml says. Raises PlaceError."""
    roles = {}
    for title, body in _parts(text, "The cards").items():
        letter, _, name = title.partition(" · ")
        said, rule = LINE.search(body), rules["teams"].get(letter)
        if said is None or rule is None:
            raise places.PlaceError(f"role-play.md, card {title!r}: it has no red line, or no line in talks.yaml.")
        roles[letter] = Role(name, _html(body), said[1], rule["votes"], rule["purse"], rule["line"])
    news = []
    for title, body in _parts(text, "News").items():
        change = CHANGE.search(body)
        if change is None:
            raise places.PlaceError(f"role-play.md, news {title!r}: no line says what changes on the desk.")
        news.append({"title": title, "text": _html(CHANGE.sub("", body)), "change": change[1]})
    if any(len(minutes) != len(STEPS) or sum(minutes) != length for length, minutes in rules["minutes"].items()):
        raise places.PlaceError(f"talks.yaml, minutes: {len(STEPS)} numbers whose sum is the length.")
    enough = tuple(rules["enough"])
    settings = {name: rules[name] for name in ("seats", "rival", "clauses", "minutes", "offers")}
    return Game(roles=roles, news=news, enough=(enough[0], enough[1]), **settings)


def _parts(text: str, heading: str) -> dict[str, str]:
    """The parts below a heading: title -> text."""
    below = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {
        part.partition("\n")[0].strip(): part.partition("\n")[2] for part in re.split(r"^### ", below, flags=re.M)[1:]
    }


def _html(text: str) -> str:
    return markdown.block(ELSEWHERE.sub(r"\1 (*\2*)", text))
