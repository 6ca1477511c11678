"""Opening what was handed in without trusting it: a zip, zips within it, or a folder on disk.

Names inside an archive are only ever shown. Each file is copied under a name of our own, so no entry can be written
outside the work folder. What is refused gets a sentence; a bad zip of one student is kept as it is and the others go on.
Format: PKWARE's "APPNOTE.TXT - .ZIP File Format Specification".
"""

import dataclasses
import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from datetime import datetime
from pathlib import Path

from derisking.classroom.collect import careful
from derisking.errors import UserError

MEGABYTE = 1 << 20
# What a damaged or lying zip makes the standard library raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OSError)


@dataclasses.dataclass(frozen=True)
class Limits:
    """What is taken. Nobody's limit is shared: what one student hands in costs no other student a file.

    student_files, student_bytes: of each folder, zip or file side by side in the source, which is one student's;
    zip_files, zip_bytes: of each zip within it; file_bytes: of each file; entries: of the list of names of the whole source;
    depth: zips within zips.
    """

    student_files: int = 4_000
    student_bytes: int = 256 * MEGABYTE
    zip_files: int = 2_000
    zip_bytes: int = 128 * MEGABYTE
    file_bytes: int = 64 * MEGABYTE
    entries: int = 500_000
    depth: int = 2


