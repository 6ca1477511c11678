"""How learning platforms name what students hand in: from a path to whose it is and when it came.

Moodle      Full Name_1234567_assignsubmission_file_/file.ipynb, or without folders ..._file_file.ipynb. The number
            is the one of the grading worksheet and belongs to one assignment. Source: Moodle's
            mod/assign/classes/downloader.php.
Canvas      lastfirst_12345_67890_file.ipynb, with LATE_ after the name, anon_ab12c for the name. 12345 is the "ID"
            of the gradebook. Source: Canvas' lib/content_zipper.rb.
Brightspace 12345-67890 - First Last - Dec 1, 2026 1200 PM/file.ipynb, or all in the file's name; and index.html.
            Source: public tools that read it (the vendor documents the download, not the names).
Blackboard  Exercise 2_username_attempt_2026-12-01-18-00-00_file.ipynb, and a receipt ending in .txt. Source: as before.
nbgrader    submitted/student/lesson/file.ipynb with timestamp.txt. Source: nbgrader's "Directory structure".
loose       a folder, zip or file for each student. Nothing is certain here.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from derisking.classroom.collect.people import Roster, Student, squash

# No file system and no platform writes longer names; comparing them would only cost time.
LONGEST = 255
PLATFORMS = ("moodle", "canvas", "brightspace", "blackboard", "nbgrader", "loose")
MOODLE = re.compile(
    r"(?P<name>[^_]+)(?:_(?P<key>\d+))?_assign(?:submission|feedback)_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?"
)
CANVAS = re.compile(
    r"(?:(?P<name>[\w-]+?)_)?(?P<late>LATE_)?(?:anon_(?P<anon>[A-Za-z0-9]+)|(?P<key>\d+))_"
    r"(?:\d+_(?P<rest>.+)|(?P<typed>text|link)\.html)"
)
BRIGHTSPACE = re.compile(
    r"(?P<key>\d+)-\d+ - (?P<name>.+?) - (?P<when>[A-Z][a-z]+\.? \d{1,2}, \d{4} \d{3,4} ?[AP]M)(?: - (?P<rest>.+))?"
)
BLACKBOARD = re.compile(
    r"(?P<title>.*?)_?(?P<user>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|(?P<ending>\.\w+))?",
    flags=re.DOTALL,
)
# Folders that say nothing about a student, and words that students put into names of files.
STRUCTURE = {
    "exercises",
    "notebooks",
    "derisking",
    "deriskingstudents",
    "submissions",
    "submitted",
    "abgaben",
    "inzendingen",
}
STRUCTURE |= {"rendus", "solutions", "release", "source", "feedback", "autograded", "data", "downloads"}
NOISE = re.compile(
    r"\b(?:my|the|homework|hw|exercise|exercises|ex|task|assignment|final|finished|done|copy|submission|notebook"
    r"|untitled|version|lesson|solutions?|answers?|quiz|record|progress|checkpoint|new|v)\b|\d+",
    flags=re.IGNORECASE,
)


@dataclasses.dataclass
class Tag:
    """What a path tells.

    certain: the platform wrote the name. what: a companion of the platform's own, in words, or "". typed: what a student
    handed in without a file, in words, or "". key: the platform's number; usernames: what can be meant, the likeliest
    first; rest: the path that the student chose; folder, moment: files of one hand-in share both; submitted: local
    time. apart: what tells two Moodle students of one name from each other; stem: Blackboard's title and username.
    """

    platform: str
    name: str = ""
    key: str = ""
    usernames: tuple[str, ...] = ()
    certain: bool = True
    rest: str = ""
    folder: str = ""
    moment: str = ""
    submitted: datetime | None = None
    time_from: str = ""
    late: bool = False
    lesson: str = ""
    what: str = ""
    typed: str = ""
    apart: str = ""
    stem: str = ""

    @property
    def username(self) -> str:
        return self.usernames[0] if self.usernames else ""

    @property
    def identity(self) -> tuple[str, ...]:
        """Files with the same identity are of one student; others are not taken to be."""
        if self.platform == "moodle":
            return (self.platform, self.name.casefold(), self.apart)
        who = self.key or self.username or self.name
        # nbgrader's folders are ids already; where "aa" and "Aa" can both be there, they are two students.
        return (self.platform, who if self.platform == "nbgrader" else who.casefold(), "key" if self.key else "")


def read(origins: Sequence[str], source: str, lessons: Sequence[str]) -> list[Tag]:
    """A Tag for each path. source: the name of the zip or folder that was given."""
    level = _level(origins)
    canvas = _share(CANVAS, {_part(origin, level) for origin in origins})
    tags = [_structured(origin, canvas, level) for origin in origins]
    _tell_apart(origins, tags)
    _usernames(tags)
    free = [origin for origin, tag in zip(origins, tags, strict=True) if tag is None]
    skip = _wrapper(free, lessons)
    brightspace = any(tag and tag.platform == "brightspace" for tag in tags)
    done = []
    for origin, tag in zip(origins, tags, strict=True):
        if tag is None and brightspace and re.fullmatch(r"(?:[^/]+/)?index\.html?", origin, flags=re.IGNORECASE):
            tag = Tag("brightspace", rest=origin, what="Brightspace's own list of the submissions")
        done.append(tag or _nbgrader(origin, source, lessons) or _loose(origin, skip, lessons))
        done[-1].folder = origin.rpartition("/")[0]
    return done


def _share(scheme: re.Pattern, names: set[str]) -> bool:
    """Whether a scheme that other names can look like fits at least half of them."""
    return sum(bool(len(name) <= LONGEST and scheme.fullmatch(name)) for name in names) * 2 >= len(names)


def _part(origin: str, level: int) -> str:
    """The folder or file at a level, or the file itself where the path is shorter."""
    parts = origin.split("/")
    return parts[min(level, len(parts) - 1)]


def _level(origins: Sequence[str]) -> int:
    """How deep the names that a platform wrote begin: below folders that hold everything, or below downloads side by
    side.

    Only one level counts, so that nobody speaks for another with names inside an own folder or zip: it counts as a
    download only if every folder and zip beside it is one too.
    """
    level = 0
    while level < 3:
        parts = {_part(origin, level) for origin in origins if origin.count("/") > level}
        files = [origin for origin in origins if origin.count("/") == level]
        if len(parts) != 1 or files or _written(parts):
            break
        level += 1
    held: dict[str, set[str]] = {}
    for origin in origins:
        if origin.count("/") > level:
            held.setdefault(_part(origin, level), set()).add(_part(origin, level + 1))
    below = bool(held) and not any(_written({top}) for top in held) and all(_written(inner) for inner in held.values())
    return level + 1 if below else level


def _written(names: set[str]) -> bool:
    """Whether names look as if a platform wrote them."""
    return any(_share(scheme, names) for scheme in (MOODLE, CANVAS, BRIGHTSPACE, BLACKBOARD))


def _tell_apart(origins: Sequence[str], tags: Sequence[Tag | None]) -> None:
    """Moodle's numbers count within one assignment only.

    There they tell two students of one name apart, and nothing else.
    """
    keys: dict[tuple[str, str], set[str]] = {}
    pairs = [(_download(origin), tag) for origin, tag in zip(origins, tags, strict=True) if tag]
    moodle = [(download, tag) for download, tag in pairs if tag.platform == "moodle"]
    for download, tag in moodle:
        keys.setdefault((download, tag.name.casefold()), set()).add(tag.key)
    twice = {name for (_, name), numbers in keys.items() if len(numbers) > 1}
    for download, tag in moodle:
        if tag.name.casefold() in twice:
            tag.apart = f"{download}/{tag.key}"


def _download(origin: str) -> str:
    """The path of the folder or zip in which Moodle's names stand."""
    parts = origin.split("/")
    return "/".join(parts[: next((i for i, part in enumerate(parts) if MOODLE.fullmatch(part)), 0)])


