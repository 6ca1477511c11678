"""Opening what was handed in without trusting it: a zip, zips within it, or a folder on disk.

Names inside an archive are only ever shown. Each file is copied under a name of our own, so no entry can be written
outside the work folder. Bytes are counted while they are read, whatever a header promises. What is refused gets a
sentence; a bad zip of one student is kept as it is and the others go on. Format: PKWARE's "APPNOTE.TXT - .ZIP File
Format Specification".
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from derisking.classroom.errors import ClassroomError

CHUNK = 1 << 16
MEGABYTE = 1 << 20
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What a damaged or lying zip makes the standard library raise.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


@dataclasses.dataclass(frozen=True)
class Limits:
    """What is taken from one source. Bytes are counted as they come out of a zip.

    files, total_bytes: of the whole source; zip_files, zip_bytes: of each zip within it; file_bytes: of each file;
    ratio: bytes out per byte in, looked at beyond one megabyte; depth: zips within zips; nesting: folders in folders.
    """

    files: int = 50_000
    total_bytes: int = 8192 * MEGABYTE
    zip_files: int = 2_000
    zip_bytes: int = 256 * MEGABYTE
    file_bytes: int = 64 * MEGABYTE
    ratio: int = 200
    depth: int = 2
    nesting: int = 30


@dataclasses.dataclass(frozen=True)
class Received:
    """One file. origin: its path as the teacher would write it, zips included; path: our copy; size in bytes.

    modified: local time as the source gives it, or None. A zip written by a learning platform often has the time of the
    download there, so that `intake` decides what it is worth.
    """

    origin: str
    path: Path
    modified: datetime | None
    size: int


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something that was refused or could not be read. sentence: for the teacher."""

    origin: str
    sentence: str


@dataclasses.dataclass(frozen=True)
class Unpacked:
    """received: in the order of the source; problems: what was left out and why."""

    received: tuple[Received, ...]
    problems: tuple[Problem, ...]


class _TooMuch(Exception):
    """A limit of the whole source or of a zip in it was reached; the text is the end of a sentence."""


class _FileTooMuch(_TooMuch):
    """A limit of one file was reached: the other files of its zip can still be taken."""


class _Budget:
    """Files and bytes that may still be taken, within a larger budget."""

    def __init__(self, files: int, size: int, outer: _Budget | None = None):
        self.files, self.size, self.outer = files, size, outer

    def file(self) -> None:
        self._spend(1, 0, "it holds too many files")

    def bytes(self, count: int) -> None:
        self._spend(0, count, "it unpacks to more than is taken from one source")

    def _spend(self, files: int, size: int, why: str) -> None:
        if self.files < files or self.size < size:
            raise _TooMuch(why)
        if self.outer:
            self.outer._spend(files, size, why)
        self.files -= files
        self.size -= size

    def refund(self, files: int, size: int) -> None:
        """Give back what a refused zip had taken."""
        if self.outer:
            self.outer.refund(files, size)
        self.files += files
        self.size += size


def unpack(source: Path, work: Path, limits: Limits = Limits()) -> Unpacked:
    """Copy every file of a zip, a folder or a single file into `work`; zips within are opened.

    work: a folder for the copies, made if missing; files already there are not touched. Raises ClassroomError when the
    source does not exist, is no zip at all, or a copy cannot be written; everything else becomes a Problem.
    """
    source, work = Path(source).resolve(), Path(work)
    walker = _Walker(work, limits)
    try:
        work.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            walker.folder(source)
        elif not source.is_file():
            raise ClassroomError(f"There is no file or folder {source}; check the path.")
        elif source.suffix.lower() == ".zip":
            walker.top_zip(source)
        else:
            walker.disk_file(source, source.name)
    except OSError as error:
        raise ClassroomError(f"{source} could not be copied to {work}: {error.strerror or error}.") from error
    return Unpacked(tuple(walker.received), tuple(walker.problems))


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


