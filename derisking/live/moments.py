"""What can be asked in the room: questions and predictions of a lesson in the order of its page, and what its plan says aloud.

Questions of the two tests stay out, and so do those with a page of their own. Cards with explanations name their sources, for
which tables are loaded; so a process of its own makes them (`python -m derisking.live.moments LESSON`) and the room stays small.
"""

import base64
import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from derisking import lessons, markdown, places
from derisking.live.room import Moment
from derisking.questions import bank
from derisking.questions.kinds.base import TEXT
from derisking.questions.kinds.numeric import parse
from derisking.questions.question import Question

SEED = 7  # one order of options for the whole room
# Below "Say and ask": the first line opens, the last one closes.
SAID = re.compile(r'^- \*[^*]+\* "(.+)"$', re.MULTILINE)
NAMED = re.compile(r"^## (?:Vote, talk, vote again|Predict first)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
LONGEST = 2_000  # characters of a response as JSON
TITLE = 90  # characters


def asked(lesson: str) -> list[Question]:
    """The questions of a lesson that a room may see."""
    open_ = (one for one in bank.load(lesson).questions if not {"pre", "post", "primary"} & set(one.use))
    return [one for one in open_ if "face" not in one.raw and one.rules.shape != TEXT]  # a long text is read alone


def of_lesson(lesson: str) -> list[Moment]:
    """All moments of a lesson's hour."""
    plan_file = places.checkout() / "docs" / "teaching" / f"{lesson}.md"
    plan = plan_file.read_text(encoding="utf-8") if plan_file.is_file() else ""
    said = SAID.findall(plan.partition("## Say and ask")[2].partition("\n## ")[0])
    named = set(re.findall(r"`([\w-]+)`", "".join(NAMED.findall(plan))))
    questions, made = {one.id: one for one in asked(lesson)}, _made(lesson)
    shown = []
    for name in _in_order(lesson, [*questions, *made["guesses"]]):
        planned = not named or name in named
        if name in questions:
            question, (card, key) = questions[name], made["questions"][name]
            if "answer" in key:
                question = question.with_(answer=key["answer"])
            title = markdown.plain(question.text.strip().partition("\n\n")[0])
            shown.append(Moment(name, "vote", _short(title), card, key, judged_by(question, card), planned))
        else:
            card, key, title = made["guesses"][name]
            shown.append(Moment(name, "guess", _short(title), card, key, guessed_by(card), planned))
    return [
        spoken("wall", said[0] if said else "What would you like to know at the end of this hour?", planned=False),
        *shown,
        *_talks(lesson),
        spoken("words", "One word: what stays with you from this lesson?", planned=False),
        spoken("exit", said[-1] if said else "What is still unclear to you?"),
    ]


def _talks(lesson: str) -> list[Moment]:
    """The role play of a lesson that has one. Its model needs pandas, so it is loaded here and only then."""
    if lesson != lessons.facts().role_play:
        return []
    from derisking.live import briefs

    game = briefs.talks()
    words = f"Negotiation: {game.world.budget:g} billion for {game.world.name}"
    return [Moment("talks", "talks", words, {"stem": words}, planned=False, game=game)]


def _in_order(lesson: str, names: list[str]) -> list[str]:
    """As the lesson's page shows them; what it does not show comes last."""
    page = (places.checkout("notebooks") / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8")
    place = {name: page.find(f'\\"{name}\\"') for name in names}
    return sorted(names, key=lambda name: place[name] if place[name] >= 0 else len(page))


def spoken(kind: str, words: str, number: int = 0, *, planned: bool = True) -> Moment:
    """A wall, a word cloud or an exit ticket with a question in plain words."""
    return Moment(f"{kind}-{number}", kind, _short(words), {"stem": markdown.inline(words)}, planned=planned)


def _short(title: str) -> str:
    return title if len(title) <= TITLE else title[: TITLE - 1].rsplit(" ", 1)[0] + " …"


# --- what was chosen ---------------------------------------------------------------------------------------------------------


def judged_by(question: Question, card: dict[str, Any]) -> Callable[[Any], tuple[tuple[str, ...], bool] | None]:
    """The judge of a question's responses; it takes only what its card offers."""

    def judge(response: Any) -> tuple[tuple[str, ...], bool] | None:
        try:
            if len(json.dumps(response)) > LONGEST or not question.picks(response):
                return None
            return marks(card, response), question.share(response) >= 1
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            return None

    return judge


def marks(card: dict[str, Any], response: dict[str, Any]) -> tuple[str, ...]:
    """What a response chose, as short texts that say nothing of right and wrong. Raises ValueError for what the card has not."""
    if set(response) == {"text"}:
        number = parse(response["text"])
        if number is None:
            raise ValueError("no number")
        return (f"{number:.6g}",)
    if "items" in card:
        if sorted(response["order"]) != sorted(item["key"] for item in card["items"]):
            raise ValueError("not these steps")
        return (" ".join(response["order"]),)
    if "rows" in card:
        several = {row["key"]: _chosen(response, row["key"]) for row in card["rows"]}
        offered = {one.get("key", one.get("name")) for one in card.get("choices") or card["bins"]}
        if not all(several.values()) or not set().union(*several.values()) <= offered:
            raise ValueError("a line is open, or holds what the card has not")
        return tuple(f"{row}>{one}" for row, chosen in several.items() for one in sorted(chosen))
    chosen = set(response["choices"]) if "choices" in response else {response["choice"]}
    if not chosen <= set(card["order"]):
        raise ValueError("an option that the card has not")
    return tuple(one for one in card["order"] if one in chosen)


def _chosen(response: dict[str, Any], row: str) -> set[str]:
    return {response["pairs"][row]} if "pairs" in response else set(response["bins"][row])


def _drawn(card: dict[str, Any], response: dict[str, Any]) -> tuple[str, ...]:
    """A line that was drawn on, as its values in one text. Raises ValueError for what is none."""
    (words,) = response.values()
    values = [float(one) for one in str(response["text"]).split()]
    asked = len(card["line"]["at"]) - len(card["line"]["given"])
    if len(words) > LONGEST or len(values) != asked or not all(card["low"] <= one <= card["high"] for one in values):
        raise ValueError("not this line")
    return (" ".join(f"{one:.6g}" for one in values),)


def guessed_by(card: dict[str, Any]) -> Callable[[Any], tuple[tuple[str, ...], bool] | None]:
    """The judge of guesses: no guess is right or wrong, but it must lie on the scale."""

    def judge(response: Any) -> tuple[tuple[str, ...], bool] | None:
        try:
            if "line" in card:
                return _drawn(card, response), False
            chosen = marks(card, response)
            return (chosen, False) if "order" in card or card["low"] <= float(chosen[0]) <= card["high"] else None
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    return judge


# --- made aside --------------------------------------------------------------------------------------------------------------


def _made(lesson: str) -> dict[str, dict[str, Any]]:
    """questions: id -> its card without and with its key; guesses: the same and a title."""
    command = [sys.executable, "-P", "-m", "derisking.live.moments", lesson]
    aside = {**os.environ, "DERISKING_RECORD": "off", "MPLBACKEND": "agg"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=aside)
    if done.returncode:
        raise places.PlaceError(f"The questions of {lesson} cannot be shown: {done.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(done.stdout))


def _predictions(lesson: str) -> list[Any]:
    """The predictions of a lesson, found by running its cells; nothing is shown."""
    from derisking import widgets
    from derisking.widgets.prediction import Prediction

    found: list[Any] = []
    widgets.predict = lambda *words, **rest: found.append(Prediction(*words, **rest))
    widgets.five = lambda lesson, *ones: found.extend(replace(one, lesson=lesson) for one in ones)
    widgets.later = lambda *words, **rest: None
    folder, names = places.checkout("notebooks") / "notebooks", {}
    book = json.loads((folder / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        for number, cell in enumerate(book["cells"], 1):
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{lesson}, cell {number}", "exec"), names)
    return found


def _guess(one: Any) -> list[Any]:
    """A prediction as a card that asks, a card that tells, and a title."""
    asks, told = one.asked(), one.told(alive=False)
    shown = {"id": one.id, "lesson": one.lesson, "stem": asks["question"], "body": "", "hint": "", "parts": []}
    if one.options:
        parts = [{"key": option, "html": markdown.inline(option)} for option in one.options]
        shown |= {"kind": "single", "how": "Choose before you look.", "parts": parts, "order": [*one.options]}
    elif one.line:
        ends = {name: asks[name] for name in ("low", "high", "unit", "step", "line")}
        shown |= {"kind": "line", "how": "", "bar": one.bar, **ends}
    else:
        words = f"A number from {asks['low']:g} to {asks['high']:g} {asks['unit']}, before you look."
        shown |= {"kind": "numeric", "how": words} | {name: asks[name] for name in ("low", "high", "unit")}
    key = shown | {"truth": told["truth"], "why": told["why"], "reply": told["answer"]}
    chart = one.reveal(None)
    if hasattr(chart, "svg"):
        picture = base64.b64encode(chart.svg().encode()).decode()
        key["chart"] = {"picture": f"data:image/svg+xml;base64,{picture}", "alt": chart.alt}
    return [shown, key, markdown.plain(one.question)]


def main(arguments: list[str]) -> int:
    """Print the cards of a lesson as JSON."""
    from derisking.quiz import view

    def both(question: Question) -> list[dict[str, Any]]:
        bare = view.data(question, SEED, keys=False)
        return [bare | {"hint": ""}, view.data(question, SEED)]

    lesson = arguments[0]
    questions = {question.id: both(question) for question in asked(lesson)}
    print(json.dumps({"questions": questions, "guesses": {one.id: _guess(one) for one in _predictions(lesson)}}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