def _usernames(tags: Sequence[Tag | None]) -> None:
    """Blackboard puts "_" between title and username, and both may hold one: what all names begin with is the title."""
    groups: dict[str, list[Tag]] = {}
    for tag in tags:
        if tag and tag.platform == "blackboard":
            groups.setdefault(tag.stem.partition("_")[0], []).append(tag)
    for group in groups.values():
        words = [tag.stem.split("_") for tag in group]
        same = 0
        while all(len(own) > same + 1 and own[same] == words[0][same] for own in words):
            same += 1
        for tag, own in zip(group, words, strict=True):
            likely = "_".join(own[same:])
            if len({tag.stem for tag in group}) > 1:
                tag.usernames = (likely, *(name for name in tag.usernames if name != likely))


def platform(tags: Sequence[Tag]) -> str:
    """The platform of most files."""
    counts = Counter(tag.platform for tag in tags)
    return max(PLATFORMS, key=lambda name: counts[name]) if counts else "loose"


# --- names that a platform wrote --------------------------------------------------------------------------------------


def _structured(origin: str, canvas: bool, level: int) -> Tag | None:
    """What a platform wrote into the part of a path at this level; deeper ones are the student's own."""
    parts = origin.split("/")
    level = min(level, len(parts) - 1)
    inner = "/".join(parts[level + 1 :])
    for scheme in (_moodle, _brightspace, _blackboard, _canvas if canvas else None):
        tag = scheme(parts[level], inner) if scheme and len(parts[level]) <= LONGEST else None
        if tag:
            tag.moment = tag.moment or (parts[level] if inner else "")
            return tag
    return None


