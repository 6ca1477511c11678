"""My progress: what the record holds as a page, and buttons instead of commands: save a copy, share, start again.

Where a damaged record was put aside, the page says so and asks how to go on.
"""

import sqlite3

from derisking import cards, forecasts, lessons, progress
from derisking.lab import state
from derisking.learner import card, store
from derisking.learner.card import Part
from derisking.markdown import plain
from derisking.questions import bank
from derisking.questions.verdict import number

TESTS = {"pre": "First", "post": "Last"}


def show_my_progress() -> None:
    """Show the page, and let its buttons do what they say."""
    from IPython.display import display

    handle = display(summary(rescue() if progress.put_aside() else None), display_id=True)
    store.answers["record"] = lambda content: act(handle, content)
    shared = [[name, f"Lesson {number} · {title}"] for name, number, title in _with_exercise()]
    still = "<p>The buttons <em>Save a copy</em>, <em>Share with my teacher</em> and <em>Start again</em> appear when the page has started.</p>"
    data = {"kind": "record-tools", "lessons": shared, "entries": len(progress.events())}
    card.emit(data, cards.card(still), "Save a copy, share with my teacher, start again")
    still = "<p>How sure you were: your forecasts come here as dots when the page has started.</p>"
    card.emit({"kind": "sureness", "forecasts": forecasts.outcomes()}, cards.card(still), "How sure you were")


def _with_exercise() -> list[tuple[str, int, str]]:
    """Name, number and title of each lesson that can be shared."""
    return [(one.name, one.number, one.title) for one in lessons.read_all() if one.exercise]


def rescue() -> Part:
    """The buttons below the line on a damaged record: back to the copy, if there is one, or on with the new record."""
    copied = progress.copied_at()
    back = [["back", f"Go back to the copy of {copied.day} {copied:%B %Y, %H:%M}"]] if copied else []
    return Part({"kind": "record-tools", "ways": [*back, ["afresh", "Start afresh"]]}, "")


def act(handle: object, content: dict) -> dict:
    """One click: {"wish": "save", "preview", "share", "reset", "back" or "afresh", "lesson": its name}; anything else is nothing.

    Returns what is said to it, as safe HTML, and how many entries the record has then.
    """
    wish, lesson, said = content.get("wish"), content.get("lesson"), ""
    known = lesson in [name for name, _, _ in _with_exercise()]
    if wish == "save":
        said = _copied()
    elif wish == "preview" and known:
        said = progress.preview(lesson)._repr_html_()
    elif wish == "share" and known:
        said = progress.share(lesson, confirm=True)._repr_html_()
    elif wish == "reset":
        said = progress.reset(confirm=True)._repr_html_()
    elif wish in ("back", "afresh"):
        said = _gone_on(wish == "back")
    if wish in ("reset", "back", "afresh"):
        handle.update(summary())
    return {"said": said, "entries": len(progress.events())}


def _gone_on(back: bool) -> str:
    try:
        progress.restore() if back else progress.go_on()
    except (OSError, sqlite3.Error) as error:
        return _words(f"The copy could not be read ({error}). Nothing was changed.")
    return _words("Your record is back, with what you have answered since." if back else "You go on with a new record.")


def _copied() -> str:
    try:
        path = progress.export()
    except OSError as error:
        return _words(f"The copy was not saved: {error}.")
    progress.save_copy()
    return _words(
        f"Saved as {path.name} beside this page: a table of everything that is kept. Any spreadsheet opens it."
    )


def _words(words: str) -> str:
    return cards.render("progress/said.html.jinja", words=words, content=None)


def summary(after: Part | None = None) -> cards.Panel:
    """Lessons, exercises, tests, and what to repeat, with a link to each place. after: buttons below the line on a damaged record."""
    standings = state.standings()
    aside, told = progress.put_aside(), progress.message()
    repeat = [(one, [_question(one, id) for id in one.repeat]) for one in standings if one.repeat]
    markup = cards.render(
        "lab/record.html.jinja",
        told="" if aside else told,
        aside=aside and aside.name,
        ways=cards.safe(after._repr_html_()) if after and aside else "",
        standings=standings,
        coming=state.coming(standings),
        any=any(one.answered or one.checked or one.guessed or one.reached for one in standings),
        repeat=repeat,
        tests=_tests(),
    )
    lines = [
        f"{one.lesson.number} {one.lesson.title}: {one.answered} of {one.asked}, right {one.right}, guesses {one.guessed}, goals {one.reached}"
        for one in standings
    ]
    return cards.Panel(markup, "\n".join([told] * bool(told) + lines))


def _question(one: state.Standing, id: str) -> tuple[str, str]:
    """A question's first words, and the address of the section where it stands."""
    text = " ".join(plain(bank.load(one.lesson.name)[id].text).split())
    return (text if len(text) <= 110 else text[:107].rsplit(" ", 1)[0] + " …"), one.lesson.section(id)


def _tests() -> list[tuple[str, str]]:
    """Each of the two tests and how it stands; points only when the last one is handed in, as in the lessons."""
    done = {row["item"] for row in progress.rows("score")}
    lines = []
    for name, test in lessons.facts().tests.items():
        latest = {row["item"]: row["response"] for row in progress.rows("answer") if row["mode"] == name}
        asked = bank.used_for(name)
        points = f"{number(sum(q.share(latest.get(q.id)) for q in asked))} of {len(asked)} points"
        words = points if "post" in done else "handed in; points come with the last test"
        lines.append((f"{TESTS[name]} test, in lesson {test.number}", words if name in done else "not handed in yet"))
    return lines
