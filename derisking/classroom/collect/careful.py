"""Inspect untrusted files and zip entries: names, times, kinds, sizes."""

import contextlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}

IRREGULAR = "Skipped: it is not a regular file."


def shown(name: str) -> str:
    """A name from outside as one harmless line: no control characters, no marks that turn the writing direction."""
    kept = ("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cs") else c for c in str(name))
    return "".join(c for c in kept if c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def safe_name(name: str, longest: int = 60) -> str:
    """A file name that every system can have: ASCII, no reserved word, at most `longest` characters, ending kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        stem, ending = plain, ""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem)[: longest - len(ending) - 1].strip("-") or "file"
    stem = f"{stem}-" if stem.lower() in RESERVED else stem
    return f"{stem}.{ending}" if ending else stem


def shared_folders(origins: Sequence[str]) -> int:
    """How many folders hold everything, one in the other; three at most. Below them lies what is side by side."""
    level = 0
    while level < 3 and all(origin.count("/") > level for origin in origins):
        if len({tuple(origin.split("/")[: level + 1]) for origin in origins}) != 1:
            break
        level += 1
    return level


def files_below(top: Path, problem) -> Iterator[Path]:
    """Ordinary files in the order of names. Links, pipes and devices, and what cannot be read, are told to `problem`."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        origin = path.relative_to(top).as_posix()
        try:
            if path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction()):
                problem(origin, "It is a link to another place and was not followed.")
            elif path.is_dir():
                waiting += sorted(path.iterdir(), reverse=True)
            elif path.is_file():
                yield path
            else:
                problem(origin, IRREGULAR)
        except OSError as error:
            problem(origin, f"The folder could not be read: {error.strerror}.")


def open_plain(path: Path):
    """Open for reading, but not through a link that came since the folder was listed, and never wait for a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


def name_of(info: zipfile.ZipInfo) -> str:
    """The entry's name with "/" between folders. Names in UTF-8 without the mark for it are read as UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def refusal(info: zipfile.ZipInfo, name: str) -> str:
    """Why an entry is not taken, or ""."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "Its name leads to a fixed place on a disk; it was left out."
    if ".." in parts:
        return "Its name leads out of the zip (“..”); it was left out."
    if len(name) > 1000 or len(parts) > 60:
        return "Its name is far too long; it was left out."
    if kind == stat.S_IFLNK:
        return "It is a link to another place and was left out."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return IRREGULAR
    if info.flag_bits & 0x1:
        return "It is locked with a password; ask for it without one."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "It is packed in an unusual way; ask for an ordinary zip."
    return ""


def entry_time(info: zipfile.ZipInfo) -> datetime | None:
    """The time of a zip entry; None if it has none (zip's first day stands for that) or an impossible one."""
    try:
        when = datetime(*info.date_time)
    except ValueError:
        return None
    return when if when.year > 1980 else None


def disk_time(seconds: float) -> datetime | None:
    """The local time of a file; None for one that no calendar here reaches."""
    try:
        return datetime.fromtimestamp(int(seconds))
    except (ValueError, OverflowError, OSError):
        return None


def entries(path: Path) -> int:
    """About how many entries a zip's list can hold, before the standard library reads it: a list alone could fill the memory.

    Looks at every end record in the last 66 kB and takes the largest size. An entry of 400 bytes is generous.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    largest = 0
    for mark, layout, place in ((b"PK\x05\x06", "<L", 12), (b"PK\x06\x06", "<Q", 40)):
        start = tail.find(mark)
        while start >= 0:
            field = tail[start + place : start + place + struct.calcsize(layout)]
            wanted = struct.unpack(layout, field)[0] if len(field) == struct.calcsize(layout) else 0
            if wanted != 0xFFFFFFFF:
                largest = max(largest, min(wanted, size))
            start = tail.find(mark, start + 1)
    return largest // 400
