"""My progress in JupyterLab: the card that both editions share (`learner/src/progress.js`), and what its buttons do with the record.

Where a damaged record was put aside, the page says so and asks how to go on.
"""

import sqlite3
from typing import Any

from derisking import cards, lessons, progress
from derisking.exercises import outline, remembered
from derisking.lab import home, state
from derisking.learner import card, store
from derisking.quiz import items

STILL = "<p>Lessons, what to repeat, both tests and the buttons come here when the page has started.</p>"


def show_my_progress() -> None:
    """Show the page, and let its buttons do what they say."""
    from IPython.display import display

    handle = display(summary(), display_id=True)
    store.answers |= {"record": lambda content: act(handle, content), "explained": items.told}
    store.drafts = remembered.everything
    card.emit(page(), cards.card(STILL), "Lessons, what to repeat, save a copy, share with my teacher, start again")


def page() -> dict:
    """The card's data: the course, the guess to begin with, and after a damaged record ways to go on and points that exercises still show."""
    course = outline.course(lambda one: one.page, lambda one: one.task_page, lambda heading: heading.replace(" ", "-"))
    aside, copied = progress.put_aside(), progress.copied_at()
    back = [["back", f"Go back to the copy of {copied.day} {copied:%B %Y, %H:%M}"]] if copied else []
    found = {one.lesson.name: one.points for one in state.standings() if aside and one.checked}
    course["lessons"] = [
        it | {"found": found.get(it["id"]), "picture": home.picture(it["id"])} for it in course["lessons"]
    ]
    ways = [*back, ["afresh", "Start afresh"]] if aside else []
    return {"kind": "progress", "course": course, "ways": ways, "first": home.first_guess(2)}  # not that of Home


def act(handle: Any, content: dict) -> dict:
    """One click: {"wish": "save", "share", "reset", "back" or "afresh", "content": what is shared}; anything else is nothing.

    Returns what is said to it, and whether the page is to read the record anew.
    """
    wish, shared, said = content.get("wish"), content.get("content"), ""
    known = [one.name for one in lessons.read_all() if one.exercise]
    try:
        if wish == "save":
            said = f"Saved as {progress.export().name} beside this page: a table of everything that is kept. Any spreadsheet opens it."
            progress.save_copy()
        elif wish == "share" and isinstance(shared, dict) and shared.get("lesson") in known:
            said = progress.hand_in(shared["lesson"], shared)
        elif wish == "reset":
            progress.clear()
            said = "Your record is empty now."
        elif wish == "back":
            progress.restore()
            said = "Your record is back, with what you have answered since."
        elif wish == "afresh":
            progress.go_on()
            said = "You go on with a new record."
    except (OSError, sqlite3.Error) as error:
        return {"said": f"That could not be done ({error}). Nothing was changed.", "anew": False}
    anew = wish in ("reset", "back", "afresh")
    if anew:
        handle.update(summary())
    return {"said": said, "anew": anew}


def summary() -> cards.Panel:
    """The page's head, with what a damaged record leaves to say."""
    aside, told = progress.put_aside(), progress.message()
    shown = {"told": "" if aside else told, "aside": aside and aside.name}
    return cards.Panel(cards.render("lab/record.html.jinja", **shown), f"My progress. {told}".strip())