def _rest(own: str | None, inner: str) -> str:
    return "/".join(piece for piece in (own, inner) if piece)


def _moodle(part: str, inner: str) -> Tag | None:
    match = MOODLE.fullmatch(part)
    if not match:
        return None
    typed = "text that was typed into Moodle" if match["kind"] == "onlinetext" else ""
    return Tag("moodle", match["name"], match["key"] or "", rest=_rest(match["rest"], inner), typed=typed)


def _canvas(part: str, inner: str) -> Tag | None:
    match = CANVAS.fullmatch(part)
    if not match:
        return None
    typed = f"a {match['typed']} that was typed into Canvas" if match["typed"] else ""
    name = match["name"] or (f"anon {match['anon']}" if match["anon"] else "")
    key = match["key"] or f"anon{match['anon']}"
    return Tag("canvas", name, key, rest=_rest(match["rest"], inner), late=bool(match["late"]), typed=typed)


def _brightspace(part: str, inner: str) -> Tag | None:
    match = BRIGHTSPACE.fullmatch(part)
    if not match:
        return None
    tag = Tag("brightspace", match["name"], match["key"], rest=_rest(match["rest"], inner), moment=match["when"])
    words = re.sub(r"(\d{1,2})(\d\d) ?([AP]M)$", r"\1:\2 \3", match["when"]).replace(".", "")
    for layout in ("%b %d, %Y %I:%M %p", "%B %d, %Y %I:%M %p"):
        tag.submitted = tag.submitted or _time(words, layout)
    tag.time_from = "Brightspace's name of the folder" if tag.submitted else ""
    return tag


def _blackboard(part: str, inner: str) -> Tag | None:
    match = BLACKBOARD.fullmatch(part)
    if not match:
        return None
    receipt = match["rest"] is None and match["ending"] == ".txt" and not inner
    stem = f"{match['title']}_{match['user']}".lstrip("_")
    words = stem.split("_")
    usernames = tuple("_".join(words[-count:]) for count in range(1, min(4, len(words)) + 1))
    tag = Tag(
        "blackboard",
        usernames=usernames,
        moment=match["when"],
        stem=stem,
        what="Blackboard's receipt" if receipt else "",
    )
    tag.rest = _rest(match["rest"] or f"{match['title']}{match['ending'] or ''}", inner)
    tag.submitted = _time(match["when"], "%Y-%m-%d-%H-%M-%S")
    tag.time_from = "Blackboard's name of the file" if tag.submitted else ""
    return tag


def _time(text: str, layout: str) -> datetime | None:
    try:
        return datetime.strptime(text, layout)
    except ValueError:
        return None


# --- names that people chose ------------------------------------------------------------------------------------------


def _nbgrader(origin: str, source: str, lessons: Sequence[str]) -> Tag | None:
    """nbgrader's own folders: only below a folder called "submitted", which may be the source itself."""
    parts = origin.split("/")
    if source.lower() == "submitted":
        start = 0
    elif "submitted" in parts[:2]:
        start = parts.index("submitted") + 1
    else:
        return None
    if len(parts) < start + 3 or parts[start + 1] not in lessons:
        return None
    rest = "/".join(parts[start + 2 :])
    what = "nbgrader's note of the time" if rest == "timestamp.txt" else ""
    return Tag("nbgrader", usernames=(parts[start],), rest=rest, lesson=parts[start + 1], what=what)


