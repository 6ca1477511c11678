"""One file per learning platform; each holds everything of it. A new one is a file here and a line below."""

from typing import Any

from derisking.classroom.collect.platforms.base import Platform
from derisking.classroom.collect.platforms.blackboard import Blackboard
from derisking.classroom.collect.platforms.brightspace import Brightspace
from derisking.classroom.collect.platforms.canvas import Canvas
from derisking.classroom.collect.platforms.hub import Hub
from derisking.classroom.collect.platforms.moodle import Moodle
from derisking.classroom.collect.platforms.nbgrader import Nbgrader
from derisking.classroom.collect.platforms.plain import Plain

# In the order in which names are tried: what can look like another's comes later.
_ORDER = (Moodle, Hub, Brightspace, Blackboard, Canvas, Nbgrader, Plain)
ALL: dict[str, Any] = {one.name: one() for one in _ORDER}


def of_list(kind: str) -> Platform:
    """The platform that exports this kind of class list: its name is the first word."""
    return ALL.get(kind.partition(" ")[0], ALL["loose"])
