"""The recognised mistakes of the exercises and the quiz banks: their names, and in fixed words what they mean.

A report shows these words only. The explanation in a graded notebook may quote the student, so it is never shown.
"""

from __future__ import annotations

import dataclasses
import functools
import random

from derisking import exercises
from derisking.exercises import kinds, reading
from derisking.questions import bank
from derisking.questions.question import Question

# Slips that the kinds of answer find in any task; then, per lesson, those of tasks judged by a function of their own.
GENERAL = {
    "wrong-scale": "The right idea in another unit, such as per cent where a fraction is asked for.",
    "package-answer": "The function hands the work to the package's own answer, which earns no marks.",
    "remembers-between-calls": "Asked the same again, the function gives another answer: it keeps something between two calls.",
    "no-return": "The function gives nothing back: the line that starts with return is missing.",
    "changes-input": "The function changes the table it was given instead of working on a copy.",
}
OWN = {
    "01-reading-the-news": {
        "corrects-what-holds": "A correction is written for a sentence that holds.",
        "evidence-for-another-sentence": "The evidence is good, but it speaks about another sentence than the one chosen.",
        "hindsight": "Something that came later is used to judge what could be known on the day.",
        "repetition-as-proof": "A sentence is taken as checked because many repeat it.",
    },
    "02-de-risking": {
        "evidence-for-another-product": "The statements are true, but not of the product chosen.",
        "flow-as-forecast": "A trade flow is read as a forecast. What was bought in a year does not say what a crisis would cost.",
        "news-as-evidence": "Attention in the news is taken for dependence: news may follow a danger, or miss it.",
        "screen-is-enough": "That a product passes the screen is taken for a whole case.",
    },
    "03-chip-basics": {
        "evidence-for-another-plant": "The statements are true, but not of the plant chosen.",
        "name-as-quality": "A small number of nanometres is taken for a reason. It does not say what the plant makes and who buys it.",
        "one-fab-is-autonomy": "One plant is taken for independence, although its machines, gases and wafers come from many countries.",
    },
    "04-value-chain": {
        "evidence-for-another-input": "The statements are true, but not of the input chosen.",
        "naive-minimum": "Shares are taken to say what would stop, without asking about stores, time or substitutes.",
        "niche-stops-the-world": "A niche is said to stop the whole chain, although hardly anything needs it.",
        "share-is-danger": "A large share is taken for a danger. A large share of a tiny market may stop nothing.",
    },
    "07-policy-lab": {
        "mean-for-count": "The plan with the lowest mean is named, where the number of quiet decades is asked for.",
        "mean-for-median": "The plan with the lowest mean is named. An ordinary decade is the one in the middle.",
        "mean-for-tail": "The plan with the lowest mean is named, where the worst 5 % are asked for.",
        "quiet-means-low-mean": "Half of this plan's decades cost nothing, but the others pull its mean up.",
        "quiet-means-safe": "A plan with many quiet decades is taken for a safe one, although its bad decades are the dearest.",
        "tail-for-mean": "The plan that is best in the worst 5 % is named, where the mean of all decades is asked for.",
        "defends-a-dominated-plan": "A plan is defended although another costs less and loses less.",
        "model-as-promise": "What the model gives is read as a promise, not as what follows from its assumptions.",
        "outside-the-table": "A reason is given that nothing in the table shows.",
        "reason-of-another-plan": "The reason is true, but of another plan than the one chosen.",
    },
}


@dataclasses.dataclass(frozen=True)
class Known:
    """A recognised mistake. name: kebab-case; text: what a student who made it reads."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """The name as words: "weight for value"."""
        return self.name.replace("-", " ")


@functools.cache
def of_task(lesson: str, task_id: str) -> dict[str, Known]:
    """Every slip that the judge of a task can name, by name. Raises ValueError or KeyError for an unknown lesson or task."""
    answer = exercises.definition(lesson).task(task_id).answer
    varied = exercises.definition(lesson, "s001").task(task_id).answer  # with variants, one more slip can be made
    found = {name: Known(name, text) for name, text in GENERAL.items()}
    for slip in (*getattr(varied, "slips", ()), *getattr(answer, "slips", ())):
        found[slip.name] = Known(slip.name, _sentence(slip.text))
    if isinstance(answer, kinds.Function):
        for group in {case.group for case in answer.cases(random.Random(0)) if case.group}:
            name = reading.fold(group.split(" (")[0]).replace(" ", "-")
            found[name] = Known(name, f"Right on ordinary inputs, but not yet for {group}.")
    if isinstance(answer, kinds.Custom):
        found |= {name: Known(name, text) for name, text in OWN.get(lesson, {}).items()}
    return found


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@functools.cache
def questions() -> dict[tuple[str, str], Question]:
    """Every question of the banks by (lesson, id)."""
    return {(lesson, question.id): question for lesson in bank.lessons() for question in bank.load(lesson).questions}
