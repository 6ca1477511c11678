"""The defence of exercise 8: a claim of one's own story without its text, and with another verdict. For the teacher."""

import random
import re

from derisking.classroom.stories import story

EMPTY = {"text": "the first sentence of your story", "verdict": "", "as_of": "", "primary": "", "place": ""}
NEAR = {
    "Accurate": "Imprecise",
    "Imprecise": "Wrong",
    "Wrong": "Imprecise",
    "Opinion": "Forecast",
    "Forecast": "Opinion",
}
# What is changed in a claim, and what a good answer names.
TRACED = (
    (
        "the text to which you traced it, {text}, is taken from the web tomorrow, and no copy of it is found",
        "the verdict may have been right on its day, yet nobody can follow it now; a copy with its date, or a second text, would have kept it",
    ),
    (
        "that text, {text}, turns out to be dated a week after the story",
        "as of the day of the story it could not be known from this text; the verdict of that day does not rest on it, and a later one may",
    ),
)
ALONE = (
    (
        "the paper names a source for it after all: an official who wants no name",
        "a person without a name cannot be asked again, so it stays as hard to check as before; the sentence becomes a report of what was said",
    ),
    (
        "it was printed a month later than you say",
        "a verdict belongs to a day; what came between can make it accurate or wrong, and the old verdict stands beside the new one",
    ),
)


def _plain(text: str, most: int = 200) -> str:
    """Words of a student as they stand, for a page that reads Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text if len(text) <= most else f"{text[:most]} …")


def _quoted(claim: dict) -> str:
    verdict = f"you gave *{_plain(claim['verdict'])}*" if claim["verdict"] else "you gave no verdict"
    return f"“{_plain(claim['text'], 300)}” {verdict}" + (
        f", as of {_plain(claim['as_of'], 40)}" if claim["as_of"] else ""
    )


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Two questions on two claims of a student's story, with what to expect. answers["memo"]: text, and judged, what classmates said."""
    written = answers["memo"]
    claims = dict(enumerate(story.read(written["text"])["claims"], 1)) or {1: EMPTY}
    traced = [n for n, claim in claims.items() if claim["primary"]]
    claim = claims[dice.choice(traced or [*claims])]
    text = " · ".join(filter(None, (_plain(claim["primary"]), _plain(claim["place"]))))
    words, reason = dice.choice(TRACED if text else ALONE)
    change = (
        f"To the claim {_quoted(claim)}. Change one thing: {words.format(text=text)}. Which verdict do you give now, and as of which day?",
        f"Her text: {text or 'none'}. A good answer names the reason: {reason}.",
    )
    differ = {n: [one for one in written["judged"].get(str(n), ()) if one != claims[n]["verdict"]] for n in claims}
    disputed = [n for n, others in differ.items() if others]
    number = dice.choice(disputed or [*claims])
    mine = claims[number]
    other = dice.choice(sorted(set(differ[number])) or [NEAR.get(mine["verdict"], "Opinion")])
    case = (
        f"To the claim {_quoted(mine)}. Somebody calls it *{other}*. Make that case in two sentences, as strong as its friends could make it. "
        "Then say which text would settle it between you.",
        f"Classmates said: {', '.join(written['judged'].get(str(number), ())) or 'nothing, since nobody judged it'}. Her text: "
        f"{_plain(mine['primary']) or 'none'}. Accept either verdict that rests on a text dated before that day; nobody's mark hangs on it.",
    )
    return {"change": change, "other": case}
