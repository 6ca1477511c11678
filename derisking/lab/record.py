"""My progress: what the record holds as a page, and three buttons instead of commands: save a copy, share, start again."""

from __future__ import annotations

from pathlib import Path

import traitlets

from derisking import cards, progress
from derisking.lab import state
from derisking.questions import bank
from derisking.questions.verdict import number
from derisking.widgets.live import Live, script, style
from derisking.widgets.markdown import plain

HERE = Path(__file__).resolve().parent
TESTS = {"pre": "First test, in lesson 0", "post": "Last test, in lesson 7"}


class Actions(Live):
    """The buttons. lessons: [name, label] of each that can be shared; said: safe HTML, the answer to the last click."""

    _esm = script(HERE / "record.js")
    _css = style(HERE / "record.css")
    lessons = traitlets.List().tag(sync=True)
    entries = traitlets.Int().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)


def show_my_progress() -> None:
    """Show the page, and let its buttons do what they say."""
    from IPython.display import display

    handle = display(summary(), display_id=True)
    standings = state.standings()
    shared = [
        [one.lesson.name, f"Lesson {one.lesson.number} · {one.lesson.title}"]
        for one in standings
        if one.lesson.exercise
    ]
    actions = Actions(lessons=shared, entries=len(progress.events()))
    actions.on_msg(lambda _, content, __: act(actions, handle, content))
    still = "<p>The buttons <em>Save a copy</em>, <em>Share with my teacher</em> and <em>Start again</em> appear when the page has started.</p>"
    actions.show(cards.card(still), "Save a copy, share with my teacher, start again")


def act(actions: Actions, handle: object, content: object) -> None:
    """One click. content: {"type": "save", "preview", "share" or "reset", "lesson": its name}; anything else is nothing."""
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
        handle.update(summary())
    actions.entries = len(progress.events())


def _copied() -> str:
    try:
        path = progress.export()
    except OSError as error:
        return cards.render("progress/said.html.jinja", words=f"The copy was not saved: {error}.", content=None)
    words = f"Saved as {path.name} beside this page: a table of everything that is kept. Any spreadsheet opens it."
    return cards.render("progress/said.html.jinja", words=words, content=None)


def summary() -> cards.Panel:
    """Lessons, exercises, tests, and what to repeat, with a link to each place."""
    standings = state.standings()
    told = progress.message()
    repeat = [(one, [_question(one, id) for id in one.repeat]) for one in standings if one.repeat]
    markup = cards.render(
        "lab/record.html.jinja",
        told=told,
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
    done = {name: {row["lesson"]: row for row in scores.get(name, [])} for name in TESTS}
    lines = []
    for name, label in TESTS.items():
        latest = done[name].values()
        points = f"{number(sum(row['score'] for row in latest))} of {sum(row['maximum'] for row in latest):g} points"
        words = points if done["post"] else "handed in; points come with the last test"
        lines.append((label, words if latest else "not handed in yet"))
    return lines
