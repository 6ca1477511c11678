"""What stands on the desk: one memo, its rubric, where one is in the pile, and how two readers agree; as HTML, without a server."""

import dataclasses
from collections.abc import Mapping

from derisking import cards
from derisking.classroom.collect.sheet import number
from derisking.classroom.mark import agreement, memo, rubric
from derisking.classroom.mark.store import FIRST, SECOND, Memo, Store
from derisking.classroom.stories import story

NAMELESS, SHUFFLED, SINGLE = "nameless", "shuffled", "single"
# As they are from the start: no names, as on nbgrader's own page; single letters are keys.
SWITCHES = {NAMELESS: "yes", SHUFFLED: "no", SINGLE: "yes"}


@dataclasses.dataclass
class Desk:
    """One reader's desk, with the rubric of each exercise."""

    store: Store
    rubrics: Mapping[str, rubric.Rubric]

    def on(self, switch: str) -> bool:
        """Whether a switch is on: nameless or shuffled."""
        return self.store.setting(switch, SWITCHES[switch]) == "yes"

    def waiting(self, lesson: str) -> dict[str, bool]:
        """Key -> whether it waits, in the order of the pile."""
        return self.store.waiting(self.rubrics[lesson], self.on(SHUFFLED))

    def student(self, lesson: str, key: str) -> str:
        """Who hides behind a key. Raises KeyError for a key of nobody."""
        return self.store.keys(lesson)[key]

    def next(self, lesson: str, after: str = "") -> str:
        """The key of the next memo that waits, going round; the first memo if none waits; "" without memos."""
        waiting = self.waiting(lesson)
        order = list(waiting)
        start = order.index(after) + 1 if after in waiting else 0
        turned = [*order[start:], *order[:start]]
        return next((key for key in turned if waiting[key]), after if after in waiting else (order or [""])[0])

    def page(self, lesson: str, key: str = "") -> str:
        """The desk with one memo on it; the next that waits without a key. Raises KeyError for a key of nobody."""
        waiting = self.waiting(lesson)
        key = key or self.next(lesson)
        chosen = self._memo(lesson, key) if key else None
        return cards.render(
            "classroom/mark/memo.html.jinja",
            lesson=lesson,
            lessons={name: one.title for name, one in self.rubrics.items()},
            rubric=self.rubrics[lesson],
            reader=self.store.reader,
            progress=progress(waiting),
            waiting=waiting,
            key=key,
            around=_around(list(waiting), key),
            label=self.label(lesson, key, list(waiting)),
            memo=chosen,
            shown=memo.shown(story.readable(chosen.source, lesson), lesson) if chosen else None,
            says=memo.SAYS,
            signs=memo.SIGNS,
            state=self.state(lesson, chosen) if chosen else None,
            other=self._other(lesson, chosen) if chosen else None,
            phrases=self.store.phrases(),
            nameless=self.on(NAMELESS),
            shuffled=self.on(SHUFFLED),
            single=self.on(SINGLE),
        )

    def label(self, lesson: str, key: str, order: list[str]) -> str:
        """What a memo is called: its place in the pile, and its writer's name where names are shown."""
        if key not in order:
            return ""
        place = f"Memo {order.index(key) + 1} of {len(order)}"
        return place if self.on(NAMELESS) else f"{place}: {self.store.name_of(self.student(lesson, key))}"

    def state(self, lesson: str, one: Memo) -> dict:
        """How far a memo is: its sum in words, whether it waits, and what the gradebook has that the rows do not tell."""
        plan = self.rubrics[lesson]
        rows = len(plan.rows)
        done, total = plan.sum_of(one.levels), sum(one.levels.values())
        if done is not None:
            words = f"{number(done)} of {number(plan.points)} points"
        else:
            words = f"{total} so far, {rows - len(one.levels)} of {rows} rows open"
        halved = done is not None and plan.halves and one.levels.get(plan.halves) == 0 and total > done
        notes = [f"0 points for “{plan.halves}”: at most half of all points."] if halved else []
        return {
            "words": words,
            "waits": one.waits,
            "complete": done is not None,
            "notes": [*notes, *self._gradebook(one, done)],
        }

    def _gradebook(self, one: Memo, done: float | None) -> list[str]:
        """What the gradebook has that the rows do not tell; nothing for the second reader, who is not to know it."""
        if self.store.reader == SECOND or one.points is None:
            return []
        given = f"{number(one.points)} points"
        if one.waits and one.levels == {}:
            return [f"The memo changed since it was marked with {given}, so it waits again."]
        if one.waits:
            return [f"The gradebook still has {given} from before; they count no more."]
        if done is None:
            return [f"In the gradebook: {given}, given without rows. Set all rows here, and their sum takes its place."]
        if abs(done - one.points) > 0.006:
            return [f"In the gradebook: {given}, not the sum of the rows. Set a row again, and the sum counts."]
        return []

    def _other(self, lesson: str, one: Memo) -> dict[str, int] | None:
        """The other reader's levels, once this reader has set all rows: nobody is to be led."""
        plan, reader = self.rubrics[lesson], SECOND if self.store.reader == FIRST else FIRST
        if plan.sum_of(one.levels) is None:
            return None
        return self.store.complete(plan, reader).get(one.student)

    def _memo(self, lesson: str, key: str) -> Memo:
        return self.store.memo(self.rubrics[lesson], key, self.student(lesson, key))

    def agreement(self, lesson: str) -> list[agreement.Line]:
        """The table of agreement; no memo compared while nobody has read twice."""
        plan = self.rubrics[lesson]
        return agreement.table(plan, self.store.complete(plan, FIRST), self.store.complete(plan, SECOND))

    def agreement_page(self, lesson: str) -> str:
        """The agreement as HTML."""
        lines = self.agreement(lesson)
        few = lines[-1].compared < agreement.FEW
        return cards.render("classroom/mark/agreement.html.jinja", lines=lines, compared=lines[-1].compared, few=few)


def progress(waiting: Mapping[str, bool]) -> str:
    """How far the pile is read: "12 of 60 marked"."""
    return f"{sum(not waits for waits in waiting.values())} of {len(waiting)} marked"


def _around(order: list[str], key: str) -> tuple[str, str]:
    """The keys before and behind one in the pile; "" at its ends."""
    at = order.index(key) if key in order else 0
    return (order[at - 1] if at > 0 else ""), (order[at + 1] if at + 1 < len(order) else "")
