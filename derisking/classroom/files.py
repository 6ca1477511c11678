"""Writing files so that nothing is half-written, and nothing is written that is there already."""

import contextlib
import csv
import errno
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from derisking.errors import UserError
from derisking.spreadsheet import harmless, typed_in

MOST_PARTS = 1_000_000  # lists and objects of a JSON file; the exercises have a few hundred


def write(path: Path, content: str | bytes) -> bool:
    """Put content into a file, whole or not at all; True if the file was not so before. Text is UTF-8, line ends as they are.

    Raises UserError if the file cannot be written, for instance because another program has it open; a full disk is
    left as OSError, since it is no matter of this file.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == raw:
        return False
    fresh = path.with_name(f".{path.name}.part")
    try:
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(raw)
        move(fresh, path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return True


def move(source: Path, path: Path) -> None:
    """Put a file of the same disk in the place of another, whole or not at all. Raises UserError as `write` does."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise UserError(
            f"{path} could not be written ({error.strerror}): close it in other programs, or choose another folder."
        ) from error


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV for people: with the mark that tells a spreadsheet it is UTF-8, and no cell that would become a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV that `table` wrote, cells as they were typed; none without the file.

    Raises UserError for a file that another program saved in another encoding.
    """
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{key: typed_in(value) for key, value in row.items() if key} for row in csv.DictReader(file)]
    except (ValueError, csv.Error) as error:
        raise UserError(f"{path} cannot be read: save it as a CSV in UTF-8, or take it away.") from error


def parsed(raw: bytes) -> object:
    """Parse JSON. Raises ValueError for other content, and for a document that would use too much memory."""
    if raw.count(b"{") + raw.count(b"[") > MOST_PARTS:
        raise ValueError("too many parts")
    return json.loads(raw.decode("utf-8-sig"))
