"""Where results go: a folder that is new or empty, or one that the teacher said may be written over."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from derisking.errors import UserError

TOP = Path("exports")


def check(out: Path, replace: bool) -> None:
    """Refuse a place that cannot take the result, before the work begins. Raises UserError."""
    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is a file, not a folder: name another place with --out.")
    if not replace and out.is_dir() and any(out.iterdir()):
        raise UserError(
            f"The folder {out} is there already: add --replace to write over it, or name another with --out."
        )


def write(out: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write all files below a folder, by name, and return their paths. Raises UserError where that is not possible."""
    try:
        for name, content in files.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(_bytes(content))
    except OSError as error:
        raise UserError(f"{error.filename or out}: nothing can be written there ({error.strerror}).") from None
    return [out / name for name in files]


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """The files as a zip, the same bytes for the same content: names in order, one date for all."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), _bytes(content), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