class _Walker:
    """Goes through one source and keeps what was received and refused."""

    def __init__(self, work: Path, limits: Limits):
        self.work, self.limits = work, limits
        self.received: list[Received] = []
        self.problems: list[Problem] = []
        self.budget = _Budget(limits.files, limits.total_bytes)
        self.count = 0

    def problem(self, origin: str, sentence: str) -> None:
        self.problems.append(Problem(shown(origin), sentence))

    def target(self, name: str) -> Path:
        """A new path in the work folder."""
        while True:
            self.count += 1
            path = self.work / f"{self.count:05d}-{safe_name(name)}"
            if not path.exists():
                return path

    # --- a folder on disk

    def folder(self, source: Path) -> None:
        """Every ordinary file below a folder, in the order of names; links are not followed."""
        for path in _files_below(source, self.limits.nesting, self.problem, source):
            self.disk_file(path, path.relative_to(source).as_posix())

    def disk_file(self, path: Path, origin: str) -> None:
        """One file on disk: copied, or opened if it is a zip."""
        try:
            with _open_plain(path) as stream:
                about = os.fstat(stream.fileno())
                if not stat.S_ISREG(about.st_mode):
                    self.problem(origin, "It is no ordinary file and was left out.")
                    return
                self.take(stream, origin, _disk_time(about.st_mtime), self.budget, None, 0)
        except (OSError, zipfile.BadZipFile) as error:
            self.problem(origin, f"It could not be read: {getattr(error, 'strerror', None) or error}.")

    # --- zips

    def top_zip(self, source: Path) -> None:
        """The zip that the teacher gave; it must open."""
        try:
            _check_directory(source, self.limits.files)
            with zipfile.ZipFile(source) as archive:
                self.entries(archive, source, "", self.budget, 0)
        except _TooMuch as error:
            raise ClassroomError(f"{source.name} was not opened: {error}.") from error
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, struct.error) as error:
            raise ClassroomError(f"{source.name} is damaged or no zip; download it again.") from error

    def entries(self, archive: zipfile.ZipFile, place: Path, origin: str, budget: _Budget, depth: int) -> None:
        """Every entry of an open zip.

        Raises _TooMuch only inside a student's zip, which is then given up as a whole.
        """
        size = place.stat().st_size
        for info in archive.infolist():
            name = _name(info)
            inner = f"{origin}/{name}" if origin else name
            why = _refusal(info, name)
            if why:
                self.problem(inner, why)
            elif not info.is_dir() and not name.endswith("/"):
                self.entry(archive, info, inner, budget, depth, min(info.compress_size, size))

    def entry(self, archive, info, origin: str, budget: _Budget, depth: int, packed: int) -> None:
        """One entry of a zip, or a sentence on why it could not be read."""
        try:
            with archive.open(info) as stream:
                self.take(stream, origin, _entry_time(info), budget, packed, depth)
        except DAMAGE:
            self.problem(origin, "It is damaged inside the zip and could not be read.")

    def take(self, stream, origin: str, modified, budget: _Budget, packed: int | None, depth: int) -> None:
        """Copy one stream; then open the copy if it is a zip.

        Too large a file is left out. A limit of the whole source only costs the files that are too many; a limit of a
        student's zip (depth above 0) is raised, so that the zip is given up.
        """
        name = origin.rpartition("/")[2]
        target = self.target(name)
        try:
            size = self.copy(stream, target, budget, packed, refund=not depth)
        except BaseException as error:
            target.unlink(missing_ok=True)
            if not isinstance(error, _TooMuch) or (depth and not isinstance(error, _FileTooMuch)):
                raise
            self.problem(origin, f"It was left out: {error}.")
            return
        mine = Received(shown(origin), target, modified, size)
        if not (name.lower().endswith(".zip") and self.inner_zip(mine, budget, depth)):
            self.received.append(mine)

    def copy(self, stream, target: Path, budget: _Budget, packed: int | None, refund: bool) -> int:
        """Bytes copied. refund: what a file that is left out had used up does not count against the others."""
        size = 0
        budget.file()
        try:
            with _writing(target), target.open("xb") as copy:
                while chunk := _read(stream):
                    size += len(chunk)
                    self.check(size, packed)
                    budget.bytes(len(chunk))
                    copy.write(chunk)
        except _TooMuch:
            if refund:
                budget.refund(0, size - len(chunk))
            raise
        return size

    def check(self, size: int, packed: int | None) -> None:
        """Raise when one file grows beyond what a file may have."""
        if size > self.limits.file_bytes:
            raise _FileTooMuch(f"the file is larger than {self.limits.file_bytes / MEGABYTE:g} MB")
        if packed is not None and size > MEGABYTE and size > self.limits.ratio * packed:
            raise _FileTooMuch(f"it unpacks to more than {self.limits.ratio} times its size")

    def inner_zip(self, mine: Received, budget: _Budget, depth: int) -> bool:
        """Open a zip that lay in the source. True: its files replace it. False: nothing of it was taken."""
        if depth >= self.limits.depth:
            self.problem(mine.origin, "It is a zip within zips and was not opened; unpack it by hand.")
            return False
        own = _Budget(self.limits.zip_files, self.limits.zip_bytes, budget)
        before, told, why = len(self.received), len(self.problems), ""
        try:
            _check_directory(mine.path, self.limits.zip_files)
            with zipfile.ZipFile(mine.path) as archive:
                self.entries(archive, mine.path, mine.origin, own, depth + 1)
        except _TooMuch as error:
            why = f"The zip was not opened: {error}."
        except DAMAGE:
            why = "The zip is damaged or no zip at all, and was not opened."
        if not why and len(self.received) > before:
            mine.path.unlink()
            return True
        self.undo(before, own, refund=not depth)
        if why or len(self.problems) == told:
            self.problem(mine.origin, why or "The zip is empty.")
        return False

    def undo(self, before: int, own: _Budget, refund: bool) -> None:
        """Forget what came out of a zip that is given up. A zip within it is not refunded: many could cost hours."""
        for gone in self.received[before:]:
            gone.path.unlink(missing_ok=True)
        del self.received[before:]
        if refund and own.outer:
            own.outer.refund(self.limits.zip_files - own.files, self.limits.zip_bytes - own.size)


