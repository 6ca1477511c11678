"""Whose is each file: by what the platform wrote, and by the class list. Two students are never merged."""

import re
from collections import defaultdict
from collections.abc import Sequence

from derisking.classroom.collect import careful
from derisking.classroom.collect.archives import Problem
from derisking.classroom.collect.items import Item, Tag
from derisking.classroom.collect.people import Roster, Student, folder_name, give_ids, names, squash
from derisking.classroom.collect.platforms import ALL, Platform, plain

_WRITERS = [one for one in ALL.values() if one.pattern]


def tags(origins: Sequence[str], source: str) -> list[Tag]:
    """What each path says, by the scheme of the platform that wrote it. source: the name of the zip or folder that was given."""
    level = _level(origins)
    parts = {_part(origin, level) for origin in origins}
    schemes = [one for one in _WRITERS if not one.vague or _fits(one, parts)]
    found = [_structured(origin, schemes, level) for origin in origins]
    skip = plain.wrapper([origin for origin, tag in zip(origins, found, strict=True) if tag is None])
    start = ALL["nbgrader"].folder(origins, source)
    wrote = [ALL[name] for name in dict.fromkeys(tag.platform for tag in found if tag)]
    done = []
    for origin, tag in zip(origins, found, strict=True):
        tag = tag or next(filter(None, (one.beside(origin) for one in wrote)), None)
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
    return sum(bool(scheme.match(name)) for name in names) * 2 >= len(names)


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


def find(items: list[Item], roster: Roster | None) -> tuple[list[Student], list[Problem]]:
    """Write a student's id, or the reason why there is none, into each item that is not the platform's own."""
    mine = [item for item in items if not item.tag.what]
    if roster is None:
        return _make_students(mine)
    answers: dict[tuple, tuple[str, str]] = {}
    for item in mine:
        key = item.tag.identity
        if key not in answers:
            answers[key] = _on_roster(item.tag, roster)
        item.student, item.why = answers[key]
    return list(roster.students), []


def own_zip(items: list[Item], name: str, people: Sequence[Student]) -> None:
    """Take work away from others where the name of the one zip that was given means one student: it is that student's zip.

    A platform's zip of a class is named after course or assignment. people: all who can be meant. Part of a name is enough where
    the zip holds work of one student only; where it holds several, the name must be a whole one.
    """
    roster = Roster(tuple({student.id: student for student in people}.values()))
    tag = next((tag for one in ALL.values() if (tag := one.tag(name, ""))), None)
    text = (tag.name or tag.username) if tag else plain.person_in(name, folder=False)
    inside = {item.student.casefold() for item in items if item.student}
    fits = roster.whoever(text) or (_in_words(text, roster) if len(inside) == 1 else ())
    for item in items if len(fits) == 1 else ():
        if item.student and item.student.casefold() != fits[0].id.casefold():
            item.student = ""
            item.why = (
                f"The zip is called {careful.shown(name)}, so it is {fits[0].shown}'s, but a name inside it is another's; if it is a "
                "platform's zip of a class, rename it."
            )


def _on_roster(tag: Tag, roster: Roster) -> tuple[str, str]:
    """(id, "") or ("", reason)."""
    label = careful.shown(tag.name or tag.username or tag.key or "")
    by_key = _by_key(tag, roster)
    by_name = _in_words(tag.name, roster) if tag.platform == "loose" else roster.find(name=tag.name)
    fits = tuple(s for s in by_key if s in by_name) or by_key or by_name
    if by_key and by_name and not set(by_key) & set(by_name):
        other = f"is {by_key[0].shown} by its number, but not by name"
        return "", f"“{label}” {other}; is the class list of another assignment?"
    if len(fits) == 1:
        return fits[0].id, ""
    if len(fits) > 1:
        who = ", ".join(s.shown if not s.email else f"{s.shown} ({s.email})" for s in fits[:4])
        return "", f"“{label}” can be any of {len(fits)} students on the class list: {who}."
    if not label:
        return "", "Nothing in its name or folder says whose it is."
    return "", f"“{label}” is nobody on the class list; add a line to the list, or rename the file or folder."


def _by_key(tag: Tag, roster: Roster) -> tuple[Student, ...]:
    """Students by what the platform writes beside the name. Numbers of one platform mean nothing on another."""
    for username in tag.usernames:
        if students := roster.find(id=username, username=username, email=username, number=username):
            return students
    if not tag.key or not roster.platform.startswith(tag.platform):
        return ()
    return ALL[tag.platform].by_key(tag, roster)


def _in_words(text: str, roster: Roster) -> tuple[Student, ...]:
    """Students whom a file's or folder's name can mean: all of it, an id as one of its words, or most words of a name."""
    whole = roster.whoever(text)
    if whole or not text:
        return whole
    words = {squash(word) for split in (r"[^\w@.-]|_", r"[\W_]+") for word in re.split(split, text)} - {""}
    mails = {word.casefold() for word in text.split()}
    sure = [
        s
        for s in roster.students
        if s.email.casefold() in mails
        or words & {squash(n) for n in (s.id, s.username, s.number, *names(s)) if len(n) > 2}
    ]
    if sure:
        return tuple(sure)
    # Whose name has most words in the text; a tie is nobody, so a first name alone is enough only if it is the only one.
    counts = {s.id: len(words & {squash(word) for word in re.split(r"[\W_]+", s.shown)}) for s in roster.students}
    most = max(counts.values(), default=0)
    return tuple(s for s in roster.students if most and counts[s.id] == most)


def _make_students(items: list[Item]) -> tuple[list[Student], list[Problem]]:
    """Students as the names show them, where there is no class list, and a line for those who are easily confused."""
    people: dict[tuple, Student] = {}
    for item in items:
        tag = item.tag
        if not (tag.name or tag.username or tag.key):
            item.why = "Nothing in its name or folder says whose it is; a class list may help."
        elif tag.identity not in people:
            name = careful.shown(tag.name)
            # nbgrader's own folders keep their names, so that a course that is half graded goes on.
            own = folder_name(tag.username, lower=False) if tag.platform == "nbgrader" else ""
            people[tag.identity] = Student(own, name, username=tag.username, platform_id=tag.key)
    made = dict(zip(people, give_ids(people.values()), strict=True))
    by_name = defaultdict(list)
    for student in made.values():
        by_name[squash(student.shown)].append(student)
    problems = []
    for group in by_name.values():
        if len(group) > 1:
            told = f"{len(group)} students have this name; they are kept apart as {', '.join(s.id for s in group)}."
            problems.append(Problem(group[0].shown, told))
    for item in items:
        if item.tag.identity in made:
            item.student = made[item.tag.identity].id
    return sorted(made.values(), key=lambda s: s.id), problems
