"""For the teacher: everything quoted that has passed its date, lesson by lesson, with the place to look; and forecasts that closed.

    python3 run.py status                       what has passed today, or was last seen to hold more than 6 months ago
    python3 run.py status --months 3            a shorter memory
    python3 run.py status --today 2027-02-01    the state on another day

Nothing is fetched: the list says where to look, a person looks and corrects the row.
"""

import datetime
from collections.abc import Iterator

from derisking import arguments, data, forecasts, sources


def where(lesson: str) -> dict[tuple[str, str], list[str]]:
    """(kind, id) of each row that a lesson quotes, with the files that quote it."""
    index = data.load("quoted")
    return index[index["lesson"] == lesson].groupby(["kind", "id"])["file"].unique().map(list).to_dict()


def lines(lesson: str, today: datetime.date, months: int) -> Iterator[str]:
    """Three lines for each statement of a lesson that has passed its date."""
    places = where(lesson)
    for row in sources.shelf_life(sources.quoted(lesson), today):
        if sources.passed(row, today, months):
            yield f"  {row.text.rstrip('.')}. {sources.state(row, today)}"
            yield f"      look at  {row.url}"
            yield f"      then     {row.kind} {row.id}, quoted in {', '.join(places[row.kind, row.id])}"


def closed(today: datetime.date) -> Iterator[str]:
    """Three lines for each live forecast whose last day has passed."""
    for one in forecasts.every().values():
        if one.live and one.closes < today:
            yield f"  {one.question} It closed on {sources.written(one.closes)}."
            yield f"      look at  {one.page}"
            yield f"      then     forecast {one.id}: fill in outcome, settled_by and settled in data/forecasts.csv"


def main(argv: list[str], today: datetime.date | None = None) -> int:
    """Print the list; returns 0, also when something has passed: a date is no fault. today: for tests."""
    given = arguments.parser("status").parse_args(argv)
    day = given.today or today or datetime.date.today()
    print(
        f"Quoted statements that have passed their date, or were last seen to hold more than {given.months} months before\n"
        f"{sources.written(day)}. Correct value, text, looked_at, as_of and until in data/facts.csv or data/policy_events.csv."
    )
    total = 0
    for lesson in sources.lessons():
        told = list(lines(lesson, day, given.months))
        total += len(told) // 3
        print(f"\n{lesson}: {len(told) // 3 or 'nothing'}")
        print("\n".join(told), end="\n" if told else "")
    told = list(closed(day))
    print(f"\nForecasts that have closed: {len(told) // 3 or 'none'}")
    print("\n".join(told), end="\n" if told else "")
    print(f"\n{total + len(told) // 3} in all.")
    return 0