@contextlib.contextmanager
def _writing(target: Path) -> Iterator[None]:
    """What goes wrong while writing our own copy is no fault of the file: it stops the work with a sentence."""
    try:
        yield
    except _Unreadable as error:
        raise zipfile.BadZipFile(str(error)) from error
    except OSError as error:
        raise ClassroomError(
            f"{target} could not be written: {error.strerror or error}; make room and start again."
        ) from error


class _Unreadable(Exception):
    """The source, not our copy, failed."""


def _read(stream) -> bytes:
    try:
        return stream.read(CHUNK)
    except DAMAGE as error:
        raise _Unreadable(str(error)) from error


def _files_below(folder: Path, levels: int, problem, top: Path) -> Iterator[Path]:
    """Ordinary files in the order of names. Links, pipes, devices and too deep folders are told to `problem`."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path = Path(entry.path)
        origin = path.relative_to(top).as_posix()
        if entry.is_symlink() or (hasattr(entry, "is_junction") and entry.is_junction()):
            problem(origin, "It is a link to another place and was not followed.")
        elif entry.is_dir(follow_symlinks=False):
            if levels <= 0:
                problem(origin, "The folders lie too deep in each other; this one was left out.")
                continue
            try:
                yield from _files_below(path, levels - 1, problem, top)
            except OSError as error:
                problem(origin, f"The folder could not be read: {error.strerror}.")
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            problem(origin, "It is no ordinary file and was left out.")


def _open_plain(path: Path):
    """Open for reading, but not through a link that came since the folder was listed, and never wait for a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name with "/" between folders. Names in UTF-8 without the mark for it are read as UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _refusal(info: zipfile.ZipInfo, name: str) -> str:
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
        return "It is no ordinary file and was left out."
    if info.flag_bits & 0x1:
        return "It is locked with a password; ask for it without one."
    if info.compress_type not in METHODS:
        return "It is packed in an unusual way; ask for an ordinary zip."
    return ""


def _entry_time(info: zipfile.ZipInfo) -> datetime | None:
    """The time of a zip entry; None if it has none (zip's first day stands for that) or an impossible one."""
    try:
        when = datetime(*info.date_time)
    except ValueError:
        return None
    return when if when.year > 1980 else None


def _disk_time(seconds: float) -> datetime | None:
    """The local time of a file; None for one that no calendar here reaches."""
    try:
        return datetime.fromtimestamp(int(seconds))
    except (ValueError, OverflowError, OSError):
        return None


def _check_directory(path: Path, files: int) -> None:
    """Refuse a zip whose list of entries alone would fill the memory, before the standard library reads it.

    Looks at every end record in the last 66 kB and takes the largest size. An entry of 400 bytes is generous.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    for mark, layout, place in ((b"PK\x05\x06", "<L", 12), (b"PK\x06\x06", "<Q", 40)):
        start = tail.find(mark)
        while start >= 0:
            field = tail[start + place : start + place + struct.calcsize(layout)]
            wanted = struct.unpack(layout, field)[0] if len(field) == struct.calcsize(layout) else 0
            if wanted != 0xFFFFFFFF and min(wanted, size) > 400 * files:
                raise _TooMuch("it holds too many files")
            start = tail.find(mark, start + 1)