@dataclasses.dataclass(frozen=True)
class Received:
    """One file. origin: its path as the teacher would write it, zips included; path: our copy; size in bytes.

    modified: local time as the source gives it, or None. A zip written by a learning platform often has the time of the
    download there, so that each platform decides what it is worth.
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


def unpack(source: Path, work: Path, limits: Limits = Limits()) -> tuple[list[Received], list[Problem]]:
    """Copy every file of a zip, a folder or a single file into `work`; zips within are opened.

    work: a new folder for the copies. Returns what was received, in the order of the source, and what was left out and why.
    Raises UserError when the source does not exist, is no zip at all, or a copy cannot be written.
    """
    source = Path(source).resolve()
    walker = _Walker(work, limits)
    try:
        work.mkdir(parents=True)
        if source.is_dir():
            walker.folder(source)
        elif not source.is_file():
            raise UserError(f"There is no file or folder {source}; check the path.")
        elif source.suffix.lower() == ".zip":
            walker.top_zip(source)
        else:
            walker.disk_file(source, source.name)
    except OSError as error:
        raise UserError(f"{source} could not be copied to {work}: {error.strerror or error}.") from error
    return walker.received, walker.problems


class _Walker:
    """Goes through one source and keeps what was received and refused."""

    def __init__(self, work: Path, limits: Limits):
        self.work, self.limits = work, limits
        self.received: list[Received] = []
        self.problems: list[Problem] = []
        self.files: Counter[str] = Counter()  # taken so far, by student
        self.bytes: Counter[str] = Counter()
        self.full: set[str] = set()
        self.level = 0  # folders that hold everything; those below them are one for each student
        self.copies = 0

    def problem(self, origin: str, sentence: str) -> None:
        self.problems.append(Problem(careful.shown(origin), sentence))

    # --- whose limit

    def owner(self, origin: str) -> str:
        return "/".join(origin.split("/")[: self.level + 1])

    def fits(self, origin: str, size: int) -> bool:
        """Whether one more file may be taken; the first one too many of each student is told."""
        if size > self.limits.file_bytes:
            self.problem(origin, f"It was left out: the file is larger than {self.limits.file_bytes / MEGABYTE:g} MB.")
            return False
        owner = self.owner(origin)
        if self.files[owner] < self.limits.student_files and self.bytes[owner] + size <= self.limits.student_bytes:
            self.files[owner] += 1
            self.bytes[owner] += size
            return True
        if owner not in self.full:
            self.full.add(owner)
            self.problem(
                owner, "It holds more than is taken from one student; some files were left out, notebooks last."
            )
        return False

    def allowed(self, sizes: dict[str, int]) -> list[str]:
        """Which of these files may be taken: notebooks and zips are asked for first, so that a limit costs other files."""
        first = sorted(sizes, key=lambda origin: not origin.lower().endswith((".ipynb", ".zip")))
        taken = {origin for origin in first if self.fits(origin, sizes[origin])}
        return [origin for origin in sizes if origin in taken]

    # --- a folder on disk

    def folder(self, source: Path) -> None:
        """Every ordinary file below a folder, in the order of names; links are not followed."""
        paths = {path.relative_to(source).as_posix(): path for path in careful.files_below(source, self.problem)}
        self.level = careful.shared_folders(list(paths))
        for origin in self.allowed({origin: path.lstat().st_size for origin, path in paths.items()}):
            self.disk_file(paths[origin], origin)

    def disk_file(self, path: Path, origin: str) -> None:
        """One file on disk: copied, or opened if it is a zip."""
        try:
            with careful.open_plain(path) as stream:
                about = os.fstat(stream.fileno())
                if not stat.S_ISREG(about.st_mode):
                    self.problem(origin, careful.IRREGULAR)
                else:
                    self.take(stream, origin, careful.disk_time(about.st_mtime), 0)
        except (OSError, zipfile.BadZipFile) as error:
            self.problem(origin, f"It could not be read: {getattr(error, 'strerror', None) or error}.")

    # --- zips

    def top_zip(self, source: Path) -> None:
        """The zip that the teacher gave; it must open."""
        try:
            if careful.entries(source) > self.limits.entries:
                raise UserError(f"{source.name} was not opened: it holds too many files.")
            with zipfile.ZipFile(source) as archive:
                names = [careful.name_of(info) for info in archive.infolist() if not info.is_dir()]
                self.level = careful.shared_folders(names)
                self.entries(archive, "", 0)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, struct.error) as error:
            raise UserError(f"{source.name} is damaged or no zip; download it again.") from error

    def entries(self, archive: zipfile.ZipFile, origin: str, depth: int, outer_time: datetime | None = None) -> None:
        """Every entry of an open zip. The library reads no more of an entry than its header says, so headers are counted."""
        plain: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            name = careful.name_of(info)
            inner = f"{origin}/{name}" if origin else name
            if why := careful.refusal(info, name):
                self.problem(inner, why)
            elif not info.is_dir() and not name.endswith("/"):
                if inner in plain:
                    self.problem(inner, "It is in the zip more than once; the last one counts.")
                plain[inner] = info
        for inner in self.allowed({inner: info.file_size for inner, info in plain.items()}):
            try:
                with archive.open(plain[inner]) as stream:
                    self.take(stream, inner, outer_time or careful.entry_time(plain[inner]), depth)
            except DAMAGE:
                self.problem(inner, "It is damaged inside the zip and could not be read.")

    def take(self, stream, origin: str, modified: datetime | None, depth: int) -> None:
        """Copy one stream; then open the copy if it is a zip. A copy that cannot be written stops the work with a sentence."""
        data = stream.read(self.limits.file_bytes + 1)
        if len(data) > self.limits.file_bytes:
            raise zipfile.BadZipFile("too large")  # it grew since it was looked at
        self.copies += 1
        target = self.work / f"{self.copies:05d}-{careful.safe_name(origin.rpartition('/')[2])}"
        try:
            target.write_bytes(data)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise UserError(
                f"{target} could not be written: {error.strerror or error}; make room and start again."
            ) from error
        mine = Received(careful.shown(origin), target, modified, len(data))
        if not (origin.lower().endswith(".zip") and self.inner_zip(mine, origin, depth)):
            self.received.append(mine)

    def inner_zip(self, mine: Received, origin: str, depth: int) -> bool:
        """Open a zip that lay in the source. True: its files replace it. False: it is kept as it is.

        Times inside are the student's own to choose, so those of the zip itself count.
        """
        if depth >= self.limits.depth:
            self.problem(mine.origin, "It is a zip within zips and was not opened; unpack it by hand.")
            return False
        before = len(self.received)
        why = "The zip was not opened: it holds too many files."
        try:
            if careful.entries(mine.path) <= self.limits.zip_files:
                with zipfile.ZipFile(mine.path) as archive:
                    why = self.too_much(archive.infolist())
                    if not why:
                        self.entries(archive, origin, depth + 1, mine.modified)
        except DAMAGE:
            why = "The zip is damaged or no zip at all, and was not opened."
        if why:
            self.problem(mine.origin, why)
        elif len(self.received) > before:
            mine.path.unlink()
            return True
        return False

    def too_much(self, infos: list[zipfile.ZipInfo]) -> str:
        """Why a student's zip with these entries is not read, or ""."""
        if not infos:
            return "The zip is empty."
        if sum(info.file_size for info in infos) > self.limits.zip_bytes:
            return f"The zip was not opened: it unpacks to more than {self.limits.zip_bytes / MEGABYTE:g} MB."
        return "The zip was not opened: it holds too many files." if len(infos) > self.limits.zip_files else ""