def _loose(origin: str, skip: str, lessons: Sequence[str]) -> Tag:
    """The first folder, zip or file name that can be somebody's name."""
    path = origin[len(skip) + 1 :] if skip else origin
    parts = path.split("/")
    for index, part in enumerate(parts):
        text = person_in(part, lessons, folder=index < len(parts) - 1)
        if text:
            return Tag("loose", text, certain=False, rest="/".join(parts[index + 1 :]) or part)
    return Tag("loose", certain=False, rest=path)


def _wrapper(origins: Sequence[str], lessons: Sequence[str]) -> str:
    """A folder that holds everything and has several people's folders or files in it: it is nobody's name."""
    tops = {origin.partition("/")[0] for origin in origins}
    if len(tops) != 1:
        return ""
    second = {origin.split("/")[1] for origin in origins if origin.count("/") >= 1}
    folders = {origin.split("/")[1] for origin in origins if origin.count("/") >= 2}
    people = {squash(person_in(part, lessons, folder=part in folders)) for part in second} - {""}
    return tops.pop() if len(people) > 1 else ""


def person_in(part: str, lessons: Sequence[str], folder: bool) -> str:
    """What a folder's or file's name says apart from the lesson and usual words; "" if that is nothing."""
    stem = part
    while re.search(r"\.(?:ipynb|zip|txt|json|csv|pdf|docx?|html?|py)$", stem, flags=re.IGNORECASE):
        stem = stem.rpartition(".")[0]
    if part.startswith(".") or squash(stem) in STRUCTURE or squash(part) == "macosx":
        return ""
    text = stem
    for lesson in lessons:
        text = re.sub(r"[\W_]*".join(map(re.escape, lesson.split("-"))), " ", text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{lesson[:2]}\b(?=[\W_]|$)" if text != stem else r"(?!)", " ", text)
    text = re.sub(r"(?<=\s)copy\s*\d*|[-_ ]copy\d*$|\(\d+\)", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+", " ", text).strip(" _-.,+")
    left = NOISE.sub("", text.replace("_", " ").replace("-", " "))
    if folder and text and text == stem.strip(" _-.,+"):
        return text
    return (
        text
        if any(c.isalpha() for c in left) or (not left.isascii() and squash(left)) or re.fullmatch(r"\d{4,}", text)
        else ""
    )


def copy_number(rest: str) -> int:
    """The number that a system or student puts behind a name to tell copies apart: "x (2).ipynb", "x-2.ipynb"."""
    match = re.search(r"(?:\((\d{1,3})\)|[-_ ](?:copy)?(\d{1,3}))(?:\.\w+)*$", rest, flags=re.IGNORECASE)
    return int(match[1] or match[2]) if match else 0


# --- times from elsewhere ---------------------------------------------------------------------------------------------


def timestamp(text: str) -> datetime | None:
    """The local time in nbgrader's timestamp.txt, such as "2026-12-01 18:00:00.000000 UTC"; None for other texts."""
    match = re.match(r"\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*([\w/+:-]*)", text)
    try:
        when = datetime.fromisoformat(match[1]) if match else None
        zone = match[2] if match else ""
        if when is None or not zone:
            return when
        if re.fullmatch(r"[+-]\d\d:?\d\d", zone):
            aware = datetime.fromisoformat(f"{match[1]}{zone[:3]}:{zone[-2:]}")
        else:
            aware = when.replace(tzinfo=ZoneInfo("UTC" if zone == "Z" else zone))
        return aware.astimezone().replace(tzinfo=None)
    except (ValueError, OSError, KeyError, OverflowError):
        return None


def receipt(text: str) -> tuple[str, str]:
    """(name, username) from the first line of Blackboard's receipt, "Name: Ann Kim (akim)"; ("", "") if it is none."""
    match = re.match(r"[\s\ufeff]*Name:[ \t]*(.{1,200}?)[ \t]*\(([^()\r\n]{1,100})\)[ \t]*[\r\n]", f"{text}\n")
    return (match[1], match[2]) if match else ("", "")


def worksheet_time(roster: Roster, student: Student) -> tuple[datetime | None, bool]:
    """(time, called late) of a student's line in Moodle's grading worksheet; only English dates are understood."""
    if student.row is None:
        return None, False
    row = roster.rows[student.row]
    status = row[roster.columns["status"]].lower() if "status" in roster.columns else ""
    cell = row[roster.columns["handed"]].replace("\u202f", " ") if "handed" in roster.columns else ""
    return _time(cell.strip(), "%A, %d %B %Y, %I:%M %p"), " late" in status or "zu spät" in status
