"""My progress: what the record holds as a page, and buttons instead of commands: save a copy, share, start again.

Where a damaged record was put aside, the page says so and asks how to go on.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import traitlets

from derisking import cards, lessons, progress
from derisking.lab import state
from derisking.markdown import plain
from derisking.questions import bank
from derisking.questions.verdict import number
from derisking.widgets.live import Live, script, style

HERE = Path(__file__).resolve().parent
TESTS = {"pre": "First", "post": "Last"}


class Actions(Live):
    """The buttons. lessons: [name, label] of each that can be shared; said: safe HTML, the answer to the last click.

    ways: [click, label] of each way to go on after a damaged record; with them there are no other buttons.
    """

    _esm = script(HERE / "record.js")
    _css = style(HERE / "record.css")
    lessons = traitlets.List().tag(sync=True)
    entries = traitlets.Int().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    ways = traitlets.List().tag(sync=True)


def show_my_progress() -> None:
    """Show the page, and let its buttons do what they say."""
    from IPython.display import display

    actions = Actions()
    after = rescue() if progress.put_aside() else None
    handle = display(summary(after), display_id=True)
    actions.lessons = [
        [one.lesson.name, f"Lesson {one.lesson.number} · {one.lesson.title}"]
        for one in state.standings()
        if one.lesson.exercise
    ]
    actions.entries = len(progress.events())
    for one in filter(None, (actions, after)):
        one.listen(lambda content: act(actions, handle, content))
    still = "<p>The buttons <em>Save a copy</em>, <em>Share with my teacher</em> and <em>Start again</em> appear when the page has started.</p>"
    actions.show(cards.card(still), "Save a copy, share with my teacher, start again")


def rescue() -> Actions:
    """The buttons below the line on a damaged record: back to the copy, if there is one, or on with the new record."""
    copied = progress.copied_at()
    back = [["back", f"Go back to the copy of {copied.day} {copied:%B %Y, %H:%M}"]] if copied else []
    return Actions(ways=[*back, ["afresh", "Start afresh"]])


def act(actions: Actions, handle: object, content: object) -> None:
    """One click. content: {"type": "save", "preview", "share", "reset", "back" or "afresh", "lesson": its name}; anything else is nothing."""
    wish = content.get("type") if isinstance(content, dict) else None
    lesson = content.get("lesson") if isinstance(content, dict) else None
    known = lesson in [name for name, _ in actions.lessons]
    actions.said = ""  # the same words twice in a row must count as a change
    if wish == "save":
        actions.said = _copied()
    elif wish == "preview" and known:
        actions.said = progress.preview(lesson)._repr_html_()
    elif wish == "share" and known:
        actions.said = progress.share(lesson, confirm=True)._repr_html_()
    elif wish == "reset":
        actions.said = progress.reset(confirm=True)._repr_html_()
    elif wish in ("back", "afresh"):
        actions.said = _gone_on(wish == "back")
    if wish in ("reset", "back", "afresh"):
        handle.update(summary())
    actions.entries = len(progress.events())


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


def summary(after: Actions | None = None) -> cards.Panel:
    """Lessons, exercises, tests, and what to repeat, with a link to each place. after: buttons below the line on a damaged record."""
    standings = state.standings()
    aside, told = progress.put_aside(), progress.message()
    repeat = [(one, [_question(one, id) for id in one.repeat]) for one in standings if one.repeat]
    markup = cards.render(
        "lab/record.html.jinja",
        told="" if aside else told,
        aside=aside and aside.name,
        ways=cards.safe(after.place("")) if after and aside else "",
        standings=standings,
        coming=state.coming(standings),
        any=any(one.answered or one.checked for one in standings),
        repeat=repeat,
        tests=_tests(),
    )
    lines = [
        f"{one.lesson.number} {one.lesson.title}: {one.answered} of {one.asked}, right {one.right}" for one in standings
    ]
    return cards.Panel(markup, "\n".join([told] * bool(told) + lines))


def _question(one: state.Standing, id: str) -> tuple[str, str]:
    """A question's first words, and the address of the section where it stands."""
    text = " ".join(plain(bank.load(one.lesson.name)[id].text).split())
    return (text if len(text) <= 110 else text[:107].rsplit(" ", 1)[0] + " …"), one.lesson.section(id)


def _tests() -> list[tuple[str, str]]:
    """Each of the two tests and how it stands; points only when the last one is handed in, as in the lessons."""
    scores: dict[str, list[dict]] = {}
    for row in progress.rows("score"):
        scores.setdefault(row["item"], []).append(row)
    tests = lessons.facts().tests
    done = {name: {row["lesson"]: row for row in scores.get(name, [])} for name in tests}
    lines = []
    for name, test in tests.items():
        latest = done[name].values()
        points = f"{number(sum(row['score'] for row in latest))} of {sum(row['maximum'] for row in latest):g} points"
        words = points if done["post"] else "handed in; points come with the last test"
        lines.append((f"{TESTS[name]} test, in lesson {test.number}", words if latest else "not handed in yet"))
    return lines
