"""`derisking stories`: deal the stories of exercise 8 to classmates, and take in what they judged."""

import secrets
from pathlib import Path

from derisking import arguments, exercises
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course, listed, many, typed
from derisking.classroom.mark.store import source_of
from derisking.classroom.stories import agreement, deal, story
from derisking.errors import UserError


def main(words: list[str]) -> int:
    """Deal or collect. Raises UserError with one sentence if that cannot be done."""
    options = arguments.parser("stories").parse_args(words)
    course = Course(options.course.resolve())
    if not course.gradebook.is_file():
        raise UserError(
            f"There is no gradebook in {course.root}: run `{typed('grade')}` first, or name the folder with --from."
        )
    if options.what == "deal":
        return _deal(course, options.seed, typed("stories collect", options.course))
    return _collect(course, options.source, typed("stories deal", options.course))


def _deal(course: Course, seed: str | None, then: str) -> int:
    lesson = next(one for one in exercises.lessons() if story.asks(one))
    earlier, wanted = deal.kept(course), story.asks(lesson)
    with book.opened(course) as gradebook:
        there = lesson in {one.name for one in gradebook.assignments}
        authors = sorted(book.memo_grades(gradebook, lesson)) if there else []
    now = {who: story.read(source_of(course, who, lesson)) for who in authors}
    before, said = earlier.get("stories", {}), []
    for who, one in now.items():
        if who in before and one != before[who]:
            said.append(f"{who}: the story has changed since it was dealt; classmates judge the one that was.")
        elif who not in before and (why := story.fault(one, wanted)):
            said.append(f"{who}: the story {why}; it is not dealt, and its mark does not hang on that.")
    whole = {who: one for who, one in now.items() if not story.fault(one, wanted)} | before
    if len(whole) < 2:
        listed(said, print)
        raise UserError(f"There are no two stories to deal in {course.root}: grade exercise 8 first.")
    if seed and seed != earlier.get("seed", seed):
        raise UserError(
            f"The stories were dealt with another seed: leave --seed out, or move {course.stories} away first."
        )
    seed = earlier.get("seed") or seed or secrets.token_hex(8)
    coders = deal.coders(whole, earlier.get("coders", {}), seed)
    pages = deal.keep(course, {"seed": seed, "verdicts": [*wanted["verdicts"]], "stories": whole, "coders": coders})
    print(
        f"{len(whole)} stories dealt, {len(whole) - len(before)} of them now: {many(len(pages), 'page')} in {pages[0].parent}"
    )
    listed(said, print)
    print(f"Give each student the page with her id. It saves a file of verdicts; with these: {then} WHERE")
    return 0


def _collect(course: Course, source: Path | None, first: str) -> int:
    if not deal.kept(course):
        raise UserError(f"No stories were dealt in {course.root}: run `{first}` first.")
    said = agreement.take_in(course, source) if source else []
    (given, twice), found = agreement.codings(course), agreement.read(course)
    counts = f"{many(len(given), 'classmate')} judged {found.judged} of {len(found.shares)} stories."
    print(f"{counts} Krippendorff's alpha over the class: {found.words}.")
    listed([*said, *twice], print)
    print(f"No mark changes. `{typed('report')}` shows it, with the share of each author.")
    return 0
