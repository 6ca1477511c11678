"""The kinds of question, one file each. `get(name)` is the only table: adding a kind is adding a file and a line here."""

from __future__ import annotations

from derisking.questions.kinds.base import Kind
from derisking.questions.kinds.choice import Multiple, Single
from derisking.questions.kinds.classify import Classify
from derisking.questions.kinds.defend import Defend
from derisking.questions.kinds.function import Function
from derisking.questions.kinds.match import Match
from derisking.questions.kinds.numeric import Numeric
from derisking.questions.kinds.order import Order

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Single(), Multiple(), Numeric(), Order(), Match(), Classify(), Function(), Defend())
}


def get(name: str) -> Kind:
    """The kind of this name. Raises KeyError for an unknown one."""
    return KINDS[name]
