"""How far two readers agree: Krippendorff's alpha for ordered levels, row by row, over all rows, and for the points.

1 is full agreement, 0 is what chance alone would give, below 0 is worse than chance. It is undefined while both gave everybody the
same. Krippendorff asks for 0.8 before one relies on a coding, and for 0.667 before one draws careful conclusions.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import krippendorff

from derisking.classroom.mark.rubric import Rubric

FEW = 10  # memos read twice, below which alpha says little


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of the table: its name, how many values were compared, how many were the same, alpha (None: undefined)."""

    name: str
    compared: int
    same: int
    alpha: float | None

    @property
    def words(self) -> str:
        """Alpha for a reader, rounded to two digits."""
        return told(self.alpha, "levels")


def told(alpha: float | None, what: str) -> str:
    """Alpha in words. what: of which no two differ where it is undefined."""
    return f"undefined: no two {what} differ" if alpha is None else f"{alpha:.2f}".replace("-", "−")


def alpha(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Ordinal alpha of two readers. pairs: what each gave, one pair per thing that both read. None where it is undefined."""
    if len({value for pair in pairs for value in pair}) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=list(zip(*pairs, strict=True)), level_of_measurement="ordinal"))


def table(
    rubric: Rubric, first: Mapping[str, Mapping[str, int]], second: Mapping[str, Mapping[str, int]]
) -> list[Line]:
    """The lines for the memos that both have read. first, second: student -> levels by row, all rows set."""
    both = sorted(set(first) & set(second))
    rows: dict[str, list[tuple[float, float]]]
    rows = {row.name: [(first[who][row.name], second[who][row.name]) for who in both] for row in rubric.rows}
    rows["All rows"] = [pair for pairs in rows.values() for pair in pairs]
    rows["Points of the memo"] = [(rubric.sum_of(first[who]), rubric.sum_of(second[who])) for who in both]
    return [Line(name, len(pairs), sum(a == b for a, b in pairs), alpha(pairs)) for name, pairs in rows.items()]
