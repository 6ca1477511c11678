"""What `match` and `classify` have in common: lines, and what may be chosen for each."""

import random
from typing import Any

from derisking.questions.kinds.base import ROWS, Kind
from derisking.questions.question import Question


class Rows(Kind):
    """Each line has one place, and a wrong one costs itself."""

    shape = ROWS

    def lines(self, question: Question) -> dict[str, str]:
        """Key -> text of each line, in the order of the bank."""
        raise NotImplementedError

    def choices(self, question: Question, dice: random.Random) -> dict[str, str]:
        """Key -> text of what may be chosen for a line, in the order in which it is shown; dice shuffles."""
        raise NotImplementedError

    def finished(self, question: Question, found: dict[str, dict[str, Any]]) -> bool:
        if not super().finished(question, found):
            return False
        (chosen, *_) = self.typed(question, found).values()
        return all(chosen.get(line) for line in self.lines(question))

    def share(self, question: Question, response: dict[str, Any]) -> float:
        return sum(part.right for part in self.picks(question, response)) / len(self.lines(question))
