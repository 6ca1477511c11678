"""From paths to tags: which platform wrote the names, and what they say. The schemes are the platforms' own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derisking.classroom.collect import careful
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms import ALL, Platform, plain
from derisking.classroom.collect.platforms.base import LONGEST

_WRITERS = [one for one in ALL.values() if one.pattern]


def read(origins: Sequence[str], source: str) -> list[Tag]:
    """A Tag for each path. source: the name of the zip or folder that was given."""
    level = _level(origins)
    parts = {_part(origin, level) for origin in origins}
    schemes = [one for one in _WRITERS if not one.vague or _fits(one, parts)]
    tags = [_structured(origin, schemes, level) for origin in origins]
    skip = plain.wrapper([origin for origin, tag in zip(origins, tags, strict=True) if tag is None])
    start = ALL["nbgrader"].folder(origins, source)
    listed = any(tag and tag.platform == "brightspace" for tag in tags)
    done = []
    for origin, tag in zip(origins, tags, strict=True):
        if tag is None and listed:
            tag = ALL["brightspace"].list_of_submissions(origin)
        if tag is None and start is not None:
            tag = ALL["nbgrader"].own(origin, start)
        done.append(tag or ALL["loose"].own(origin, skip))
    return done


def _structured(origin: str, schemes: list[Platform], level: int) -> Tag | None:
    """What a platform wrote into the part of a path at this level; deeper ones are the student's own."""
    parts = origin.split("/")
    level = min(level, len(parts) - 1)
    inner = "/".join(parts[level + 1 :])
    for scheme in schemes:
        if tag := scheme.tag(parts[level], inner):
            tag.moment = tag.moment or (parts[level] if inner else "")
            return tag
    return None


def _fits(scheme: Platform, names: set[str]) -> bool:
    """Whether a scheme fits at least half of the names."""
    return sum(bool(len(name) <= LONGEST and scheme.pattern.fullmatch(name)) for name in names) * 2 >= len(names)


def _part(origin: str, level: int) -> str:
    """The folder or file at a level, or the file itself where the path is shorter."""
    parts = origin.split("/")
    return parts[min(level, len(parts) - 1)]


def _level(origins: Sequence[str]) -> int:
    """How deep the names that a platform wrote begin: below folders that hold everything, or below downloads side by side.

    Only one level counts, so that nobody speaks for another with names inside an own folder or zip: it counts as a
    download only if every folder and zip beside it is one too.
    """
    level, shared = 0, careful.shared_folders(origins)
    while level < shared and not _written({_part(origins[0], level)}):
        level += 1
    held: dict[str, set[str]] = {}
    for origin in origins:
        if origin.count("/") > level:
            held.setdefault(_part(origin, level), set()).add(_part(origin, level + 1))
    below = bool(held) and not any(_written({top}) for top in held) and all(_written(inner) for inner in held.values())
    return level + 1 if below else level


def _written(names: set[str]) -> bool:
    """Whether names look as if a platform wrote them."""
    return any(_fits(scheme, names) for scheme in _WRITERS)


def copy_number(rest: str) -> int:
    """The number that a system or student puts behind a name to tell copies apart: "x (2).ipynb", "x-2.ipynb"."""
    match = re.search(r"(?:\((\d{1,3})\)|[-_ ](?:copy)?(\d{1,3}))(?:\.\w+)*$", rest, flags=re.IGNORECASE)
    return int(match[1] or match[2]) if match else 0
