"""The home page: what comes next, a first guess, the story in four dates, and the lessons with where one stands."""

import base64
import datetime
import importlib.util
import json
import os
import re
from pathlib import Path

from derisking import cards, data, lessons, places, progress, widgets
from derisking.exercises import task
from derisking.lab import state
from derisking.learner import card
from derisking.widgets.prediction import Prediction, of_five

ROOM = places.PACKAGE / "live"  # students get the course without it
PICTURES = places.PACKAGE.parent / "notebooks" / "pictures"


def show_home() -> cards.Panel:
    """The home page as it stands now."""
    standings = state.standings()
    begun = any(one.answered or one.checked for one in standings)
    coming, aside = state.coming(standings), progress.put_aside()
    markup = cards.render(
        "lab/home.html.jinja",
        guess=cards.safe(_guess()),
        story=_story(),
        standings=standings,
        alone=lessons.alone(),
        counted=lessons.counted(),
        begun=begun,
        coming=coming,
        does=lessons.facts().does,
        stake=coming and coming.lesson.exercise and task.read(task.folder(coming.lesson.name)).you,
        waiting=state.waiting(standings),
        newer=_newer(),
        aside=aside and aside.name,
        picture={one.lesson.name: picture(one.lesson.name) for one in standings},
        room=_room(),
    )
    return cards.Panel(markup, _words(standings, coming))


def _guess() -> str:
    guess = first_guess()
    if not guess:
        return ""
    questions = [one["asked"]["question"] for one in guess["ones"]]
    return card.placed(guess, cards.render("widgets/five.html.jinja", questions=questions, rows=[], invite=""))


def first_guess(place: int = 0) -> dict | None:
    """One of the quick guesses that begin the course, by its place, as the data of a card; None once all are made or where there are fewer."""
    lesson = lessons.read_all()[0]
    try:
        ids, made = _quick_guesses(places.checkout("notebooks") / lesson.page)
    except Exception:  # whoever changed that page has a Home all the same
        return None
    if len(ids) <= place or not set(ids) - {row["item"] for row in progress.rows("prediction", lesson.name)}:
        return None
    del ids[place]
    more = {"href": f"{lesson.name}.ipynb", "words": f"On to lesson {lesson.number}", "rest": ids}
    return {"kind": "five", "lesson": lesson.name, "ones": [of_five(made[place])], "more": more}


def _quick_guesses(page: Path) -> tuple[list[str], list[Prediction]]:
    """Ids of the quick guesses on a page, and the guesses, which the page's own cell makes."""
    book = json.loads(page.read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in book["cells"]]
    ids = [id for source in sources for id in re.findall(r'widgets\.quick\(\s*"([\w-]+)"', source)]
    made: dict = {"widgets": widgets, "data": data}
    exec(next(source for source in sources if "widgets.quick(" in source), made)
    return ids, [one for value in made.values() if isinstance(value, list) for one in value]


def _room() -> str:
    """How a teacher opens the room: "button", "typed" where its packages are missing or phones are elsewhere; "" for students."""
    if not ROOM.is_dir():
        return ""
    here = importlib.util.find_spec("segno") and "JUPYTERHUB_USER" not in os.environ
    return "button" if here else "typed"


def picture(lesson: str) -> str:
    """The lesson's drawing as an address that holds the picture itself; "" where there is none."""
    path = PICTURES / f"{lesson}.svg"
    if not path.is_file():
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode("ascii")


def _story() -> list[dict[str, str]]:
    """day, title, address and name of the source of each date."""
    events = data.load("policy_events").set_index("event_id")
    entries = []
    for name in lessons.facts().dates:
        row = events.loc[name]
        day = datetime.date.fromisoformat(str(row["date"])[:10])
        entry = {"day": f"{day.day} {day:%B}", "title": row["title"], "url": row["url"], "source": row["source_title"]}
        entries.append(entry)
    return entries


def _newer() -> list[str]:
    """New versions that lie beside pages which the learner changed, as addresses from the course folder."""
    folder = places.course()
    files = [*folder.glob("notebooks/*.ipynb"), *folder.glob("exercises/*/*.ipynb")] if folder else []
    return sorted(path.relative_to(folder).as_posix() for path in files if re.search(r"-new(-\d+)?$", path.stem))


def _words(standings: list[state.Standing], coming: state.Standing | None) -> str:
    lines = [f"{one.lesson.number} {one.lesson.title}: {one.given} of {one.most} answers" for one in standings]
    return "\n".join([*lines, f"Next: {coming.lesson.title}" if coming else "All lessons are done."])
